import { expect, test } from 'vitest';
import { RemoteError } from '../../src/protocol/rpc.ts';
import { expectGoodLooks } from './looks.ts';
import { storyGroup, storyPatterns } from './patternsStory.ts';
import { reviewSuite } from './reviewSuite.ts';
import type { ReviewHost } from './reviewSuite.ts';

const { open } = reviewSuite();

const answers: ReviewHost['answers'] = {
  open: () => ({ folder: '/srv/support-agent', name: 'support-agent', reviewer: 'jonas', wanted: { tab: 'patterns' }, keys: {} }),
  badges: () => ({ queue: 83, failureLog: 65 }),
  readPatterns: storyPatterns, patternGroup: ({ traces }) => storyGroup(traces),
};

test('in every theme and size, as matrix and as table', async () => {
  await using opened = await open({ answers });
  const { page } = opened;
  await page.getByText('62 of 65 failures have both a last good and a first wrong step').waitFor();
  await page.locator('.groupShared').waitFor();
  await expectGoodLooks(opened, { folder: 'review', name: 'patterns', sizes: [{ width: 1400, height: 900 }, { width: 900, height: 800 }, { width: 320, height: 900 }] });
  await page.setViewportSize({ width: 1400, height: 900 });
  await page.keyboard.press('t');
  await page.getByRole('columnheader', { name: 'Failures' }).waitFor();
  await expectGoodLooks(opened, { folder: 'review', name: 'patternsTable', sizes: [{ width: 1400, height: 900 }, { width: 320, height: 900 }], themes: ['vscode-dark'] });
});

test('by keyboard alone: to a cell, its traces, what they share, and to their review', async () => {
  await using opened = await open({ answers });
  const { page, host } = opened;
  // The greatest cell is listed from the start.
  await page.getByRole('complementary', { name: 'plan, then searchOrders' }).waitFor();
  expect(await page.locator('.groupShared dt').allTextContents()).toEqual(['Prompt 14', 'getShipmentByOrderId was offered', 'issueRefund was offered', 'getOrder was called', 'searchOrders was called', 'gpt-4.1-mini', 'Rejected or edited by the user', 'Guarded by a proven case']);
  await page.keyboard.press('ArrowRight');
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
  await expect.poll(focused).toBe('plan, then searchOrders: 11 failures');
  await page.keyboard.press('ArrowDown');
  await expect.poll(focused).toMatch(/^searchOrders, then searchOrders: 3 failures$/u);
  await page.keyboard.press('Enter');
  await page.getByRole('complementary', { name: 'searchOrders, then searchOrders' }).waitFor();
  await expect.poll(() => host.asked('patternGroup').length).toBe(2);
  await page.getByRole('button', { name: /Is order 55120/u }).focus();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect.poll(() => host.asked('openTrace')).toHaveLength(1);
  await page.keyboard.press('r');
  await page.getByRole('tab', { name: /^Queue/u, selected: true }).waitFor();
  await page.getByRole('tab', { name: 'Patterns' }).click();
  // Escape closes the list, and nothing is reviewed then.
  await page.getByRole('complementary').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('complementary').waitFor({ state: 'detached' });
  await page.keyboard.press('r');
  await page.getByRole('tab', { name: 'Patterns', selected: true }).waitFor();
});

test('weeks and prompt are asked for, kept over a reload, and a change brings the same cell anew', async () => {
  await using opened = await open({ answers });
  const { page, host } = opened;
  await page.getByLabel('Last', { exact: true }).selectOption('4 weeks');
  await expect.poll(() => host.asked('readPatterns').at(-1)).toEqual({ weeks: 4, promptVersion: null, whole: false });
  await page.getByLabel('Prompt', { exact: true }).selectOption('Prompt 13');
  await expect.poll(() => host.asked('readPatterns').at(-1)).toEqual({ weeks: 4, promptVersion: '13', whole: false });
  await page.reload();
  await page.getByText('Where runs go wrong').waitFor();
  expect(host.asked('readPatterns').at(-1)).toEqual({ weeks: 4, promptVersion: '13', whole: false });
  const before = host.asked('readPatterns').length;
  await host.events.changed({ what: ['labels'] });
  await expect.poll(() => host.asked('readPatterns').length).toBe(before + 1);
});

