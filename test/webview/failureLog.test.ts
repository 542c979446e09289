import { expect, test } from 'vitest';
import type { FailureRow } from '../../src/core/model/failureLog.ts';
import { createFailureLogs } from '../../src/core/review/failureLog/log.ts';
import { RemoteError } from '../../src/protocol/rpc.ts';
import { columnsIn } from '../../webview/review/failureLog/columns.ts';
import { fail, inClass, labelledBy, note } from '../core/review/labelledBy.ts';
import { failureAnswer, storyFailures } from './failureLogStory.ts';
import { expectGoodLooks } from './looks.ts';
import { reviewSuite } from './reviewSuite.ts';
import type { ReviewHost } from './reviewSuite.ts';

const { open } = reviewSuite();

const story = storyFailures(21);
const rowOf = (trace: string): FailureRow => createFailureLogs()(story, { classes: [] }).rows({}).find(({ id }) => id === trace)!;
const answers: ReviewHost['answers'] = {
  open: () => ({ folder: '/srv/support-agent', name: 'support-agent', reviewer: 'jonas', wanted: { tab: 'failureLog' }, keys: {} }),
  badges: () => ({ queue: 83, failureLog: 21 }),
  readFailures: failureAnswer(story),
};
const cell = (row: number, column: number) => `.failureRow[aria-rowindex="${row + 1}"] > span:nth-child(${column})`;

test('in every theme and size: what says least of a failure gives way first, never what happened, its class and its case', async () => {
  await using opened = await open({ answers });
  const { page } = opened;
  await page.getByText('21 failures · 6 classes · 6 guarded by a proven case · 1 without an imported run, most expensive classes first').waitFor();
  await page.getByText('Most expensive: Tool choice, 4 failures, $1.18').waitFor();
  const heads = () => page.locator('[role="columnheader"]').allTextContents();
  await page.setViewportSize({ width: 1600, height: 900 });
  await expect.poll(heads).toEqual(['Question', 'Run', 'What happened', 'Failure class', 'By', 'Root cause', 'Fix', 'Status', 'Case', 'Owner', 'Cost', 'Edit min']);
  await page.setViewportSize({ width: 320, height: 900 });
  await expect.poll(heads).toEqual(['What happened', 'Failure class', 'Case']);
  await page.setViewportSize({ width: 600, height: 900 });
  await expect.poll(heads).toEqual(['What happened', 'Failure class', 'Root cause', 'Fix', 'Case']);
  await page.setViewportSize({ width: 720, height: 900 });
  await expect.poll(heads).toEqual(['Question', 'What happened', 'Failure class', 'Root cause', 'Fix', 'Case']);
  // Ranked by cost: what a failure costs, whose it is and how far it is are there beside the tree of traces, too.
  await page.setViewportSize({ width: 1020, height: 900 });
  await expect.poll(heads).toEqual(['Question', 'What happened', 'Failure class', 'Root cause', 'Fix', 'Status', 'Case', 'Owner', 'Cost']);
  await page.setViewportSize({ width: 1400, height: 900 });
  await page.locator(cell(1, 7)).click();
  await expectGoodLooks(opened, { folder: 'review', name: 'failureLog', sizes: [{ width: 1400, height: 900 }, { width: 1020, height: 800 }, { width: 720, height: 800 }, { width: 320, height: 900 }] });
  await page.setViewportSize({ width: 1400, height: 900 });
  await page.locator('.failureTotals > summary').click();
  // One bar, one line; no class is cut; what is typed stays one line.
  expect((await page.locator('.failureBar').boundingBox())!.height).toBeLessThan(40);
  expect(await page.locator('.failureRow > span:nth-child(4) > .cut').evaluateAll((all) => all.filter((each) => each.scrollWidth > each.clientWidth).length)).toBe(0);
  await page.locator(cell(1, 7)).dblclick();
  const fix = page.getByRole('textbox', { name: /^Fix of run-/u });
  await fix.fill('Rename the tool to getShipmentByOrderId, and say in its description what it does not find');
  expect(await fix.evaluate((field) => [field.scrollHeight <= field.clientHeight + 1, field.scrollWidth > field.clientWidth])).toEqual([true, true]);
  await expectGoodLooks(opened, { folder: 'review', name: 'failureLogEdit', sizes: [{ width: 1400, height: 900 }], themes: ['vscode-dark', 'vscode-light'] });
});

