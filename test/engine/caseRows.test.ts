import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { call, TemporaryWorkspace } from './temporaryWorkspace.ts';

const suite = 'casebook: 1\nsuite: orders\ncases:\n  - id: first\n    query: Where is order 1?\n    expectedTool: getOrder\n    variants: [And order 1?, {id: terse, query: order 1}]\n    metadata: {coverage: [orders], risk: high}\n  - id: second\n    status: quarantined\n    quarantine: {reason: flaky}\n    query: Where is order 2?\n    expectedTool: getOrder\n  - id: 7\n    query: [no\n';

test('cases are listed with place and standing; what has not changed is not sent again', async () => {
  using workspace = new TemporaryWorkspace();
  const { engine } = workspace;
  expect(await engine.listCases({}, call)).toMatchObject({ rows: [], unreadable: [] });
  workspace.write('casebook/cases/orders.case.yaml', suite);
  workspace.write('casebook/cases/alone.case.yaml', 'id: alone\nstatus: draft\nquery: Thanks\nfailureWeObserved: {summary: It went on, class: answer_quality}\nexpectedTool: null\n');
  const { rows, revision } = await engine.listCases({}, call);
  expect(rows?.map(({ id, line, suite: of, status, broken, needsProof, proven, failureClass, quarantine, tags, risk, last }) => ({ id, line, of, status, broken, needsProof, proven, failureClass, quarantine, tags, risk, last }))).toEqual([
    { id: 'alone', line: 0, of: null, status: 'draft', broken: false, needsProof: true, proven: false, failureClass: 'answer_quality', quarantine: null, tags: [], risk: null, last: null },
    { id: 'first', line: 3, of: 'orders', status: 'active', broken: false, needsProof: false, proven: false, failureClass: null, quarantine: null, tags: ['orders'], risk: 'high', last: null },
    { id: 'second', line: 8, of: 'orders', status: 'quarantined', broken: false, needsProof: false, proven: false, failureClass: null, quarantine: 'flaky', tags: [], risk: null, last: null },
    { id: 'casebook/cases/orders.case.yaml', line: 13, of: 'orders', status: 'active', broken: true, needsProof: false, proven: false, failureClass: null, quarantine: null, tags: [], risk: null, last: null },
  ]);
  expect(rows?.map(({ variants }) => variants)).toEqual([[], [{ id: '1', query: 'And order 1?' }, { id: 'terse', query: 'order 1' }], [], []]);
  expect(await engine.listCases({ held: revision }, call)).toEqual({ revision, rows: null, unreadable: [] });
  rmSync(workspace.path('casebook/cases/alone.case.yaml'));
  const less = await engine.listCases({ held: revision }, call);
  expect(less.rows?.map(({ id }) => id)).toEqual(['first', 'second', 'casebook/cases/orders.case.yaml']);
});

test('what a case said last is among what is listed', async () => {
  using workspace = new TemporaryWorkspace();
  const { engine } = workspace;
  workspace.write('casebook/cases/a.case.yaml', 'id: a\nquery: Thanks\nexpectedTool: null\n');
  const { revision } = await engine.listCases({}, call);
  await engine.runCases({ cases: ['a'], target: 'replay' }, call);
  const [result] = await engine.lastResults({}, call);
  expect(result).toBeDefined();
  const { caseId: _, ...last } = result!;
  expect((await engine.listCases({ held: revision }, call)).rows?.map((row) => row.last)).toEqual([last]);
});

test('coverage can be copied as Markdown', async () => {
  using workspace = new TemporaryWorkspace();
  workspace.write('casebook/cases/a.case.yaml', 'id: a\nquery: Thanks\nexpectedTool: null\n');
  expect((await workspace.engine.coverageMarkdown({}, call)).markdown).toMatch(/^# What the cases guard\n[^]*1 case: 1 active/);
});
