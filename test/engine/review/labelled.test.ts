import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { LabelledTrace } from '../../../src/core/model/review.ts';
import { call, TemporaryWorkspace } from '../temporaryWorkspace.ts';

const run = (id: string, query: string) => JSON.stringify({
  id, tags: ['shop'],
  messages: [
    { role: 'user', content: query },
    { role: 'assistant', content: null, tool_calls: [{ id: `c-${id}`, type: 'function', function: { name: 'getOrder', arguments: '{"orderId":"7"}' } }] },
    { role: 'tool', tool_call_id: `c-${id}`, content: '{"status":"delivered"}' },
    { role: 'assistant', content: 'Order 7 was delivered.' },
  ],
});

async function labelled(): Promise<TemporaryWorkspace> {
  const workspace = new TemporaryWorkspace();
  workspace.write('runs.jsonl', ['first', 'second', 'third'].map((id) => run(id, `Where is\nmy ${id} order?`)).join('\n'));
  await workspace.import('runs.jsonl');
  await workspace.engine.labelTrace({ trace: 'first', by: 'ana', change: { verdict: 'fail', class: { class: 'tool_selection' } } }, call);
  await workspace.engine.labelTrace({ trace: 'second', by: 'ana', change: { verdict: 'pass' } }, call);
  return workspace;
}

async function all(workspace: TemporaryWorkspace): Promise<ReadonlyMap<string, LabelledTrace>> {
  const list = await workspace.engine.listLabels({}, call);
  return new Map(list.labelled.map((each) => [each.nativeId, each]));
}

test('a labelled trace is told with what the run was about, what all reviewers say, and what users said', async () => {
  using workspace = await labelled();
  await workspace.engine.labelTrace({ trace: 'first', by: 'jonas', change: { verdict: 'pass' } }, call);
  workspace.write('said.csv', 'runId,feedback,note\nfirst,rejected,it never came\n');
  await workspace.engine.importFeedback({ path: workspace.path('said.csv') }, call);
  const found = await all(workspace);
  expect([...found.keys()].toSorted()).toEqual(['first', 'second']);
  expect(found.get('first')).toMatchObject({
    orphan: false, title: 'Where is my first order?', file: 'runs.jsonl', toolsCalled: ['getOrder'], feedback: { feedback: 'rejected', note: 'it never came' }, cases: [],
    labels: { label: { by: 'jonas', verdict: 'pass' }, own: [{ by: 'ana', verdict: 'fail' }, { by: 'jonas', verdict: 'pass' }], adjudicated: null, disagree: true },
  });
});

test('only what changed is made anew', async () => {
  using workspace = await labelled();
  const before = await all(workspace);
  expect((await all(workspace)).get('first')).toBe(before.get('first'));
  await workspace.engine.labelTrace({ trace: 'second', by: 'ana', change: { note: 'late' } }, call);
  const after = await all(workspace);
  expect(after.get('first')).toBe(before.get('first'));
  expect(after.get('second')?.labels.label).toMatchObject({ verdict: 'pass', note: 'late' });
  workspace.write('more.jsonl', run('fourth', 'Another?'));
  await workspace.import('more.jsonl');
  expect((await all(workspace)).get('first')).toBe(before.get('first'));
});

test('cases made from a trace are told with it, and guard once they are active and proven', async () => {
  using workspace = await labelled();
  const made = await workspace.engine.makeCase({ trace: 'first', findingsSeen: false }, call);
  expect((await all(workspace)).get('first')?.cases).toEqual([{ id: made.id, status: 'draft', guards: false, owner: null }]);
  const file = made.file.slice(workspace.folder.length + 1);
  workspace.write(file, workspace.read(file).replace('status: draft', 'status: active'));
  expect((await all(workspace)).get('first')?.cases).toEqual([{ id: made.id, status: 'active', guards: true, owner: null }]);
});

test('a label whose trace is gone is kept as an orphan, and is whole again when the trace is back', async () => {
  using workspace = await labelled();
  const before = (await all(workspace)).get('first');
  await workspace.engine.removeTraces({ trace: 'first' }, call);
  const orphans = await workspace.engine.listLabels({ orphans: true }, call);
  expect(orphans.labelled).toMatchObject([{ id: before?.id, orphan: true, title: null, startUs: null, labels: { label: { verdict: 'fail' } } }]);
  workspace.restart();
  rmSync(workspace.path('.casebook'), { recursive: true });
  await workspace.import('runs.jsonl');
  expect(await workspace.engine.listLabels({ orphans: true }, call)).toEqual({ labelled: [] });
  // The same but for nothing: it was read from the same file.
  expect((await all(workspace)).get('first')).toEqual(before);
});