test('no width has more columns than room, and a wider one has all of a narrower one', () => {
  let before: readonly string[] = [];
  for (let width = 450; width < 2000; width += 10) {
    const shown = columnsIn(width);
    expect(shown.reduce((sum, { least }) => sum + least, 24)).toBeLessThanOrEqual(width);
    expect(shown.map(({ id }) => id)).toEqual(expect.arrayContaining([...before]));
    before = shown.map(({ id }) => id);
  }
});

test('by keyboard alone: to a cell, into it, on to the next one, out of it, back', async () => {
  await using opened = await open({
    answers: {
      ...answers,
      editFailure: ({ trace, edit }) => ({ row: { ...rowOf(trace), ...(edit.fix === undefined ? {} : { fix: edit.fix }), ...(edit.status === undefined ? {} : { status: edit.status }) }, over: edit.status === undefined ? 'maria' : null, replaced: 0 }),
      undoFailureEdit: ({ redo }) => ({ said: redo ? 'Done again: fix' : 'Taken back: fix' }),
      makeCaseOf: () => ({ said: 'Made the case tool-choice.' }),
    },
  });
  const { page, host } = opened;
  await page.locator(cell(1, 1)).waitFor();
  const focused = () => page.evaluate(() => document.activeElement?.textContent);
  await page.keyboard.press('j');
  // The first cell that can be edited: Enter there does what the foot says.
  const first = await page.locator(cell(1, 3)).textContent();
  await page.keyboard.press('y');
  await expect.poll(() => host.asked('copy')).toEqual([{ text: first, what: 'the cell' }]);
  await expect.poll(focused).toBe(first);
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  await expect.poll(focused).toBe(first);
  for (let step = 0; step < 4; step++) await page.keyboard.press('ArrowRight');
  await expect.poll(focused).toBe('not written');
  await page.keyboard.press('Enter');
  const fix = page.getByRole('textbox', { name: /^Fix of/u });
  await fix.waitFor();
  // Keys are for the field: none of these moves, opens or undoes.
  await page.keyboard.type('joc/ rename');
  await page.keyboard.press('Escape');
  await fix.waitFor({ state: 'detached' });
  expect(host.asked('editFailure')).toEqual([]);
  await expect.poll(focused).toBe('not written');

  await page.keyboard.press('Enter');
  await fix.fill('Rename it');
  await page.keyboard.press('Tab');
  await expect.poll(() => host.asked('editFailure')).toEqual([{ trace: rowOf(story[0]!.id).id, edit: { fix: 'Rename it' }, all: false }]);
  await page.getByText('Saved; the verdict stays maria\'s').first().waitFor();
  const status = page.getByRole('combobox', { name: /^Status of/u });
  await status.waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect.poll(() => host.asked('editFailure').at(-1)).toMatchObject({ edit: { status: 'handled' } });
  await expect.poll(focused).toBe('Fix in review');

  // A choice by mouse is written at once.
  await page.locator(cell(2, 8)).dblclick();
  await status.selectOption('Open');
  await expect.poll(() => host.asked('editFailure').at(-1)).toMatchObject({ edit: { status: 'open' } });

  await page.keyboard.press('Control+z');
  await page.getByText('Taken back: fix').first().waitFor();
  await page.keyboard.press('Control+Shift+Z');
  await expect.poll(() => host.asked('undoFailureEdit')).toEqual([{ redo: false }, { redo: true }]);
  await page.getByText('Done again: fix').first().waitFor();
  await page.keyboard.press('o');
  await expect.poll(() => host.asked('openTrace')).toHaveLength(1);
  await page.keyboard.press('Shift+Enter');
  await page.getByText('Made the case tool-choice.').first().waitFor();
});

