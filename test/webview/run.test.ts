import { expect, test } from 'vitest';
import type { CaseResult, TrialResult } from '../../src/core/model/result.ts';
import type { Trial } from '../../src/core/model/trace.ts';
import { runRows } from '../../src/core/runs/runRows.ts';
import { RemoteError } from '../../src/protocol/rpc.ts';
import { resultOf } from '../core/runs/results.ts';
import { trialFrom } from '../core/evaluators/trials.ts';
import { findViolations } from './axe.ts';
import { takePicture } from './browser.ts';
import { expectGoodLooks } from './looks.ts';
import { caseOf, failedCheck, runSuite, viewOf } from './runSuite.ts';

const { open } = runSuite();

const observed = (output: string): Trial => trialFrom({ calls: [{ name: 'searchOrders', args: {} }], output });
const withTrials = (result: CaseResult, part: (trial: TrialResult, at: number) => Partial<TrialResult>): CaseResult => ({ ...result, trials: result.trials.map((trial, at) => ({ ...trial, ...part(trial, at) })) });

const long = (word: string): string => Array.from({ length: 40 }, (_, at) => (at === 20 ? `line 20 says ${word}` : `line ${at} of the contract`)).join('\n');
const hostile = '<img src=x onerror=alert(1)> \u202Etxet \u001b[31mred';

const newlyFailing = withTrials(resultOf('shipment-status-check', { own: 'fpfff', target: 'faulty', epochs: { count: 5, reducer: 'all', k: 5 }, metrics: Array.from({ length: 5 }, () => ({ toolRecall: 0.5, toolPrecision: 1, callsPerTask: 4 })) }), ({ outcome }, at) => ({
  latencyMs: 1200 + at * 100, costUsd: 0.0026, usage: { tokens: 1284, costUsd: 0.0026 }, observed: observed('Your order was **delivered** on Monday.'), traceRef: { file: `traces/${at}.otlp.jsonl`, traceId: `tr_00000000000${at}` },
  checks: outcome === 'fail' ? [failedCheck(), failedCheck({ id: 'answer', metric: null, reason: 'The answer differs from line 21 on', expected: long('in transit'), actual: long('delivered'), step: null }), failedCheck({ id: 'maxCalls', outcome: 'pass', reason: '4 calls, at most 6', score: 1 })] : [failedCheck({ outcome: 'pass', reason: 'Called getShipment', score: 1 })],
}));
const broken = withTrials(resultOf('refund-policy', { own: 'e', target: 'faulty' }), () => ({ reason: 'The target faulty ended with exit code 1: TypeError: fetch failed', costUsd: null }));
const hostileCase = withTrials(resultOf(`hostile-${hostile}`, { own: 'f', target: 'faulty' }), () => ({ checks: [failedCheck({ reason: hostile, expected: hostile, actual: { __proto__x: hostile } })], observed: observed(hostile) }));
const results: readonly CaseResult[] = [
  newlyFailing, hostileCase, broken,
  withTrials(resultOf('cancel-order', { own: 'f', target: 'faulty' }), () => ({ checks: [failedCheck({ reason: 'Called cancelOrder before asking' })], latencyMs: 830, costUsd: 0.001 })),
  withTrials(resultOf('greets-by-name', { own: 'p', target: 'faulty' }), () => ({ latencyMs: 412, costUsd: 0.0004, cached: true as const, checks: [failedCheck({ outcome: 'pass', reason: 'Called getShipment' })], observed: observed('Hello Ada.') })),
  resultOf('sometimes', { own: 'pfp', outcome: 'pass', target: 'faulty', epochs: { count: 3, reducer: 'atLeast', k: 2 } }),
  ...Array.from({ length: 12 }, (_, at) => withTrials(resultOf(`passes-${at}`, { own: 'p', target: 'faulty' }), () => ({ latencyMs: 300 + at, costUsd: 0.0005 }))),
  resultOf('no-reference', { own: 'n', target: 'faulty' }),
  withTrials({ ...resultOf('drafted', { own: 'f', target: 'faulty', decides: false }), undecided: { kind: 'draft' as const, said: 'it is a draft' } }, () => ({ checks: [failedCheck()] })),
];
const before: readonly CaseResult[] = [
  resultOf('shipment-status-check', { own: 'ppppp', target: 'faulty', metrics: Array.from({ length: 5 }, () => ({ toolRecall: 1, toolPrecision: 1, callsPerTask: 3 })) }), resultOf('cancel-order', { own: 'f', target: 'faulty' }), resultOf('greets-by-name', { own: 'f', target: 'faulty' }), resultOf('refund-policy', { own: 'p', target: 'faulty' }),
  resultOf('sometimes', { own: 'ppp', target: 'faulty' }), ...Array.from({ length: 12 }, (_, at) => resultOf(`passes-${at}`, { own: 'p', target: 'faulty' })), resultOf('gone-since', { own: 'p', target: 'faulty' }),
];
const queries = { 'shipment-status-check': 'What is the status of order 12345? My customer waits since Monday, and the shop says it was sent.', 'cancel-order': 'Cancel order 77', 'greets-by-name': 'Hi, I am Ada', 'refund-policy': 'Can I have my money back?', drafted: 'Where is it?', sometimes: 'Any news?' };
const ordinary = viewOf(results, before, queries);
const cases = results.map((result) => caseOf(result, result.caseId === 'shipment-status-check' ? { passing: { run: '2026-11-19T09-00-00-11aa', at: '2026-11-19T09:00:00.000Z', target: 'faulty', trial: 1, variant: null } } : {}));

