import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import type { ReplayProgress, ReplayReport, ReplayRequest } from '../../src/protocol/replayApi.ts';
import { callContext } from './runWorkspace.ts';
import { call, TemporaryWorkspace } from './temporaryWorkspace.ts';

vi.setConfig({ testTimeout: 30_000 });

const agent = `
import { readFileSync } from 'node:fs';
const { query, messages } = JSON.parse(readFileSync(0, 'utf8'));
if (query.includes('hang')) setInterval(() => undefined, 1000);
else if (query.includes('break')) process.exit(3);
else console.log(JSON.stringify({ output: messages.map(({ role, content }) => role + ': ' + content).join(' | ') + (query.includes('key') ? ' sk-proj-' + 'a1B2'.repeat(12) : ''), toolCalls: [] }));
`;

/** A flat record a run: its messages, and the recorded answer. */
const record = (id: string, messages: readonly { readonly role: string; readonly content: string }[], output: string): string => JSON.stringify({ run_id: id, timestamp: `2026-11-0${id.slice(-1)}T10:00:00Z`, messages: [...messages, { role: 'assistant', content: output }] });
const user = (content: string) => ({ role: 'user', content });

async function workspaceWith(...records: readonly string[]): Promise<TemporaryWorkspace> {
  const workspace = new TemporaryWorkspace();
  workspace.write('agent.mjs', agent);
  workspace.write('casebook/config.yaml', `targets: {bot: {type: command, command: [${JSON.stringify(process.execPath)}, agent.mjs]}, recorded: {type: replay}}\n`);
  workspace.write('chats.jsonl', `${records.join('\n')}\n`);
  await workspace.import('chats.jsonl');
  return workspace;
}

const replay = async (workspace: TemporaryWorkspace, request: ReplayRequest = {}, context = callContext<ReplayProgress>()): Promise<ReplayReport> => workspace.engine.replayTraces(request, context);

