import { expect, test } from 'vitest';
import type { Coverage, GoldenSetHealth, SliceCoverage } from '../../src/core/model/coverage.ts';
import { RemoteError } from '../../src/protocol/rpc.ts';
import { findViolations } from './axe.ts';
import { takePicture } from './browser.ts';
import { coverageSuite } from './coverageSuite.ts';
import { expectGoodLooks } from './looks.ts';

const { open } = coverageSuite();

const nowhere: SliceCoverage = { values: [], seen: 0, covered: 0, share: null, without: 0 };
const none = { count: 0, n: 0, share: null };
const noHealth: GoldenSetHealth = {
  size: { cases: 0, least: 50, most: 100, stands: 'below' }, added: { count: null, dated: 0, undated: 0, days: 90, last: null },
  converted: none, proven: none, withPath: none, tags: none, recurrence: [], levels: [],
};
const nothing: Coverage = {
  health: noHealth,
  cases: { all: 0, active: 0, needProof: 0, proven: 0, drafts: 0, quarantined: 0, archived: 0, withPath: 0, broken: 0 }, traces: 0, classes: [], unclassified: 0,
  tools: nowhere, useCases: nowhere, tags: nowhere, roles: nowhere, stale: [], duplicates: { pairs: [], more: 0 },
  backTest: { failures: 0, caught: 0, own: 0, asked: 0, withCase: 0, share: null, notImported: 0, withoutQuery: 0, missed: [] }, warnings: [],
};
const ordinary: Coverage = {
  health: {
    size: { cases: 307, least: 50, most: 100, stands: 'above' }, added: { count: 0, dated: 290, undated: 17, days: 90, last: '2026-01-04T10:00:00.000Z' },
    converted: { count: 14, n: 27, share: 14 / 27 }, proven: { count: 271, n: 300, share: 271 / 300 }, withPath: { count: 290, n: 307, share: 290 / 307 }, tags: none,
    recurrence: [{ id: 'tool_selection', name: 'Tool selection', since: '2025-11-02T09:00:00.000Z', count: 4, n: 37, share: 4 / 37 }, { id: 'policy', name: 'Policy boundary', since: '2026-01-04T10:00:00.000Z', ...none }],
    levels: [{ level: 'breach', said: 'answer_quality has 9 labelled failures and no active case.' }, { level: 'investigate', said: 'No case was added in 90 days.' }],
  },
  cases: { all: 312, active: 280, needProof: 300, proven: 271, drafts: 20, quarantined: 7, archived: 5, withPath: 290, broken: 2 }, traces: 1240,
  classes: [
    { id: 'answer_quality', name: 'Answer quality', failures: 9, cases: 1, active: 0, proven: 0, unguarded: true, modes: [{ id: 'too_long', name: 'Too long', failures: 4, cases: 0, active: 0, unguarded: true }] },
    { id: 'tool_selection', name: 'Tool selection', failures: 15, cases: 12, active: 11, proven: 10, unguarded: false, modes: [] },
    { id: 'policy', name: 'Policy boundary', failures: 0, cases: 0, active: 0, proven: 0, unguarded: false, modes: [] },
  ],
  unclassified: 1,
  tools: {
    values: [
      { value: 'getShipmentByOrderIdWithAllEventsAndDocuments', traces: 700, share: 700 / 1240, cases: 3, active: 2 }, { value: 'searchOrders', traces: 90, share: 90 / 1240, cases: 0, active: 0 },
      { value: 'escalate', traces: 0, share: 0, cases: 1, active: 1 }, ...Array.from({ length: 20 }, (_, at) => ({ value: `tool${at}`, traces: 1, share: 1 / 1240, cases: 0, active: 0 })),
    ],
    seen: 810, covered: 700, share: 700 / 810, without: 400,
  },
  useCases: nowhere, tags: { ...nowhere, values: [{ value: 'refunds', traces: 0, share: 0, cases: 4, active: 4 }] }, roles: nowhere,
  stale: [{ caseId: 'shipment-status-check', file: 'casebook/cases/shipments.case.yaml', reasons: [{ kind: 'traceChanged', said: 'the trace tr_91e0 has changed since' }, { kind: 'reviewOld', said: 'reviewed 120 days ago' }] }],
  duplicates: { pairs: [{ a: { caseId: 'where-is-it', file: 'a.case.yaml', query: 'Where is order 12345?' }, b: { caseId: 'where-is-my-order', file: 'b.case.yaml', query: 'where is order 12345' }, similarity: 0.98 }], more: 0 },
  backTest: {
    failures: 24, caught: 17, own: 12, asked: 19, withCase: 14, share: 17 / 24, notImported: 1, withoutQuery: 2,
    missed: [
      { trace: 'tr_000000000001', nativeId: 'a', query: '<img src=x onerror=alert(1)> Cancel my \u202Esubscription', class: 'answer_quality', why: 'unasked', nearest: { caseId: 'where-is-it', similarity: 0.41, undecided: 'a draft' } },
      { trace: 'tr_000000000002', nativeId: 'b', query: 'Where is order 55?', class: null, why: 'passed', nearest: { caseId: 'where-is-it', similarity: 0.9, undecided: null } },
    ],
  },
  warnings: ['casebook/cases/x.case.yaml cannot be read: permission denied'],
};