const rowOf = (caseId: string) => `[role="row"][aria-label^="${caseId},"]`;

test('in every theme and size', async () => {
  await using opened = await open(ordinary, cases);
  await opened.page.getByText('Called searchOrders, expected getShipment').nth(1).waitFor();
  await expectGoodLooks(opened, { folder: 'run', name: 'ordinary', sizes: [{ width: 1400, height: 900 }, { width: 1600, height: 900 }, { width: 900, height: 900 }, { width: 320, height: 900 }] });
  await opened.page.getByRole('button', { name: /metrics$/u }).click();
  await expectGoodLooks(opened, { folder: 'run', name: 'metrics', sizes: [{ width: 900, height: 900 }, { width: 320, height: 900 }], themes: ['vscode-dark', 'vscode-light'] });
});

test('the verdict comes first, and what changed before what did not', async () => {
  await using opened = await open(ordinary, cases);
  const { page } = opened;
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Failed: 3 of 19 cases against faulty; 1 error; 1 n/a; 1 more decides nothing');
  await page.getByText(/^Since the run of 19 Nov 2026, 09:00:00: 1 newly failing, 1 newly fixed, 1 no longer measured, 2 added, 1 not run this time\. Pass rate \d/u).waitFor();
  const groups = await page.locator('.caseGroup').allInnerTexts();
  expect(groups.slice(0, 6).map((text) => text.replaceAll(/\s+/gu, ' '))).toEqual(['Newly failing 1', 'Newly fixed 1', 'Still failing 1', 'Failing 1', 'Error 1', 'Flaky 1']);
  const first = page.locator(rowOf('shipment-status-check'));
  expect(await first.getAttribute('aria-label')).toContain('Fail, pass before, expectedTool: Called searchOrders, expected getShipment, What is the status of order 12345?');
  expect(await first.innerText()).toContain('1 of 5');
  expect(await page.getByRole('img', { name: 'In the last runs, oldest first: pass, pass, pass, fail' }).count()).toBe(1);
});

