import { expect, test } from 'vitest';
import { exportOf, said } from '../../fixtures/users/pilot.ts';
import { call, TemporaryWorkspace } from '../temporaryWorkspace.ts';

async function piloted(): Promise<TemporaryWorkspace> {
  const workspace = new TemporaryWorkspace();
  workspace.write('runs.json', exportOf());
  await workspace.import('runs.json');
  workspace.write('said.csv', said);
  await workspace.engine.importFeedback({ path: workspace.path('said.csv') }, call);
  return workspace;
}

const parcel = '1'.padStart(32, '0');

test('a flagged output is followed from the flag to the case that guards it and to the fix', async () => {
  using workspace = await piloted();
  const { engine } = workspace;
  const flag = async () => await engine.flaggedOutput({ trace: parcel }, call);
  expect(await flag()).toMatchObject({ user: 'ana', by: 'ana', kinds: ['rejected', 'workaround', 'note'], flaggedMs: Date.parse('2026-02-03T08:00:00Z'), flaggedAt: 'said', next: 'review', reviewedMs: null });
  expect(await engine.flaggedOutput({ trace: '2'.padStart(32, '0') }, call)).toBeNull();

  await engine.labelTrace({ trace: parcel, by: 'mara', change: { verdict: 'fail', class: { class: 'answer_quality' }, note: 'It was not delivered.', wrongWords: 'It was delivered.' } }, call);
  expect(await flag()).toMatchObject({ next: 'makeCase', verdict: 'fail', status: 'open', reviewedMs: expect.any(Number) as number });
  const made = await engine.makeCase({ trace: parcel, findingsSeen: false }, call);
  const file = made.file.slice(workspace.folder.length + 1);
  const draft = await flag();
  expect(draft).toMatchObject({ cases: [{ id: made.id, status: 'draft', guards: false }] });
  expect(draft?.next).toBe(made.proof.proven ? 'activate' : 'prove');
  expect(made.proof.proven).toBe(true);
  workspace.write(file, workspace.read(file).replace('status: draft', 'status: active'));
  expect(await flag()).toMatchObject({ next: 'fix', guardedMs: expect.any(Number) as number, cases: [{ guards: true }] });
  await engine.labelTrace({ trace: parcel, by: 'mara', change: { status: 'handled' } }, call);
  expect(await flag()).toMatchObject({ next: 'done', status: 'handled', handledMs: expect.any(Number) as number });

  const { users, closing } = await engine.users({}, call);
  expect(users.find(({ user }) => user === 'ana')?.outputs).toMatchObject([{ standing: 'changed', fixed: true, guarded: true, question: 'Where is my parcel 1Z7?' }]);
  expect(closing.toGuard.n).toBe(1);
  expect(closing.classes).toMatchObject([{ id: 'answer_quality', failures: 1, case: made.id }]);
  // What is taken back was not done.
  await engine.undoLabel({ by: 'mara' }, call);
  expect(await flag()).toMatchObject({ next: 'fix', status: 'open', handledMs: null });
});
