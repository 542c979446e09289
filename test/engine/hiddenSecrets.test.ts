import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { FeedbackReport } from '../../src/protocol/labelApi.ts';
import { otlpRequest, traceIdOf } from './otlpLines.ts';
import { call, TemporaryWorkspace } from './temporaryWorkspace.ts';
import { zipOf } from './zipFiles.ts';

/** Put together here, so that no scanner takes this file for a leak. Letters of one case: full text keeps them as one word. */
const needle = 'q7w2e9r4t6y1u8i3o5p0a2s4d6f8g1h3j5k7l9z2x4c6v8b0n1m3';
const secret = ['sk-ant', '-api03-', needle].join('');
const card = '4111111111111111';
const mail = 'jonas.k.hidden@example.com';
/** Part of none of our ids, times or counts. */
const password = 73_915_284;
const hidden = [needle, card, 'jonas.k.hidden', String(password)];

const withPersonal = () => {
  const workspace = new TemporaryWorkspace();
  workspace.write('casebook/config.yaml', 'redaction: { personal: on }\n');
  return workspace;
};

/** Whatever lies in the folder but the export itself, what was logged, and what was answered. */
function expectHidden(workspace: TemporaryWorkspace, ...answers: readonly unknown[]): void {
  const places = new Map<string, string>([['what was logged', workspace.logged.join('\n')], ...answers.map((each, n) => [`answer ${n}`, JSON.stringify(each)] as const)]);
  for (const folder of ['.casebook', 'casebook']) {
    for (const name of readdirSync(workspace.path(folder), { recursive: true }).map(String)) {
      places.set(`a name in ${folder}`, `${places.get(`a name in ${folder}`) ?? ''} ${name}`);
      if (statSync(workspace.path(folder, name)).isFile()) places.set(join(folder, name), readFileSync(workspace.path(folder, name), 'latin1'));
    }
  }
  for (const [place, text] of places) for (const each of hidden) expect(text.toLowerCase().includes(each), `${each.slice(0, 12)}… in ${place}`).toBe(false);
}

/** Everything that can be asked of the traces that were imported, while the index's log is still beside it and after. */
async function expectHiddenEverywhere(workspace: TemporaryWorkspace, ...answers: readonly unknown[]): Promise<void> {
  const list = await workspace.engine.listTraces({}, call);
  const opened = await Promise.all(list.traces.map(async ({ id }) => {
    const trajectory = await workspace.engine.openTrajectory({ trace: id }, call);
    return [trajectory, ...(await Promise.all(trajectory.steps.map(({ n }) => workspace.engine.readStep({ trace: id, n, whole: true }, call))))];
  }));
  for (const each of hidden) expect((await workspace.engine.listTraces({ text: each.slice(0, 40) }, call)).total).toBe(0);
  expectHidden(workspace, list, opened, ...answers);
  workspace.restart();
  expectHidden(workspace);
}

const chat = (text: unknown, more = {}) => JSON.stringify({ id: 'c1', messages: [{ role: 'user', content: 'How are the orders?' }, { role: 'assistant', content: text }], ...more });
const toolCall = (args: unknown, result: unknown) => JSON.stringify({ id: 'c1', messages: [{ role: 'user', content: 'Go.' }, { role: 'assistant', content: null, tool_calls: [{ id: 't1', type: 'function', function: { name: 'pay', arguments: typeof args === 'string' ? args : JSON.stringify(args) } }] }, { role: 'tool', tool_call_id: 't1', content: typeof result === 'string' ? result : JSON.stringify(result) }, { role: 'assistant', content: 'Done.' }] });
const span = (attributes: Readonly<Record<string, string | number>>) => otlpRequest({ trace: 'one', id: 'root', start: 0, end: 9, attributes });
const nested = (depth: number, value: unknown): string => JSON.stringify(depth === 0 ? value : { inner: nested(depth - 1, value) });
/** As some writers spell letters: by their number. */
const spelled = (text: string) => text.slice(0, 8).replaceAll(/[a-z]/g, (each) => `\\u00${each.charCodeAt(0).toString(16)}`) + text.slice(8);

