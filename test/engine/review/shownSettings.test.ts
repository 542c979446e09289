import { describe, expect, test } from 'vitest';
import { otlpRequest, traceIdOf } from '../otlpLines.ts';
import { call, TemporaryWorkspace } from '../temporaryWorkspace.ts';

const one = traceIdOf('one');

async function reviewed(): Promise<TemporaryWorkspace> {
  const workspace = new TemporaryWorkspace();
  workspace.write('casebook/taxonomy.yaml', 'classes: [{id: gave_up, name: Gave up}]\n');
  workspace.write('casebook/config.yaml', 'review: {blind: false}\nqueues: [{id: mine-only, query: {user: ole}}]\n');
  workspace.write('export.jsonl', otlpRequest({ trace: 'one', id: 'root', start: 0, end: 9 }));
  await workspace.import('export.jsonl');
  await workspace.engine.labelTrace({ trace: one, by: 'ana', change: { verdict: 'fail', class: { class: 'gave_up' } } }, call);
  return workspace;
}

/** What the editor asks for all the time. */
async function seen({ engine }: TemporaryWorkspace) {
  const list = await engine.listTraces({}, call);
  const { queues } = await engine.listQueues({ by: 'ben' }, call);
  const log = await engine.failureLog({ by: 'ben' }, call);
  await engine.openTrajectory({ trace: one }, call);
  await engine.readInsights({ trace: one }, call);
  await engine.patterns({}, call);
  return { list, queues: queues.map(({ id }) => id), rows: log.rows.length, classes: (await engine.failureClasses({}, call)).map(({ id }) => id) };
}

describe.each([
  ['casebook/taxonomy.yaml', 'classes: [{id: gave_up, nme: Gave up}]\n', 'Until it is mended, the classes are those it named before.'],
  ['casebook/config.yaml', 'review: {blind: perhaps}\n', 'Until it is mended, its settings are those from before.'],
])('%s that is broken while somebody types', (file, broken, words) => {
  test('takes nothing off the screen; what is wrong is said beside', async () => {
    using workspace = await reviewed();
    const before = await seen(workspace);
    expect(before).toMatchObject({ rows: 1, queues: expect.arrayContaining(['mine-only']), classes: expect.arrayContaining(['gave_up']), list: { traces: [{ label: { verdict: 'fail' } }] } });
    workspace.write(file, broken);
    const { list, ...rest } = await seen(workspace);
    expect(rest).toEqual({ rows: before.rows, queues: before.queues, classes: before.classes });
    expect(list.traces.map(({ label }) => label)).toEqual(before.list.traces.map(({ label }) => label));
    expect(list.warning).toContain(`${file}:1:`);
    expect(list.warning).toContain(words);
    workspace.write(file, '');
    expect((await seen(workspace)).list.warning).toBeUndefined();
  });
});

test('what is written by the file itself waits until it is mended', async () => {
  using workspace = await reviewed();
  workspace.write('casebook/config.yaml', 'redaction: 5\n');
  await expect(async () => workspace.engine.labelTrace({ trace: one, by: 'ana', change: { note: 'key sk-1' } }, call)).rejects.toThrow('casebook/config.yaml:1:');
});