test('keys pressed while a cell is still being written are not lost: the next cell opens, and undo follows the write', async () => {
  const written = Promise.withResolvers<null>();
  await using opened = await open({
    answers: {
      ...answers,
      editFailure: async ({ trace, edit }) => {
        await written.promise;
        return { row: { ...rowOf(trace), fix: edit.fix ?? '' }, over: null, replaced: 0 };
      },
      undoFailureEdit: () => ({ said: 'Taken back: fix' }),
    },
  });
  const { page, host } = opened;
  await page.locator(cell(1, 7)).dblclick();
  await page.getByRole('textbox', { name: /^Fix of/u }).fill('Rename it');
  await page.keyboard.press('Enter');
  await expect.poll(() => host.asked('editFailure')).toHaveLength(1);
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  const cause = page.getByRole('textbox', { name: /^Root cause of/u });
  await cause.waitFor();
  await page.keyboard.press('Escape');
  await cause.waitFor({ state: 'detached' });
  await page.keyboard.press('Control+z');
  // It is the last change that is taken back, which is not there before it is written.
  expect(host.asked('undoFailureEdit')).toEqual([]);
  written.resolve(null);
  await page.getByText('Taken back: fix').first().waitFor();
  expect(host.asked('undoFailureEdit')).toEqual([{ redo: false }]);
});

test('sorted by a column, filtered, kept over a reload; a class of the totals is a filter; a row without a run says so', async () => {
  await using opened = await open({ answers });
  const { page, host } = opened;
  await page.getByRole('button', { name: 'Case' }).click();
  await expect.poll(() => host.asked('readFailures').at(-1)).toMatchObject({ sort: 'case' });
  await page.getByRole('columnheader', { name: 'Case' }).and(page.locator('[aria-sort="ascending"]')).waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('ownr:none');
  await page.getByText('Nothing is named ownr: here. Did you mean owner:?').waitFor();
  const [foot, body] = [await page.locator('.patternsFoot').boundingBox(), await page.locator('.failureLog').boundingBox()];
  expect(foot!.y + foot!.height).toBeCloseTo(body!.y + body!.height, 0);
  await page.getByRole('button', { name: 'Show all' }).click();
  await page.locator('.failureTotals > summary').click();
  await page.getByRole('button', { name: /^Policy/u }).click();
  await page.getByText('4 of 21 failures').waitFor();
  await page.reload();
  await page.getByText('4 of 21 failures').waitFor();
  expect(await page.getByLabel('Filter failures').inputValue()).toBe('class:policy_boundary');
  await page.getByLabel('Filter failures').fill('run:none');
  await page.getByText('CSV row').first().waitFor();
  await page.getByText("maria's verdict. A row of week-1.csv that names no run").waitFor();
  await page.locator(cell(1, 1)).click();
  await page.keyboard.press('o');
  await page.getByText('The run of this row is not imported').first().waitFor({ state: 'attached' });
  expect(host.asked('openTrace')).toEqual([]);
});

test('20,000 failures: only what is in view is drawn, and read as it comes into view', async () => {
  await using opened = await open({ answers: { ...answers, readFailures: failureAnswer(storyFailures(20_000)) } });
  const { page, host } = opened;
  await page.getByText('20,000 failures').first().waitFor();
  await page.locator(cell(1, 1)).click();
  await page.keyboard.press('End');
  await page.locator('.failureRow[aria-rowindex="20001"]').getByText('Agent too slow on Mondays').waitFor();
  expect(await page.locator('.failureRow').count()).toBeLessThan(120);
  expect(host.asked('readFailures').length).toBeLessThan(8);
});