test('what takes long is asked for a second time, and causes list their traces', async () => {
  await using opened = await open({ answers: { ...answers, readPatterns: (choice) => ({ ...storyPatterns(choice), pending: !choice.whole }) } });
  const { page, host } = opened;
  await expect.poll(() => host.asked('readPatterns')).toHaveLength(2);
  await page.getByRole('button', { name: 'Retrieved context' }).click();
  await page.getByRole('complementary', { name: 'Retrieved context' }).waitFor();
  expect(await page.getByText('shipping-faq is 412 days old').count()).toBe(1);
  // Where there is no room beside it, the list comes into sight by the tab's own scrolling: the page around it stays.
  await page.setViewportSize({ width: 500, height: 500 });
  await page.getByRole('button', { name: 'Tool names and descriptions' }).click();
  const side = page.getByRole('complementary', { name: 'Tool names and descriptions' });
  const above = () => side.evaluate((each) => each.getBoundingClientRect().top - each.closest('.reviewTab')!.getBoundingClientRect().top);
  await expect.poll(above).toBeCloseTo(0, 0);
  expect(await page.evaluate(() => [scrollY, document.querySelector('.review')!.getBoundingClientRect().top])).toEqual([0, 0]);
  await page.setViewportSize({ width: 1400, height: 900 });
  await page.getByText('On cases: 0.94 of 88 cases after, 0.81 before on the same').waitFor();
});

test('says what to do where nothing can be counted, and what went wrong', async () => {
  await using opened = await open({ answers: { ...answers, readPatterns: () => { throw new RemoteError({ code: 'broken-config', message: 'taxonomy.yaml:3:1 CB801 The text is not YAML.' }); } } });
  const { page, host } = opened;
  await page.getByText('taxonomy.yaml:3:1 CB801').waitFor();
  host.answers.readPatterns = (choice) => ({ ...storyPatterns(choice), failures: 4, matrix: { failures: 4, withBoth: 0, rows: [], columns: [], cells: [] } });
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('No failure has both steps marked.').waitFor();
  host.answers.readPatterns = (choice) => ({ ...storyPatterns(choice), span: choice.weeks === null ? null : { weeks: 8, from: '2026-W01', to: '2026-W08' }, failuresBefore: 17, failures: 2, matrix: { failures: 2, withBoth: 0, rows: [], columns: [], cells: [] } });
  await page.getByRole('combobox').first().selectOption('4');
  await page.getByText('17 failures are before these weeks.').first().waitFor();
});

test('opens at the weeks that most failures are in, and folds what chance explains', async () => {
  const set = { tools: ['a'], firstUs: 1, lastUs: 1, measured: { right: 1, n: 1, value: 1, interval: null } };
  await using opened = await open({ answers: { ...answers, readPatterns: (choice) => {
    const whole = storyPatterns(choice);
    const [clear] = whole.together;
    return {
      ...whole, ...(choice.weeks === null ? {} : { failures: 1, failuresBefore: 8 }),
      matrix: { failures: 9, withBoth: 1, rows: [{ name: 'ClaudeAgentSDK.Agent', count: 1 }], columns: [{ name: 'Bash', count: 1 }], cells: [{ row: 0, column: 0, traces: ['plan searchOrders 0'] }] },
      together: ['LS', 'Read'].map((value) => ({ ...clear!, value, inClass: { count: 1, n: 4 }, inAll: { count: 1, n: 17 }, p: 1, adjusted: 1 })),
      toolSelection: { ...whole.toolSelection, changes: whole.toolSelection.changes.map((change) => ({ ...change, before: set.measured, after: set.measured, cases: null })) },
    };
  } } });
  const { page, host } = opened;
  await page.getByText('Nothing stands out (2 compared).').waitFor();
  expect(host.asked('readPatterns').map((each) => (each as { weeks: number | null }).weeks)).toEqual([8, null]);
  expect(await page.getByLabel('Last', { exact: true }).inputValue()).toBe('null');
  await page.getByText('Too few to compare: 1 reviewed before, 1 after').waitFor();
  expect(await page.locator('.matrix tbody td').first().evaluate((cell) => cell.getBoundingClientRect().width)).toBeLessThan(240);
  await page.getByRole('button', { name: 'Show what chance explains' }).click();
  await page.getByRole('cell', { name: 'Tool LS' }).waitFor();
  await expectGoodLooks(opened, { folder: 'review', name: 'patternsFew', sizes: [{ width: 1400, height: 900 }, { width: 320, height: 900 }], themes: ['vscode-dark', 'vscode-light'] });
});