const places: Readonly<Record<string, string>> = {
  'a text': chat(`The key is ${secret}, of ${mail}.`),
  'a number under a name that tells': toolCall({ password, card_number: Number(card) }, { password, list: [{ card: Number(card) }] }),
  'a number in an attribute': otlpRequest({ trace: 'one', id: 'root', start: 0, end: 9, attributes: { 'db.password': password, 'payment.card': Number(card) } }),
  'a number in JSON that is kept as text': span({ note: `{"password": ${password}, "card": ${card}}`, 'http.body': JSON.stringify({ inner: JSON.stringify({ password, card: Number(card) }) }) }),
  'a key': toolCall({ [secret]: 1, [mail]: 2, nested: { [`by ${mail}`]: { [`x-${secret}`]: true } } }, { [secret]: { [card]: 'paid' } }),
  'the name of an attribute': span({ [`key.${secret}`]: 'on', [`user ${mail}`]: 1 }),
  'JSON in JSON in JSON': toolCall({ body: nested(3, { api_key: `plain ${needle}`, key: secret, mail, password }) }, nested(3, { authorization: `plain ${needle}`, list: [secret, card] })),
  'JSON in JSON, in an attribute': span({ 'input.value': nested(3, { token: secret, mail, api_key: `plain ${needle}` }) }),
  'letters by their numbers': chat('ok').replace('"ok"', `"The key is ${spelled(secret)} of ${spelled(mail)}."`),
  'letters by their numbers in JSON that is kept as text': span({ note: `{"key": "${spelled(secret)}", "mail": "${spelled(mail)}"}`, more: JSON.stringify({ inner: `{"key": "${spelled(secret)}"}` }) }),
  'ids': JSON.stringify({ traceId: secret, runId: secret, userId: mail, query: 'q', toolsConsidered: [], toolSelected: null, response: 'r', userFeedback: null, latencyMs: 1 }),
  'ids of spans': JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [{ traceId: `trace ${secret}`, spanId: `span ${secret}`, name: `root ${secret}` }, { traceId: `trace ${secret}`, spanId: mail, parentSpanId: `span ${secret}`, name: 'child' }] }] }] }),
  'session, user, tags and metadata': otlpRequest({ trace: 'one', id: 'root', start: 0, end: 9, attributes: { 'session.id': `session ${secret}`, 'gen_ai.conversation.id': secret, 'user.id': mail, 'tag.tags': JSON.stringify([secret, mail]), 'langfuse.trace.tags': JSON.stringify([secret]), 'langfuse.trace.metadata.key': secret } }),
  'scores and their comments': JSON.stringify({ id: 'lf1', projectId: 'p', name: 'run', timestamp: '2026-01-01T00:00:00Z', input: 'q', output: 'a', tags: [secret], sessionId: secret, userId: mail, metadata: { [secret]: mail }, scores: [{ id: 's1', traceId: 'lf1', name: `score ${secret}`, value: 1, comment: `as ${mail} said, ${secret}`, source: 'ANNOTATION', stringValue: null }], observations: [{ id: 'o1', traceId: 'lf1', type: 'GENERATION', name: secret, startTime: '2026-01-01T00:00:00Z', endTime: '2026-01-01T00:00:01Z', model: secret, input: { key: secret }, output: 'a', statusMessage: secret }] }),
  'what is wrong with the file': `${chat('fine')}\n{"key": "${secret}", oops ${secret}\n${JSON.stringify({ [secret]: mail })}\n`,
  'a file of no known kind': JSON.stringify({ [secret]: mail, password }),
};