test('blind review: what one has not judged is in no row and no number until it is asked for, which no reload keeps', async () => {
  const mine = story.slice(0, 2).map((each, at) => labelledBy(each.id, [['jonas', fail, inClass('recovery_behavior'), note(`Mine ${at}`)]], { orphan: false, nativeId: each.nativeId, title: each.title }));
  await using opened = await open({ answers: { ...answers, readFailures: failureAnswer([...mine, ...story.slice(2)], 'jonas'), editFailure: ({ trace }) => ({ row: rowOf(trace), over: null, replaced: 0 }) } });
  const { page, host } = opened;
  // The row of a CSV file has no run that could be judged.
  await page.getByText('3 failures · 1 class · 0 guarded by a proven case').waitFor();
  await page.getByText('18 traces that others labelled and you have not reviewed yet are left out and not counted').waitFor();
  expect(await page.locator('.failureLog').textContent()).not.toMatch(/Tool choice|maria's|Refunded first/u);
  await expectGoodLooks(opened, { folder: 'review', name: 'failureLogBlind', sizes: [{ width: 1400, height: 600 }, { width: 320, height: 600 }], themes: ['vscode-dark', 'vscode-light'] });
  await page.setViewportSize({ width: 1400, height: 900 });
  await page.getByRole('button', { name: 'Show all' }).click();
  await page.getByText('21 failures · 6 classes').waitFor();
  await page.getByRole('button', { name: 'Export the failure log' }).click();
  await page.getByRole('menuitem', { name: 'Copy as CSV' }).click();
  await expect.poll(() => host.asked('exportFailures')).toEqual([{ all: true, to: 'csv', copy: true }]);
  await page.reload();
  await page.getByText('3 failures · 1 class').waitFor();
  host.answers.readFailures = failureAnswer(story.slice(2, 10), 'jonas');
  await page.reload();
  await page.getByText('No failure that you reviewed').waitFor();
  await page.getByRole('button', { name: 'Show all' }).click();
  await page.getByText('8 failures').waitFor();
});

test('nothing yet, import, export, and what went wrong', async () => {
  await using opened = await open({ answers: { ...answers, readFailures: () => { throw new RemoteError({ code: 'broken-config', message: 'taxonomy.yaml:3:1 CB801 The text is not YAML.' }); } } });
  const { page, host } = opened;
  await page.getByText('taxonomy.yaml:3:1 CB801').waitFor();
  host.answers.readFailures = failureAnswer([]);
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('No failure yet').waitFor();
  host.answers.importFailures = () => {
    host.answers.readFailures = answers.readFailures!;
    return { said: 'Imported 21 failures from week-1.csv' };
  };
  await page.getByRole('button', { name: 'Import CSV…' }).click();
  await page.getByText('Imported 21 failures from week-1.csv').first().waitFor();
  await page.getByRole('button', { name: 'Export the failure log' }).click();
  await page.getByRole('menuitem', { name: 'Copy as Markdown' }).click();
  await expect.poll(() => host.asked('exportFailures')).toEqual([{ to: 'markdown', copy: true }]);
  host.answers.editFailure = () => { throw new RemoteError({ code: 'own-label-differs', message: 'The log shows maria\'s label, and yours is another: pass.' }); };
  await page.locator(cell(1, 7)).dblclick();
  const field = page.getByRole('textbox', { name: /^Fix of/u });
  await field.fill('what was typed');
  await page.keyboard.press('Enter');
  await page.getByText('yours is another: pass.').waitFor();
  // It stands in its field again; turning away asks nothing anew, and it is still there.
  await expect.poll(() => field.inputValue()).toBe('what was typed');
  await page.locator(cell(2, 3)).click();
  await field.waitFor({ state: 'detached' });
  expect(host.asked('editFailure')).toHaveLength(1);
  await page.locator(cell(1, 7)).dblclick();
  expect(await field.inputValue()).toBe('what was typed');
});