test('in every theme and size', async () => {
  await using opened = await open(ordinary);
  await expectGoodLooks(opened, { folder: 'coverage', name: 'ordinary', sizes: [{ width: 1400, height: 900 }, { width: 900, height: 900 }, { width: 320, height: 900 }] });
});

test('classes without a guarding case come first; each row opens its traces and its cases', async () => {
  await using opened = await open(ordinary);
  const { page, host } = opened;
  const rows = page.locator('section', { has: page.getByRole('heading', { name: 'Failure classes' }) }).locator('.coverageRow');
  expect(await rows.count()).toBe(2);
  expect(await rows.first().innerText()).toContain('no guarding case');
  await page.getByText('1 labelled failure names no class in use.').waitFor();
  await page.getByRole('button', { name: '9 failures' }).click();
  await page.getByRole('button', { name: '12 cases, 11 active, 10 proven' }).click();
  await page.getByRole('button', { name: /^700 traces, 56/u }).click();
  await expect.poll(() => host.asked('showTraces')).toEqual([{ by: 'failure', value: 'answer_quality' }, { by: 'tool', value: 'getShipmentByOrderIdWithAllEventsAndDocuments' }]);
  expect(host.asked('showCases')).toEqual([{ by: 'failure', value: 'tool_selection' }]);
});

test('the back-test says its share with n, and each missed failure opens', async () => {
  await using opened = await open(ordinary);
  const { page, host } = opened;
  await page.getByText(/Active cases would have caught 17 of 24 labelled failures \(71 %, n = 24\)/u).waitFor();
  await page.getByRole('button', { name: /Where is order 55/u }).click();
  await expect.poll(() => host.asked('openTrace')).toEqual([{ trace: 'tr_000000000002' }]);
});

test('the golden set says each share with its n, what is unknown as unknown, and which class came back', async () => {
  await using opened = await open(ordinary);
  const { page, host } = opened;
  const part = page.locator('section', { has: page.getByRole('heading', { name: 'Golden set' }) });
  const said = (await part.innerText()).replaceAll(/\s+/gu, ' ');
  expect(said).toContain('In breach: answer_quality has 9 labelled failures and no active case.');
  expect(said).toContain('Added in 90 days 0 of 290 that carry a date, the newest 2026-01-04; 17 carry none');
  expect(said).toContain('Failures made into cases 52 % 14 of 27 labelled failures');
  expect(said).toContain('Live tags with an active case Not recorded no trace has a tag');
  const again = page.locator('section', { has: page.getByRole('heading', { name: 'Classes that came back' }) });
  expect((await again.innerText()).replaceAll(/\s+/gu, ' ')).toContain('Tool selection 11 %, 4 of 37 reviewed runs since; first proof 2025-11-02 Policy boundary Not measured: no run since was reviewed');
  await again.getByRole('button', { name: /Tool selection/u }).click();
  await expect.poll(() => host.asked('showTraces')).toEqual([{ by: 'failure', value: 'tool_selection' }]);
});

test('stale and repeated cases open', async () => {
  await using opened = await open(ordinary);
  const { page, host } = opened;
  await page.getByRole('button', { name: /the trace tr_91e0 has changed since; reviewed 120 days ago/u }).click();
  await page.getByRole('button', { name: 'where-is-my-order' }).click();
  await expect.poll(() => host.asked('openCase')).toEqual([{ caseId: 'shipment-status-check', file: 'casebook/cases/shipments.case.yaml' }, { caseId: 'where-is-my-order', file: 'b.case.yaml' }]);
});

test('what no traffic shows is not measured, which is never 0 %', async () => {
  await using opened = await open({ ...ordinary, traces: 0 });
  await opened.page.getByText('Not recorded: no trace here has a use case.').waitFor();
  await using unlabelled = await open({ ...ordinary, backTest: nothing.backTest });
  await unlabelled.page.getByText('Not measured: no trace here is labelled as failed.').waitFor();
  expect(await unlabelled.page.locator('.tiles').innerText()).toContain('Not measured');
});

test('long parts show all on demand, and stay so when the coverage changes', async () => {
  await using opened = await open(ordinary);
  const { page, host } = opened;
  await page.getByRole('button', { name: 'Show all 23' }).click();
  await page.getByText('tool19').waitFor();
  host.coverage = { ...ordinary, traces: 1241 };
  await host.events.coverageChanged({});
  await page.getByText('support-agent, 1,241 traces').waitFor();
  await page.getByText('tool19').waitFor();
});

test('before there is anything it says what will be here', async () => {
  await using opened = await open(nothing, { size: { width: 900, height: 500 } });
  const { page, host, errors } = opened;
  await takePicture(page, 'coverage', 'nothing');
  expect(await findViolations(page)).toEqual([]);
  expect(errors).toEqual([]);
  await page.getByRole('button', { name: 'Import Traces…' }).click();
  await expect.poll(() => host.asked('importTraces')).toEqual([{}]);
});

test('it can be copied as Markdown, and a failure is said', async () => {
  await using opened = await open(ordinary, { answers: { copyMarkdown: () => { throw new RemoteError({ code: 'x', message: 'The clipboard is not there.', hint: 'Try again.' }); } } });
  await opened.page.getByRole('button', { name: 'Copy as Markdown' }).click();
  await opened.page.getByText('The clipboard is not there. Try again.').waitFor();
});