test('keys go through the cases, to the next failure, and do what the sheet says', async () => {
  await using opened = await open(ordinary, cases);
  const { page, host } = opened;
  await page.locator(`${rowOf('shipment-status-check')}[aria-selected="true"]`).waitFor();
  await page.getByText('The answer differs from line 21 on').waitFor();
  await page.keyboard.press('t');
  await page.keyboard.press('c');
  await page.keyboard.press('p');
  const trial = { caseId: 'shipment-status-check', target: 'faulty', trial: 1, variant: null };
  await expect.poll(() => host.asked('comparePassing')).toEqual([trial]);
  expect([host.asked('openTrajectory'), host.asked('compareExpected')]).toEqual([[trial], [trial]]);
  await page.keyboard.press('f');
  await page.locator(`${rowOf('cancel-order')}[aria-selected="true"]`).waitFor();
  await page.keyboard.press('k');
  await page.locator(`${rowOf('greets-by-name')}[aria-selected="true"]`).waitFor();
  await page.keyboard.press('o');
  await page.keyboard.press('y');
  await page.keyboard.press('r');
  await page.getByText('Ran 1 case: 1 pass. Show that run').waitFor();
  expect(host.asked('openCase')).toEqual([{ caseId: 'greets-by-name' }]);
  expect(host.asked('copyMarkdown')).toEqual([{ of: { caseId: 'greets-by-name', target: 'faulty' } }]);
  expect(host.asked('runAgain')).toEqual([{ caseIds: ['greets-by-name'], target: 'faulty' }]);
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('case-details');
  await page.keyboard.press('Escape');
  expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('row');
  await page.keyboard.press('/');
  await page.keyboard.type('cancel 77');
  await expect.poll(() => page.locator('.caseLines > .caseRow').count()).toBe(1);
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await page.getByRole('dialog').getByText('Next case that failed or broke').waitFor();
  await takePicture(page, 'run', 'keys');
});

test('a case tells each trial: what checks expected and found, long texts line by line, and the answer', async () => {
  await using opened = await open(ordinary, cases);
  const { page, host } = opened;
  const details = page.locator('.caseDetails');
  await details.getByText('line 20 says in transit').waitFor();
  expect(await details.locator('.expectedActual').innerText()).toMatch(/Expected\s+getShipment\s+Actual\s+\[\s*"searchOrders"\s*\]/u);
  expect(await details.locator('.dLine.removed').count()).toBe(1);
  await details.getByText('1.20 s · $0.0026 · 1,284 tokens · 1 tool call').waitFor();
  await details.getByRole('button', { name: 'Pass Trial 2' }).click();
  await details.getByText('Called getShipment').waitFor();
  // Another run ends meanwhile: who reads this trial goes on reading it.
  const asked = host.asked('readCase').length;
  await host.events.runsChanged({});
  await expect.poll(() => host.asked('readCase').length).toBe(asked + 1);
  await details.getByRole('button', { name: 'Pass Trial 2', pressed: true }).waitFor();
  expect(await details.getByRole('button', { name: 'Compare with passing run' }).count()).toBe(0);
});

test('what was never observed says so, and cannot be compared', async () => {
  await using opened = await open(ordinary, cases);
  const { page, host } = opened;
  await page.locator(rowOf('refund-policy')).click();
  await page.locator('.caseDetails').getByText('ended with exit code 1').waitFor();
  expect(await page.getByRole('button', { name: 'Compare with expected' }).isDisabled()).toBe(true);
  await page.keyboard.press('c');
  expect(host.asked('compareExpected')).toEqual([]);
  await page.locator('.caseDetails').getByText('Not recorded', { exact: true }).waitFor();
});