describe('with personal data switched on', () => {
  test.each(Object.entries(places))('nothing hidden in %s is stored, shown or logged', async (name, record) => {
    using workspace = withPersonal();
    workspace.write('export.jsonl', `${record}\n`);
    workspace.write('good.jsonl', `${chat('Here it is.', { id: 'good' })}\n`);
    const report = await workspace.import('export.jsonl', 'good.jsonl');
    expect(report.traces).toBe(name === 'a file of no known kind' ? 1 : 2);
    expect((await workspace.engine.listTraces({}, call)).traces.some(({ answer }) => answer === 'Here it is.')).toBe(true);
    await expectHiddenEverywhere(workspace, report);
  });

  test('nothing hidden in the names of files and folders, in archives and out', async () => {
    using workspace = withPersonal();
    const line = (id: string) => `${chat(id, { id })}\n`;
    workspace.write(`${secret}.jsonl`, line('named'));
    workspace.write(`of ${mail}/plain.jsonl`, line('in a folder'));
    workspace.write('all.zip', zipOf([{ name: `${secret}/a.jsonl`, content: line('packed') }, { name: `${mail}.jsonl`, content: line('packed too') }, { name: `../${secret}`, content: 'x' }, { name: `${secret}.txt`, content: 'no trace' }]));
    workspace.write(`${secret}.zip`, zipOf([{ name: 'b.jsonl', content: line('in a named archive') }]));
    workspace.write(`${secret}.json`, '{"weather": "fine"}');
    workspace.write(`${secret}.parquet`, 'PAR1');
    workspace.write(`cut ${secret}.gz`, Buffer.from([0x1f, 0x8b, 8, 0]));
    const report = await workspace.import('.');
    expect(report.traces).toBe(5);
    const again = await workspace.import('.');
    expect([again.traces, again.files.reduce((sum, file) => sum + file.unchanged, 0)]).toEqual([5, 5]);
    const alone = await workspace.import(`${secret}.jsonl`, `${secret}.json`, `${secret}.parquet`).catch((error: unknown) => error);
    await expectHiddenEverywhere(workspace, report, again, alone);
  });

  test('nothing hidden in feedback, its columns, or the name of its file', async () => {
    using workspace = withPersonal();
    workspace.write('runs.jsonl', `${chat('Here it is.', { id: 'good' })}\n${chat('ok', { id: secret })}\n`);
    await workspace.import('runs.jsonl');
    const reports: FeedbackReport[] = [];
    for (const [name, text] of [
      [`${secret}.csv`, `traceId,feedback,note,by,${secret}\ngood,rejected,"says ${secret}",${mail},1\n${secret},rejected,${mail},x,2\n`],
      ['thumbs.jsonl', `${JSON.stringify({ traceId: secret, feedback: secret, note: mail })}\n${JSON.stringify({ traceId: 'good', feedback: 'accepted', finalText: secret, by: mail, note: `card ${card}`, [mail]: 1 })}\n{"traceId": "${secret}", oops\n`],
    ] as const) reports.push(await workspace.engine.importFeedback({ path: workspace.write(name, text) }, call));
    expect(reports.map(({ added }) => added).every((added) => added > 0)).toBe(true);
    await expectHiddenEverywhere(workspace, reports);
  });

  test('nothing hidden in a label, its case or its proof', async () => {
    using workspace = withPersonal();
    workspace.write('runs.jsonl', `${otlpRequest({ trace: 'one', id: 'root', start: 0, end: 9, attributes: { 'gen_ai.operation.name': 'chat', 'gen_ai.output.messages': JSON.stringify([{ role: 'assistant', parts: [{ type: 'text', content: `The key is ${secret} of ${mail}` }] }]) } })}\n`);
    await workspace.import('runs.jsonl');
    const trace = traceIdOf('one');
    const labelled = await workspace.engine.labelTrace({ trace, by: 'ana', change: { verdict: 'fail', note: `${secret} and ${mail}` } }, call);
    await expectHiddenEverywhere(workspace, labelled);
  });
});

test('what only looks like a secret stays as it is', async () => {
  using workspace = withPersonal();
  const numbers = { total_tokens: 123_456_789, startTime: 1_760_000_000_000, startUs: 1_760_000_000_000_000, order: 4_111_111_111_111_112, amount: 12.5, password_length: 12, hasCookie: 1 };
  workspace.write('runs.jsonl', `${toolCall(numbers, JSON.stringify(numbers))}\n`);
  const report = await workspace.import('runs.jsonl');
  expect(report.files[0]!.redactions).toEqual({});
  const text = JSON.stringify(workspace.stored());
  for (const [name, value] of Object.entries(numbers)) expect(text).toContain(`"${name}":${value}`);
});