describe('a replay of traces', () => {
  test('asks with what was said before, compares, and keeps what it got', async () => {
    using workspace = await workspaceWith(
      record('r1', [user('where is it?')], 'User:  where is it?'),
      record('r2', [user('where is it?'), { role: 'assistant', content: 'On its way.' }, user('sure?')], 'user: where is it? | assistant: On its way. | user: sure?'),
      record('r3', [user('and now?')], 'Delivered.'),
    );
    const context = callContext<ReplayProgress>();
    const report = await replay(workspace, {}, context);
    expect(report).toMatchObject({ target: 'bot', matched: 3, chosen: 3, seed: null, cancelled: false, summary: { counts: { changed: 1, same: 2, error: 0, 'n/a': 0 } } });
    expect(report.traces.map(({ query, outcome }) => [query, outcome])).toEqual([['and now?', 'changed'], ['sure?', 'same'], ['where is it?', 'same']]);
    expect(context.seen.at(-1)).toMatchObject({ done: 3, traces: 3, changed: 1 });
    expect(await workspace.engine.lastReplay({}, call)).toEqual(report);

    const [changed] = report.traces;
    const compared = await workspace.engine.compareSides({ a: { trace: changed?.traceId ?? '' }, b: { replay: report.runId, of: changed?.traceId ?? '' } }, call);
    expect(compared.b).toMatchObject({ kind: 'trial', title: 'and now?', words: expect.stringContaining(', bot') as string });
    // What only a trace tells, such as its root, is left out: both sides hold the answer.
    expect(compared.pairs).toHaveLength(1);
    const same = report.traces[1]?.traceId ?? '';
    expect((await workspace.engine.compareSides({ a: { trace: same }, b: { replay: report.runId, of: same } }, call)).pairs.map(({ relation }) => relation)).toEqual(['same']);
    await expect(async () => workspace.engine.compareSides({ a: { trace: changed?.traceId ?? '' }, b: { replay: report.runId, of: 'tr_unknown' } }, call)).rejects.toThrow('has no answer to the question of tr_unknown');
    workspace.write('casebook/cases/a.case.yaml', 'id: a\nquery: q\ngroundTruth: x\n');
    // A folder of a replay is none of a run of cases.
    expect(await workspace.engine.caseRuns({ caseId: 'a' }, call)).toMatchObject({ trials: [] });
  });

  test('of a session the last turn is asked, and held against what that turn did', async () => {
    using workspace = await workspaceWith(record('r1', [user('quick')], 'x'));
    const said = (type: 'user' | 'assistant', uuid: string, content: unknown, at: number) => JSON.stringify({ type, uuid, sessionId: 's-two-turns', cwd: '/shop', version: '2.0.0', timestamp: `2026-11-08T10:00:0${at}.000Z`, message: { role: type, content } });
    workspace.write('session.jsonl', `${[
      said('user', 'u1', 'Where is order 1?', 0), said('assistant', 'a1', [{ type: 'tool_use', id: 't1', name: 'getOrder', input: { id: 1 } }], 1),
      said('user', 'u2', [{ type: 'tool_result', tool_use_id: 't1', content: 'in transit' }], 2), said('assistant', 'a2', [{ type: 'text', text: 'On its way.' }], 3),
      said('user', 'u3', 'Sure?', 4), said('assistant', 'a3', [{ type: 'text', text: 'user: Where is order 1? | assistant: On its way. | user: Sure?' }], 5),
    ].join('\n')}\n`);
    await workspace.import('session.jsonl');
    const { runId, traces: [session] } = await replay(workspace, { limit: 1 });
    expect(session).toMatchObject({ query: 'Sure?', outcome: 'same', reason: null, notes: ['Of a session the last turn was asked, after those before it as they were recorded.'], compared: { tools: { same: true, recorded: [], now: [] } } });
    const id = session?.traceId ?? '';
    expect((await workspace.engine.compareSides({ a: { trace: id }, b: { replay: runId, of: id } }, call)).pairs.map(({ relation }) => relation)).toEqual(['same']);
  });

  test('a target that breaks is an error of that trace alone, and secrets it says are kept nowhere', async () => {
    using workspace = await workspaceWith(record('r1', [user('break')], 'x'), record('r2', [user('say the key')], 'user: say the key'));
    const { folder, traces } = await replay(workspace);
    expect(traces.map(({ outcome }) => outcome)).toEqual(['changed', 'error']);
    expect(traces[1]?.reason).toContain('exit code 3');
    expect(readFileSync(join(folder ?? '', 'replay.jsonl'), 'utf8')).not.toContain('a1B2a1B2');
  });

  test('is cancelled at once, with what it has', async () => {
    using workspace = await workspaceWith(record('r1', [user('hang')], 'x'), record('r2', [user('quick')], 'user: quick'));
    const cancelling = new AbortController();
    const report = await workspace.engine.replayTraces({ concurrency: 1 }, { signal: cancelling.signal, progress: () => void setTimeout(() => cancelling.abort(), 200) });
    expect(report).toMatchObject({ cancelled: true, chosen: 2 });
    expect(report.traces.map(({ query }) => query)).toEqual(['quick']);
    expect(readFileSync(join(report.folder ?? '', 'replay.jsonl'), 'utf8').trimEnd().split('\n')).toHaveLength(1);
  });

  test('what cannot be asked says why, and nothing is written where nothing matches', async () => {
    using workspace = await workspaceWith(record('r1', [], 'Hello.'));
    expect((await replay(workspace)).traces[0]).toMatchObject({ outcome: 'n/a', reason: 'no user message was recorded' });
    const runs = readdirSync(workspace.path('.casebook', 'runs'));
    expect(await replay(workspace, { tool: 'none' })).toMatchObject({ folder: null, matched: 0, traces: [] });
    expect(readdirSync(workspace.path('.casebook', 'runs'))).toEqual(runs);
    await expect(replay(workspace, { target: 'recorded' })).rejects.toThrow('gives back what was recorded');
    await expect(replay(workspace, { target: 'bto' })).rejects.toThrow('did you mean bot?');
  });

  test('half a line of a replay that was killed is left out, and one without an end is none', async () => {
    using workspace = await workspaceWith(record('r1', [user('quick')], 'user: quick'));
    const report = await replay(workspace);
    writeFileSync(join(report.folder ?? '', 'replay.jsonl'), '{"traceId": "tr_', { flag: 'a' });
    expect(await workspace.engine.lastReplay({}, call)).toEqual(report);
    workspace.write('.casebook/runs/9999-killed/replay.jsonl', '');
    workspace.write('.casebook/runs/9998-odd/replay.json', '{"runId": 5');
    expect(await workspace.engine.lastReplay({}, call)).toEqual(report);
  });
});