test('chips keep what they say, and a choice that shows nothing is not offered', async () => {
  await using opened = await open(ordinary, cases);
  const { page } = opened;
  const chips = page.getByRole('group', { name: 'Cases shown' }).getByRole('button');
  expect((await chips.allInnerTexts()).map((text) => text.replaceAll(/\s+/gu, ' '))).toEqual(['All 20', 'Changed 2', 'Fail 3', 'Error 1', 'n/a 1', 'Flaky 2', 'Pass 14', 'Deciding nothing 1']);
  await chips.nth(7).click();
  await page.locator(`${rowOf('drafted')}[aria-selected="true"]`).waitFor();
  expect(await page.locator('.caseLines > .caseRow').count()).toBe(1);
  await page.getByRole('button', { name: 'Run failed again' }).click();
  await expect.poll(() => opened.host.asked('runAgain')).toEqual([{ caseIds: ['shipment-status-check', 'cancel-order', results[1]?.caseId, 'refund-policy'], target: 'faulty' }]);
});

test('what agents say is text: nothing runs, nothing turns round', async () => {
  await using opened = await open(ordinary, cases);
  const { page, errors } = opened;
  await page.locator('[role="row"][aria-label^="hostile-"]').click();
  await page.locator('.caseDetails .check').first().waitFor();
  expect(await page.locator('img[src]').count()).toBe(0);
  const said = await page.locator('.caseDetails').innerText();
  expect(['\u202E', '\u001b'].filter((sign) => said.includes(sign))).toEqual([]);
  expect(errors).toEqual([]);
});

test('of 10,000 cases only those in view are drawn, and the keys reach the last', async () => {
  const many = Array.from({ length: 10_000 }, (_, at) => resultOf(`case-${at}`, { own: at === 9000 ? 'f' : 'p', target: 'faulty' }));
  await using opened = await open(viewOf(many), many.slice(0, 2).map((each) => caseOf(each)), { answers: { readCase: ({ caseId }) => caseOf(many.find((each) => each.caseId === caseId)!) } });
  const { page } = opened;
  await page.locator(`${rowOf('case-9000')}[aria-selected="true"]`).waitFor();
  expect(await page.locator('.caseLines > .caseRow').count()).toBeLessThan(80);
  await page.keyboard.press('End');
  await page.locator(`${rowOf('case-9999')}[aria-selected="true"]`).waitFor();
  await page.locator('.caseTitle').getByText('case-9999').waitFor();
});

test('a run that did not end, broken lines and a spent budget are told; the first run has nothing to compare with', async () => {
  const first = viewOf(results);
  await using opened = await open({ ...first, header: { ...first.header, finished: false, durationMs: null, progress: { done: 26, of: 40 } }, brokenLines: 1, canResume: true }, cases, { size: { width: 1000, height: 800 } });
  const { page, host } = opened;
  await page.getByText('This run was killed before its end. 26 of 40 trials are done. These are the results it had by then.').waitFor();
  await page.getByText('1 line of its results cannot be read and is left out').waitFor();
  await page.getByText('There is no earlier run of these cases').waitFor();
  await page.getByText('run 2026-11-20T10-55-12-4f2a', { exact: false }).first().waitFor();
  await takePicture(page, 'run', 'unfinished');
  await page.getByRole('button', { name: 'Resume run' }).click();
  await page.getByText('Ran 36 cases: 36 pass.').waitFor();
  expect(host.asked('resume')).toEqual([{}]);
  host.run = { ...first, header: { ...first.header, stopped: { spentUsd: 2.41, limitUsd: 2, trialsNotRun: 40 } }, baselines: [{ file: 'casebook/baselines/shipments.json', at: null, newlyFailing: ['refund-policy'], newlyFixed: [], both: 12 }] };
  await host.events.runsChanged({});
  await page.getByText('The run ended itself after spending $2.41; the limit, runs.stopAboveUsd in config.yaml, is $2.00. 40 trials were not run. With a higher limit it can go on.').waitFor();
  await page.getByText('Since the baseline casebook/baselines/shipments.json, 12 cases in both: 1 newly failing (refund-policy)').waitFor();
  await page.locator('.runHead').getByRole('button', { name: 'refund-policy' }).click();
  await page.locator(`${rowOf('refund-policy')}[aria-selected="true"]`).waitFor();
  host.run = { ...first, notKept: 'A result was not written: the disk is full (results.jsonl). Free some space and try again.' };
  await host.events.runsChanged({});
  await page.getByText('Not all of this run was kept: A result was not written: the disk is full (results.jsonl). Free some space and try again. These are the results that could be written.').waitFor();
  await takePicture(page, 'run', 'not-kept');
});

