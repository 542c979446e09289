import { expect, test } from 'vitest';
import type { Agreement, Disagreement, SaidOf } from '../../src/core/model/agreement.ts';
import { expectGoodLooks } from './looks.ts';
import { noAgreement, reviewSuite } from './reviewSuite.ts';

const { open } = reviewSuite();

const said = (by: string, verdict: SaidOf['verdict'], failureClass: string | null, note = '', more: Partial<SaidOf> = {}): SaidOf => ({ by, at: '2026-02-03T09:00:00.000Z', verdict, class: failureClass === null ? null : { class: failureClass }, sortedBy: null, note, step: null, ...more });
const differ = (n: number, about: Disagreement['about'], ...labels: readonly SaidOf[]): Disagreement => ({ trace: `tr_00000000000${n}`, title: `Where is order ${n}?`, orphan: false, about, said: labels, decision: null });
const first = differ(1, 'verdict', said('jonas', 'fail', 'tool_selection', 'Said “delivered” without checking the shipment.', { step: { n: 4, name: 'searchOrders' } }), said('maria', 'pass', null));
const second = differ(2, 'class', said('jonas', 'fail', 'tool_selection'), said('maria', 'fail', 'answer_quality', 'The right tool, and then it made the date up.'), said('eva', 'defer', 'tone', 'Not sure'));
const pair = { n: 38, same: 34, kappa: 0.61, ac1: 0.83, ac1Interval: { low: 0.66, high: 1 } };
const agreement: Agreement = {
  ...noAgreement,
  reviewers: [{ by: 'jonas', pass: 80, fail: 30, deferred: 2, without: 0 }, { by: 'maria', pass: 30, fail: 12, deferred: 0, without: 0 }], traces: 120, shared: 38,
  pairs: [{ a: 'jonas', b: 'maria', verdict: pair, class: { n: 9, same: 7, kappa: 0.55, ac1: 0.7, ac1Interval: null } }],
  alpha: { verdict: { alpha: 0.62, traces: 38, ratings: 79 }, class: { alpha: 0.51, traces: 9, ratings: 18 } },
  open: [first, second],
};
const classes = [{ id: 'answer_quality', name: 'Answer' }, { id: 'tool_selection', name: 'Tool choice' }];
const former = [{ id: 'tone', name: 'Odd tone' }];
const wanted = () => ({ folder: '/srv/support-agent', name: 'support-agent', reviewer: 'eva', wanted: { tab: 'agreement' as const }, keys: {} });

test('pairs of reviewers and what they differ about, in every theme and size', async () => {
  await using tab = await open({ until: '.disagreement', answers: { open: wanted, readAgreement: () => ({ agreement, classes, former }) } });
  const { page } = tab;
  await page.getByText('38 of 120 labelled traces have pass or fail from two reviewers or more').waitFor();
  await page.getByRole('row', { name: 'jonas, maria Pass or fail 38 89 % 0.61 0.83 0.66 to 1.00' }).waitFor();
  // A class that is in use no more has its name still.
  await page.getByText('Deferred, Odd tone').waitFor();
  await expectGoodLooks(tab, { folder: 'review', name: 'agreement', sizes: [{ width: 1400, height: 900 }, { width: 900, height: 800 }, { width: 320, height: 900 }] });
  await page.keyboard.press('j');
  await page.keyboard.press('f');
  await page.getByLabel('Fail, of class').waitFor();
  await expectGoodLooks(tab, { folder: 'review', name: 'agreement-class', sizes: [{ width: 1400, height: 900 }], themes: ['vscode-dark'] });
});

test('decisions by keyboard: siding, pass, fail with a class, taken back', async () => {
  let now = agreement;
  await using tab = await open({
    until: '.disagreement',
    answers: {
      open: wanted, readAgreement: () => ({ agreement: now, classes, former }),
      decide: ({ trace, verdict }) => {
        now = { ...now, open: now.open.filter((each) => each.trace !== trace), decided: [...now.decided, { ...[first, second].find((each) => each.trace === trace)!, decision: { by: 'eva', at: '2026-02-04T09:00:00.000Z', verdict, class: null } }] };
        return { said: `Decided: ${verdict}` };
      },
      undoDecision: ({ redo }) => {
        now = redo ? { ...now, open: [], decided: now.open } : { ...now, open: [second], decided: now.decided.filter(({ trace }) => trace !== second.trace) };
        return { by: 'eva', undone: 'adjudication' };
      },
    },
  });
  const { page, host } = tab;
  await page.keyboard.press('j');
  // Who deferred is no side.
  await page.keyboard.press('3');
  await page.keyboard.press('1');
  await expect.poll(() => host.asked('decide')).toEqual([{ trace: first.trace, verdict: 'fail', class: { class: 'tool_selection' } }]);
  await page.locator('.patternsFoot').getByText('Decided: fail, on “Where is order 1?”').waitFor();
  await page.getByRole('listitem', { name: 'Where is order 2?' }).waitFor();
  await page.keyboard.press('f');
  await page.getByLabel('Fail, of class').selectOption('Answer');
  await page.keyboard.press('Control+Enter');
  await expect.poll(() => host.asked('decide').at(-1)).toEqual({ trace: second.trace, verdict: 'fail', class: { class: 'answer_quality' } });
  await page.getByText('All are decided.').waitFor();
  await page.keyboard.press('t');
  await page.getByText('Decided by eva: fail').first().waitFor();
  await page.keyboard.press('t');
  await page.keyboard.press('Control+z');
  await page.getByRole('listitem', { name: 'Where is order 2?' }).waitFor();
  expect(host.asked('undoDecision')).toEqual([{ redo: false, trace: second.trace }]);
  await page.locator('.patternsFoot').getByText('Taken back: decision of eva (fail, Answer) on “Where is order 2?”').waitFor();
  await page.keyboard.press('p');
  await expect.poll(() => host.asked('decide').at(-1)).toEqual({ trace: second.trace, verdict: 'pass' });
});

test('one reviewer is no agreement, and it says what is missing', async () => {
  await using tab = await open({ answers: { open: wanted, readAgreement: () => ({ agreement: { ...noAgreement, reviewers: [{ by: 'jonas', pass: 4, fail: 1, deferred: 0, without: 0 }], traces: 5 }, classes, former }) } });
  await tab.page.getByText('Only jonas has labelled. Agreement needs two reviewers on the same traces: 0 traces have pass or fail from two.').waitFor();
});
