import { expect, test } from 'vitest';
import { call, TemporaryWorkspace } from '../temporaryWorkspace.ts';

const run = (id: string) => JSON.stringify({ id, messages: [{ role: 'user', content: `Where is order ${id}?` }, { role: 'assistant', content: 'Delivered.' }] });

/** Ana failed the first and let the second pass, though it errored; ben wrote a note on the first alone. */
async function reviewed(): Promise<TemporaryWorkspace> {
  const workspace = new TemporaryWorkspace();
  workspace.write('runs.jsonl', ['one', 'two'].map(run).join('\n'));
  workspace.write('casebook/feedback/app.jsonl', '');
  await workspace.import('runs.jsonl');
  await workspace.engine.importFeedback({ path: workspace.write('said.jsonl', '{"trace":"two","feedback":"rejected"}\n') }, call);
  await workspace.engine.labelTrace({ trace: 'one', by: 'ana', change: { class: { class: 'tool_selection' }, note: 'Hers' } }, call);
  await workspace.engine.labelTrace({ trace: 'two', by: 'ana', change: { verdict: 'pass' } }, call);
  await workspace.engine.labelTrace({ trace: 'one', by: 'ben', change: { note: 'His' } }, call);
  return workspace;
}

test('a trace that others alone judged is read as if nobody had, wherever it is shown, with how many judged it', async () => {
  using workspace = await reviewed();
  const { engine } = workspace;
  const seen = { label: { by: 'ben', verdict: null, note: 'His' }, failing: null, hidden: 1 };
  const { traces } = await engine.listTraces({ reader: 'ben' }, call);
  expect(traces.find(({ nativeId }) => nativeId === 'one')).toMatchObject(seen);
  // What it says of itself is there again.
  expect(traces.find(({ nativeId }) => nativeId === 'two')).toMatchObject({ label: null, failing: 'rejected', hidden: 1 });
  expect(await engine.findTrace({ trace: 'one', reader: 'ben' }, call)).toMatchObject(seen);
  expect((await engine.openTrajectory({ trace: 'one', reader: 'ben' }, call)).summary).toMatchObject(seen);
  expect((await engine.openPacked({ trace: 'one', reader: 'ben' }, call)).summary).toMatchObject(seen);
  expect((await engine.searchTexts({ text: 'order one', reader: 'ben' }, call)).hits[0]!.trace).toMatchObject(seen);
  expect((await engine.trajectoryMarkdown({ trace: 'one', reader: 'ben' }, call)).markdown).not.toMatch(/ana|Hers|tool_selection|Labelled/u);
  expect(await engine.readLabels({ trace: 'one', reader: 'ben' }, call)).toMatchObject({ labels: { label: { by: 'ben' }, own: [{ by: 'ben' }] }, hidden: 1 });
  const { labelled } = await engine.listLabels({ reader: 'ben' }, call);
  expect(labelled).toHaveLength(2);
  expect(labelled.find(({ nativeId }) => nativeId === 'two')).toMatchObject({ labels: { label: null, own: [] }, hidden: 1 });
  expect(JSON.stringify([traces, labelled])).not.toMatch(/"ana"|Hers/u);
});

test('nobody has judged anything; whoever judged, names no reader, or reviews openly sees all', async () => {
  using workspace = await reviewed();
  const { engine } = workspace;
  const labelOf = async (reader?: string) => (await engine.findTrace({ trace: 'one', ...(reader === undefined ? {} : { reader }) }, call)).label;
  expect(await labelOf('')).toBeNull();
  expect(await labelOf()).toMatchObject({ by: 'ana', verdict: 'fail' });
  expect(await labelOf('ana')).toMatchObject({ by: 'ana', verdict: 'fail' });
  expect(await engine.findTrace({ trace: 'one', reader: 'ana' }, call)).not.toHaveProperty('hidden');
  workspace.write('casebook/config.yaml', 'review: {blind: false}\n');
  expect(await labelOf('')).toMatchObject({ by: 'ana' });
});

test('filters are of record: they go by all labels, whoever reads', async () => {
  using workspace = await reviewed();
  const listed = async (query: object) => (await workspace.engine.listTraces({ ...query, reader: 'cleo' }, call)).traces.map(({ nativeId, label }) => [nativeId, label]);
  expect(await listed({ failing: true })).toEqual([['one', null]]);
  expect(await listed({ failure: 'tool_selection' })).toEqual([['one', null]]);
  expect(await listed({ unlabelled: true })).toEqual([]);
});

test('what is answered to a label or an undo tells nothing that is hidden', async () => {
  using workspace = await reviewed();
  const { engine } = workspace;
  expect(await engine.labelTrace({ trace: 'one', by: 'ben', change: { owner: 'mia' } }, call)).toMatchObject({ by: 'ben', verdict: null, owner: 'mia' });
  await engine.labelTrace({ trace: 'two', by: 'ben', change: { verdict: 'fail' } }, call);
  expect(await engine.undoLabel({ by: 'ben', trace: 'two' }, call)).toMatchObject({ undone: 'verdict', label: null, hidden: 1 });
  expect(await engine.redoLabel({ by: 'ben', trace: 'two' }, call)).toMatchObject({ label: { by: 'ben', verdict: 'fail' }, hidden: 0 });
});
