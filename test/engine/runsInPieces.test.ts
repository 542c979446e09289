import { copyFileSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { TemporaryWorkspace } from './temporaryWorkspace.ts';

const fixture = (name: string) => new URL(`../fixtures/formats/${name}`, import.meta.url);
const linesOf = (name: string) => readFileSync(fixture(name), 'utf8').trim().split('\n');

test('a Harbor run, its continuation and its sub-agent are one trace, in whatever order their files come', async () => {
  const names = ['trajectory.json', 'trajectory.cont-1.json', 'trajectory.summarization-1-summary.json'];
  const traces = [];
  for (const order of [names, names.toReversed()]) {
    using workspace = new TemporaryWorkspace();
    mkdirSync(workspace.path('trial'));
    for (const name of names) copyFileSync(fixture(`atif/${name}`), workspace.path('trial', name));
    for (const name of order) await workspace.import(`trial/${name}`);
    traces.push(workspace.stored());
  }
  const [run, ...others] = traces[0]!;
  expect(others).toEqual([]);
  expect(traces[1]).toEqual(traces[0]);
  const place = (id: string) => run!.spans.find((span) => span.id === id)?.parentId;
  expect({ root: place('run'), asked: place('agent:summarization-1-summary'), embedded: place('agent:sub-9'), goesOn: place('cont-1'), inside: place('agent:summarization-1-summary/call-1') })
    .toEqual({ root: null, asked: 'run', embedded: 'call-1/c2', goesOn: 'run', inside: 'agent:summarization-1-summary' });
  expect(run!.header.agent).toBe('terminus-2');
});

test('runs of different agents are different traces, though a harness gave them one session id', async () => {
  using workspace = new TemporaryWorkspace();
  const { session_id, ...run } = JSON.parse(readFileSync(fixture('atif/trajectory.json'), 'utf8')) as Record<string, unknown>;
  workspace.write('a.json', JSON.stringify({ session_id, ...run }));
  workspace.write('b.json', JSON.stringify({ session_id, ...run, agent: { name: 'openhands' }, continued_trajectory_ref: undefined }));
  copyFileSync(fixture('atif/trajectory.cont-1.json'), workspace.path('c.cont-1.json'));
  await workspace.import('a.json', 'b.json', 'c.cont-1.json');
  expect(workspace.stored().map(({ header, spans }) => [header.agent, spans.some((span) => span.name === 'continuation')])).toEqual([['openhands', false], ['terminus-2', true]]);
});

test('two runs that share session and agent and do not go on from one another are two traces; a copy of one is none', async () => {
  using workspace = new TemporaryWorkspace();
  const run = (command: string, more: readonly object[] = []) => JSON.stringify({
    schema_version: 'ATIF-v1.5', session_id: 'trial', agent: { name: 'terminus-2' },
    steps: [{ step_id: 1, source: 'user', message: 'Make hello.txt.' }, { step_id: 2, source: 'agent', message: command }, ...more],
  });
  workspace.write('try-1.json', run('touch hello.txt'));
  workspace.write('try-2.json', run('echo > hello.txt'));
  workspace.write('copy-of-2.json', run('echo > hello.txt'));
  await workspace.import('try-1.json', 'try-2.json', 'copy-of-2.json');
  const ids = () => workspace.stored().map(({ nativeId }) => nativeId).toSorted();
  const before = ids();
  expect(before).toHaveLength(2);
  workspace.write('try-1.json', run('touch hello.txt', [{ step_id: 3, source: 'agent', message: 'Done.' }]));
  await workspace.import('try-1.json');
  expect(ids()).toEqual(before);
});

test('the agents of a Kimi session are traces of that session, each by its folder', async () => {
  using workspace = new TemporaryWorkspace();
  for (const agent of ['main', 'agent-0']) {
    mkdirSync(workspace.path('wd_shop/session_ab12/agents', agent), { recursive: true });
    copyFileSync(fixture('kimi-code/wire.jsonl'), workspace.path('wd_shop/session_ab12/agents', agent, 'wire.jsonl'));
  }
  workspace.write('wd_shop/session_ab12/state.json', JSON.stringify({ agents: { main: { homedir: '…' } }, workDir: '/shop', lastPrompt: 'Mend it.' }));
  await workspace.import('wd_shop');
  expect(workspace.stored().map(({ nativeId, header }) => [nativeId, header.sessionId, header.agent])).toEqual([['ab12', 'ab12', null], ['ab12/agent-0', 'ab12', 'agent-0']]);
});

test('an OpenHands conversation in a folder of event files is one trace; one of its files alone is refused with what to import', async () => {
  using workspace = new TemporaryWorkspace();
  const [state, ...events] = linesOf('openhands-v1/conversation.jsonl');
  workspace.write('conversations/c1/base_state.json', state!);
  events.forEach((event, at) => workspace.write(`conversations/c1/events/event-${String(at).padStart(5, '0')}-${at}abc.json`, event));
  const report = await workspace.import('conversations');
  expect(report.files.map(({ format, traces, error }) => ({ format, traces, error }))).toEqual([{ format: 'openhands-v1', traces: 1, error: null }]);
  const [trace] = workspace.stored();
  expect(trace?.nativeId).toBe('conv-1');
  expect(trace?.spans.find((span) => span.id === 'llm:r1')).toMatchObject({ usage: { input: 100 }, cost: { usd: 0.01 } });

  using other = new TemporaryWorkspace();
  other.write('event.json', events[1]!);
  other.write('base_state.json', state!);
  expect((await other.import('event.json', 'base_state.json')).files.map((each) => each.error)).toEqual([
    expect.stringContaining('the state of an OpenHands conversation, without its events'), expect.stringContaining('one event of an OpenHands conversation. Import the folder'),
  ]);
});

test('a tau2 voice run takes domain and settings from the results beside its simulations', async () => {
  using workspace = new TemporaryWorkspace();
  const [results, simulation] = linesOf('tau2/voice.jsonl');
  workspace.write('run/results.json', results!);
  workspace.write('run/simulations/v-1.json', simulation!);
  const report = await workspace.import('run');
  expect(report.files.map(({ format, traces }) => ({ format, traces }))).toEqual([{ format: 'tau2', traces: 1 }]);
  expect(workspace.stored().map(({ header }) => header.app)).toEqual(['retail']);
});

test('keys of providers in the settings of tau2 results are not stored', async () => {
  using workspace = new TemporaryWorkspace();
  copyFileSync(fixture('tau2/results.json'), workspace.path('results.json'));
  await workspace.import('results.json');
  const stored = JSON.stringify(workspace.stored());
  expect(stored).toContain('"llm":"gpt-4.1"');
  expect(stored).not.toContain('sk-invented');
});

test('the samples of an unpacked Inspect log know their task', async () => {
  using workspace = new TemporaryWorkspace();
  const [start, summary, , sample] = linesOf('inspect/journal.jsonl');
  workspace.write('log/_journal/start.json', start!);
  workspace.write('log/_journal/summaries/1.json', `[${summary}]`);
  workspace.write('log/samples/b_epoch_1.json', sample!);
  const report = await workspace.import('log');
  expect(report.files.map(({ format, traces }) => ({ format, traces }))).toEqual([{ format: 'inspect', traces: 2 }]);
  expect(workspace.stored().map(({ header }) => header.name).sort()).toEqual(['sample a', 'sample b']);
  expect(report.files[0]?.warnings.map((each) => each.message)).toEqual(['Of sample a only the summary is in the log: its messages are missing.']);
});

test('of a run in several files each file reports what it brought, again and again', async () => {
  using workspace = new TemporaryWorkspace();
  mkdirSync(workspace.path('s'));
  for (const name of ['agent-pier1.jsonl', 'subagents.jsonl']) copyFileSync(fixture(`claude-code/${name}`), workspace.path('s', name));
  const countsOf = ({ files }: Awaited<ReturnType<typeof workspace.import>>) => files.map(({ path, spans, messages, toolCalls }) => ({ path, spans, messages, toolCalls }));
  const whole = await workspace.import('s');
  const [agent, main] = countsOf(whole);
  expect([agent, main]).toEqual([{ path: 's/agent-pier1.jsonl', spans: 3, messages: 2, toolCalls: 0 }, { path: 's/subagents.jsonl', spans: 9, messages: expect.any(Number), toolCalls: 2 }]);
  // The session's root stands in both.
  expect(agent!.spans + main!.spans).toBe(whole.spans + 1);
  expect(countsOf(await workspace.import('s'))).toEqual([agent, main]);
  writeFileSync(workspace.path('s', 'subagents.jsonl'), readFileSync(workspace.path('s', 'subagents.jsonl')));
  utimesSync(workspace.path('s', 'subagents.jsonl'), 1, 1);
  expect(countsOf(await workspace.import('s'))).toEqual([agent, main]);
});

test.each([['claude-code/session.jsonl', 0], ['copilot-cli/events.jsonl', 1]])('a part of %s in another file changes nothing of its trace, whichever comes first', async (name, kept) => {
  const lines = linesOf(name);
  const part = [...lines.slice(0, kept), ...lines.slice(Math.ceil(lines.length / 3))];
  const read = async (...order: readonly string[]) => {
    using workspace = new TemporaryWorkspace();
    workspace.write('whole.jsonl', lines.join('\n'));
    workspace.write('part.jsonl', part.join('\n'));
    for (const each of order) await workspace.import(each);
    return workspace.stored().map(({ nativeId, header, spans }) => ({ nativeId, header, spans: spans.map((span) => ({ ...span, place: null })) }));
  };
  const whole = await read('whole.jsonl');
  expect(await read('whole.jsonl', 'part.jsonl')).toEqual(whole);
  expect(await read('part.jsonl', 'whole.jsonl')).toEqual(whole);
});