test('a rewording shows the question it asked; what was not run has no outcome', async () => {
  const reworded = withTrials(resultOf('greets', { own: 'p', variants: { 1: 'f' }, target: 'faulty' }), (trial) => (trial.variantId === null ? {} : { asked: 'Where is order 12345 right now?' }));
  const skipped = withTrials(resultOf('later', { own: 'n', target: 'faulty' }), () => ({ reason: 'skipped: the tool is not built yet', durationMs: 0 }));
  const cutOff = resultOf('half', { own: 'f', target: 'faulty' });
  const run = viewOf([reworded, skipped], undefined, { greets: 'Where is order 12345?' });
  const rows = runRows({ results: [reworded, skipped], unfinished: [cutOff], before: undefined, earlier: [], wordsOf: (caseId) => (caseId === 'greets' ? { suite: null, query: 'Where is order 12345?' } : undefined) });
  await using opened = await open({ ...run, rows }, [reworded, skipped, cutOff].map((each) => caseOf(each)));
  const { page } = opened;
  const details = page.locator('.caseDetails');
  await page.locator(rowOf('greets')).click();
  await details.locator('.caseQuery').getByText('Where is order 12345?').waitFor();
  await details.getByRole('button', { name: 'Fail Rewording 1, trial 1' }).click();
  await details.locator('.caseQuery').getByText('Where is order 12345 right now?').waitFor();
  await page.locator(rowOf('later')).click();
  await details.getByText('skipped: the tool is not built yet').waitFor();
  expect(await details.innerText()).not.toMatch(/took|not recorded|The answer/u);
  await page.getByRole('button', { name: 'Not run to the end 1' }).click();
  await page.locator('[role="row"][aria-label^="half, Not run to the end,"]').waitFor();
  expect(await page.getByRole('button', { name: /^Fail 1/u }).count()).toBe(0);
  await takePicture(page, 'run', 'cut-off');
});

test('a case somebody comes for is shown, whatever the list left out', async () => {
  await using opened = await open(ordinary, cases);
  const { page, host } = opened;
  await page.getByRole('button', { name: /^Newly|^Changed/u }).click();
  host.wanted = 'refund-policy';
  await host.events.runsChanged({});
  await page.locator(`${rowOf('refund-policy')}[aria-selected="true"]`).waitFor();
  await page.locator('.caseDetails').getByText('ended with exit code 1').waitFor();
});

test('before there is a run it says what to do; a failure says what failed', async () => {
  await using empty = await open(null, [], { size: { width: 900, height: 500 } });
  await takePicture(empty.page, 'run', 'nothing');
  expect(await findViolations(empty.page)).toEqual([]);
  await empty.page.getByRole('button', { name: 'Run All Cases' }).click();
  await expect.poll(() => empty.host.asked('runAll')).toEqual([{}]);
  let isThere = false;
  await using failing = await open(ordinary, cases, { answers: { open: () => { if (!isThere) throw new RemoteError({ code: 'no-such-run', message: 'There is no run x.', hint: 'Runs are kept in .casebook/runs until somebody deletes them.' }); return { folder: '/srv/support-agent', name: 'support-agent', run: ordinary, wanted: null }; } } });
  await failing.page.getByText('There is no run x.').waitFor();
  await takePicture(failing.page, 'run', 'failed');
  isThere = true;
  await failing.page.getByRole('button', { name: 'Try again' }).click();
  await failing.page.getByRole('heading', { name: /^Failed: 3 of 19/u }).waitFor();
});
