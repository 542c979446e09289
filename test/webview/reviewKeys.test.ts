import { expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { RemoteError } from '../../src/protocol/rpc.ts';
import { otherLabel, queueInMemory, weekQueue } from './reviewQueue.ts';
import type { QueueInMemory } from './reviewQueue.ts';
import { reviewSuite } from './reviewSuite.ts';
import type { ReviewHost } from './reviewSuite.ts';
import type { OpenedPage } from './pageSuite.ts';

/** What the keys of the review page do, and when they must not. */

const { open } = reviewSuite();
const read = '.tracePane[aria-busy="false"] [role="row"][aria-selected="true"]';
const start = (week: QueueInMemory, trace = 'tr_0003', answers: Partial<ReviewHost['answers']> = {}): Promise<OpenedPage<ReviewHost>> =>
  open({ answers: { ...week.answers, open: () => ({ folder: '/srv/support-agent', name: 'support-agent', reviewer: 'jonas', wanted: { trace }, keys: {} }), ...answers }, until: read });
const focused = (page: Page, title: string | RegExp) => page.locator('.queueRow.focused', { hasText: title }).waitFor();
/** On the screen: what is pressed now is meant for it. */
const heading = (page: Page, title: string | RegExp) => page.locator('.tracePane[aria-busy="false"]').getByRole('heading', { level: 2, name: title }).first().waitFor();
const said = (page: Page, text: string | RegExp) => page.getByRole('status').getByText(text).waitFor();
/** Of traces after the story, which are the same but for their question. */
const changes = (week: QueueInMemory) => week.written.map(({ traces: [trace], change }) => ({ trace, ...change }));

test('a trace is judged and the next one shown, by keys alone', async () => {
  const week = queueInMemory(weekQueue);
  await using opened = await start(week);
  const { page } = opened;
  await page.keyboard.press('Control+Enter');
  await said(page, 'No verdict yet: P passes, F fails, D puts off');
  await page.getByRole('alert').getByText('No verdict yet: P passes, F fails, D puts off', { exact: true }).waitFor();
  await page.keyboard.press('f');
  await expect.poll(() => page.getByRole('alert').count()).toBe(0);
  await page.keyboard.press('n');
  await page.keyboard.type('Searched orders, p 1 instead of asking for the shipment');
  await page.keyboard.press('Escape');
  await page.keyboard.press('2');
  await page.keyboard.press('e');
  await page.keyboard.press('w');
  await page.getByRole('row', { name: /^Step 8, .*first wrong step$/u }).waitFor();
  // One step is not both.
  await page.keyboard.press('g');
  await said(page, 'Not marked: step 8 is the first wrong one, so the last good one comes before it');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('g');
  await page.getByRole('row', { name: /^Step 7, .*last good step$/u }).waitFor();
  await page.keyboard.press('Control+Enter');
  await heading(page, /^Where is my parcel/u);
  await focused(page, 'Where is my parcel');
  await page.getByText('Saved in casebook/labels/jonas.jsonl', { exact: true }).waitFor();
  await page.getByRole('row', { name: /status of order 12345\?, Fail, 6 signals/u }).waitFor();
  expect(changes(week)).toEqual([
    { trace: 'tr_0003', verdict: 'fail' }, { trace: 'tr_0003', note: 'Searched orders, p 1 instead of asking for the shipment' }, { trace: 'tr_0003', class: { class: 'tool_selection' } },
    { trace: 'tr_0003', firstWrongStep: 8 }, { trace: 'tr_0003', lastGoodStep: 7 },
  ]);
  expect(week.written.every(({ queue }) => queue === 'week')).toBe(true);
  // What is typed in a field is written by the key that goes on, too.
  await page.keyboard.press('p');
  await page.keyboard.press('n');
  await page.keyboard.type('Fine');
  await page.keyboard.press('Control+Enter');
  await heading(page, /^Refund 450/u);
  await expect.poll(() => changes(week).slice(5)).toEqual([{ trace: 'tr_0004', verdict: 'pass' }, { trace: 'tr_0004', note: 'Fine' }]);
});

test('queue, order, status and every field have keys', async () => {
  const week = queueInMemory(weekQueue);
  await using opened = await start(week);
  const { page } = opened;
  await page.keyboard.press('q');
  await page.locator('select[aria-label="Queue"]:focus').waitFor();
  // Arrows that pass over a queue do not read it.
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await page.waitForFunction(() => (document.activeElement as HTMLSelectElement).value === 'week');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Shift+Q');
  await page.locator('select[aria-label="Order"]:focus').waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('f');
  await page.keyboard.press('Shift+S');
  await said(page, /^Status: Open/u);
  await page.keyboard.press('s');
  await said(page, /^Status: Handled/u);
  await page.keyboard.press('s');
  await said(page, /^Status: Open/u);
  await page.keyboard.press('m');
  await said(page, 'No class yet: its mode comes after it');
  for (const key of ['r', 'i', 't', 'a']) {
    await page.keyboard.press(key);
    await page.keyboard.type(`by ${key}`);
    await page.keyboard.press('Escape');
  }
  expect(changes(week).slice(1, 4)).toEqual([{ status: 'open' }, { status: 'handled' }, { status: 'open' }].map((change) => ({ trace: 'tr_0003', ...change })));
  // What is typed in two fields before the first is written is written as one.
  await expect.poll(() => Object.assign({}, ...changes(week).slice(4)) as unknown).toEqual({ trace: 'tr_0003', cause: 'by r', fix: 'by i', correction: 'by t', owner: 'by a' });
});

test('undo goes back to the trace whose label it takes back, and redo gives it again', async () => {
  const week = queueInMemory(weekQueue);
  await using opened = await start(week);
  const { page } = opened;
  await page.keyboard.press('p');
  await page.keyboard.press('Control+Enter');
  await heading(page, /^Where is my parcel/u);
  await page.keyboard.press('Control+z');
  await heading(page, /^What’s the status/u);
  await said(page, /^Taken back/u);
  expect(await page.getByRole('button', { name: 'Pass', exact: true }).getAttribute('aria-pressed')).toBe('false');
  expect(week.labels.get('tr_0003')).toBe(null);
  await page.keyboard.press('Control+Shift+z');
  await said(page, /^Given again/u);
  await expect.poll(() => week.labels.get('tr_0003')?.verdict).toBe('pass');
  await expect.poll(() => page.getByRole('button', { name: 'Pass', exact: true }).getAttribute('aria-pressed')).toBe('true');
});

test('traces and steps are gone through; U goes to what is not reviewed', async () => {
  const week = queueInMemory(weekQueue);
  await using opened = await start(week, 'tr_0000');
  const { page } = opened;
  await page.keyboard.press('j');
  await heading(page, 'Change my delivery address');
  await page.keyboard.press('k');
  await heading(page, /^Is order 55120/u);
  await page.keyboard.press('u');
  // What was put off waits, too.
  await heading(page, /^Cancel order 88410/u);
  await page.keyboard.press('u');
  await heading(page, /^What’s the status/u);
  await page.keyboard.press('e');
  await page.getByRole('row', { name: /^Step 8, /u, selected: true }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.getByRole('row', { name: /^Step 9, /u, selected: true }).waitFor();
  // In the list, arrows are the list's.
  await page.locator('.queueRow.focused').focus();
  await page.keyboard.press('ArrowDown');
  await heading(page, /^Where is my parcel/u);
  await page.keyboard.press('End');
  await heading(page, 'Stop my subscription');
});

test('no key labels while something else has it: typing, a focused control, a dialog, Alt, a held key', async () => {
  const week = queueInMemory(weekQueue);
  await using opened = await start(week);
  const { page } = opened;
  await page.keyboard.press('n');
  await page.keyboard.press('p');
  await page.keyboard.press('1');
  await page.keyboard.press('Escape');
  await expect.poll(() => changes(week)).toEqual([{ trace: 'tr_0003', note: 'p1' }]);
  await page.keyboard.press('?');
  await page.getByRole('dialog').getByText('The focused step is the last good one; again takes it back').waitFor();
  await page.keyboard.press('f');
  await page.keyboard.press('Escape');
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
  await page.keyboard.press('Alt+f');
  await page.getByRole('combobox', { name: 'Queue' }).focus();
  await page.keyboard.press('p');
  await page.keyboard.press('Escape');
  // A focused button answers Enter itself: the page does not go to the details of the step as well.
  await page.getByRole('button', { name: 'Defer', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => changes(week).length).toBe(2);
  await page.evaluate(() => document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'f', repeat: true, bubbles: true })));
  await page.keyboard.press('d');
  await expect.poll(() => changes(week)).toEqual([{ trace: 'tr_0003', note: 'p1' }, { trace: 'tr_0003', verdict: 'defer' }, { trace: 'tr_0003', verdict: null }]);
});

test('a key that is pressed while the next trace is read labels nothing', async () => {
  const week = queueInMemory(weekQueue);
  const held = Promise.withResolvers<void>();
  const ofTrace: ReviewHost['answers']['ofTrace'] = async (args, context) => {
    if (args.trace !== 'tr_0003' && args.method === 'open') await held.promise;
    return week.answers.ofTrace(args, context);
  };
  await using opened = await start(week, 'tr_0003', { ofTrace });
  const { page } = opened;
  await page.keyboard.press('p');
  await page.keyboard.press('Control+Enter');
  await focused(page, 'Where is my parcel');
  await page.keyboard.press('f');
  await page.keyboard.press('2');
  await page.keyboard.press('w');
  await page.keyboard.press('Control+Enter');
  await said(page, 'The trace is not on the screen yet: nothing was labelled');
  held.resolve();
  await heading(page, /^Where is my parcel/u);
  expect(changes(week)).toEqual([{ trace: 'tr_0003', verdict: 'pass' }]);
  await page.keyboard.press('f');
  await expect.poll(() => changes(week).slice(1)).toEqual([{ trace: 'tr_0004', verdict: 'fail' }]);
});

test('presses are written one after the other, and going on does not wait for them; what was not written leads back', async () => {
  const week = queueInMemory(weekQueue);
  const first = Promise.withResolvers<void>();
  let slow = true;
  const labelOne: ReviewHost['answers']['labelOne'] = async (args, context) => {
    if (slow) {
      await first.promise;
      throw new RemoteError({ code: 'read-only', message: 'The folder casebook/labels cannot be written.' });
    }
    return week.answers.labelOne(args, context);
  };
  await using opened = await start(week, 'tr_0003', { labelOne });
  const { page, host } = opened;
  await page.keyboard.press('f');
  await page.keyboard.press('2');
  await page.keyboard.press('Control+Enter');
  await heading(page, /^Where is my parcel/u);
  expect(host.asked('labelOne')).toEqual([{ trace: 'tr_0003', queue: 'week', change: { verdict: 'fail' } }]);
  first.resolve();
  await page.getByText(/Not saved: a label of “What’s the status of order 12345\?”\. The folder casebook\/labels cannot be written\./u).waitFor();
  expect(host.asked('labelOne')).toHaveLength(1);
  slow = false;
  await page.getByRole('button', { name: 'Back to the trace' }).click();
  await heading(page, /^What’s the status/u);
  await page.keyboard.press('f');
  await expect.poll(() => changes(week)).toEqual([{ trace: 'tr_0003', verdict: 'fail' }]);
});

test('no press to another trace is lost while the list is read anew', async () => {
  const week = queueInMemory(weekQueue);
  const gate = Promise.withResolvers<void>();
  let isShut = false;
  const readQueue: ReviewHost['answers']['readQueue'] = async (args, context) => {
    const told = await week.answers.readQueue(args, context);
    if (isShut) await gate.promise;
    return told;
  };
  await using opened = await start(week, 'tr_0005', { readQueue });
  const { page, host } = opened;
  isShut = true;
  week.labels.set('tr_0007', otherLabel({ verdict: 'pass', by: 'jonas' }));
  await host.events.changed({ what: ['labels'] });
  await page.keyboard.press('k');
  await focused(page, 'Where is my parcel');
  gate.resolve();
  await page.getByRole('row', { name: /^Track 88213 and 88214, Pass/u }).waitFor();
  await page.keyboard.press('k');
  await heading(page, /^What’s the status/u);
});

test('nor while the rows it leads to are read, and the list anew meanwhile', async () => {
  const many = queueInMemory(Array.from({ length: 300 }, (_, at) => ({ row: { id: `tr_${at}`, title: `Question ${at}`, why: 'random' } })));
  const gate = Promise.withResolvers<void>();
  let isShut = false;
  const readQueue: ReviewHost['answers']['readQueue'] = async (args, context) => {
    if (isShut) await gate.promise;
    return many.answers.readQueue(args, context);
  };
  await using opened = await start(many, 'tr_100', { readQueue });
  const { page, host } = opened;
  await page.locator('.queueRow.focused').focus();
  isShut = true;
  await page.keyboard.press('End');
  await page.keyboard.press('k');
  await page.keyboard.press('k');
  await host.events.changed({ what: ['labels'] });
  gate.resolve();
  await heading(page, 'Question 297');
  await page.keyboard.press('j');
  await heading(page, 'Question 298');
});

test('what is judged stays among those not reviewed until one goes on', async () => {
  const week = queueInMemory(weekQueue);
  await using opened = await start(week);
  const { page, host } = opened;
  await page.keyboard.press('l');
  await expect.poll(() => page.locator('.queueRow').count()).toBe(14);
  await page.keyboard.press('f');
  await expect.poll(() => week.labels.get('tr_0003')?.verdict).toBe('fail');
  await host.events.changed({ what: ['labels'] });
  await page.getByText('82 of', { exact: false }).waitFor({ state: 'detached' });
  await page.getByRole('row', { name: /status of order 12345\?, Fail, 6 signals/u, selected: true }).waitFor();
  await page.keyboard.press('2');
  await expect.poll(() => week.labels.get('tr_0003')?.class).toEqual({ class: 'tool_selection' });
  await host.events.changed({ what: ['labels'] });
  await page.getByRole('row', { name: /status of order 12345\?, Fail, 6 signals/u, selected: true }).waitFor();
  await page.keyboard.press('j');
  await heading(page, /^Where is my parcel/u);
  await expect.poll(() => page.locator('.queueRow').count()).toBe(13);
  await focused(page, 'Where is my parcel');
  await page.keyboard.press('k');
  await heading(page, /^Cancel order 88410/u);
});

test('keys of one\u2019s own hold at once, in hints and in the sheet; one that is taken does not', async () => {
  const week = queueInMemory(weekQueue);
  await using opened = await start(week, 'tr_0003', { open: () => ({ folder: '/srv/support-agent', name: 'support-agent', reviewer: 'jonas', wanted: { trace: 'tr_0003' }, keys: { pass: 'y', nextTrace: 'f' } }) });
  const { page, host } = opened;
  await page.getByRole('button', { name: 'Pass', exact: true }).locator('.key', { hasText: 'Y' }).waitFor();
  await page.keyboard.press('p');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('alert').getByText('No verdict yet: Y passes, F fails, D puts off', { exact: true }).waitFor();
  await page.keyboard.press('y');
  await expect.poll(() => changes(week)).toEqual([{ trace: 'tr_0003', verdict: 'pass' }]);
  await host.events.keysChanged({ keys: { defer: 'f8', fail: '' } });
  await page.getByRole('button', { name: 'Defer', exact: true }).locator('.key', { hasText: 'F8' }).waitFor();
  await page.keyboard.press('?');
  const line = (words: string) => page.getByRole('dialog').getByRole('listitem').filter({ hasText: words });
  expect(await line('Decide later').innerText()).toMatch(/^F8/u);
  expect(await line('Verdict fail').count()).toBe(0);
  expect(await line('Next trace that').count()).toBe(1);
  await page.keyboard.press('Escape');
  await page.keyboard.press('f');
  await page.keyboard.press('F8');
  await expect.poll(() => changes(week).slice(1)).toEqual([{ trace: 'tr_0003', verdict: 'defer' }]);
});

test('a command of the editor does what its key does, under the same guards, and a press is not taken twice', async () => {
  const week = queueInMemory(weekQueue);
  const opens = Promise.withResolvers<void>();
  const ofTrace: ReviewHost['answers']['ofTrace'] = async (args, context) => {
    if (args.trace === 'tr_0004' && args.method === 'open') await opens.promise;
    return week.answers.ofTrace(args, context);
  };
  await using opened = await start(week, 'tr_0003', { ofTrace });
  const { page, host } = opened;
  const act = (action: string, digit?: number) => host.events.act({ action, digit });
  expect(host.asked('showsTab')).toEqual([{ tab: 'queue' }]);
  await act('merge');
  await said(page, 'This tab has nothing of that name');
  await act('nextTrace');
  await focused(page, 'Where is my parcel');
  await act('fail');
  await said(page, 'The trace is not on the screen yet: nothing was labelled');
  opens.resolve();
  await heading(page, /^Where is my parcel/u);
  await act('fail');
  await act('class', 2);
  await act('note');
  await page.locator('#review-note:focus').waitFor();
  await act('pass');
  await said(page, 'Not done: the focus is in a field. Escape leaves it.');
  // The editor hears what is typed, too, and may have a command for the letter.
  await page.keyboard.type('p');
  await act('pass');
  await page.keyboard.press('Escape');
  // The page and the editor both have this key.
  await page.keyboard.press('d');
  await act('defer');
  await page.keyboard.press('s');
  await expect.poll(() => changes(week)).toEqual([{ verdict: 'fail' }, { class: { class: 'tool_selection' } }, { note: 'p' }, { verdict: 'defer' }, { status: 'handled' }].map((change) => ({ trace: 'tr_0004', ...change })));
  // Commands without an argument mean the trace on the page.
  expect(host.asked('showsTrace')).toEqual([{ trace: 'tr_0003' }, { trace: 'tr_0004' }]);
  await page.keyboard.press('Shift+O');
  await expect.poll(() => host.asked('shareTrace')).toEqual([{ trace: 'tr_0004' }]);
  await page.keyboard.press(']');
  await expect.poll(() => host.asked('showsTab').at(-1)).toEqual({ tab: 'failureLog' });
  await expect.poll(() => host.asked('showsTrace').at(-1)).toEqual({ trace: null });
});

test('what is typed while a label is being taken back stays', async () => {
  const week = queueInMemory(weekQueue);
  const gate = Promise.withResolvers<void>();
  const undoLast: ReviewHost['answers']['undoLast'] = async (args, context) => {
    await gate.promise;
    return week.answers.undoLast(args, context);
  };
  await using opened = await start(week, 'tr_0003', { undoLast });
  const { page } = opened;
  await page.keyboard.press('p');
  await page.keyboard.press('Control+z');
  await page.keyboard.press('a');
  await page.keyboard.type('ma');
  gate.resolve();
  await said(page, /^Taken back/u);
  await page.keyboard.type('ria');
  await page.keyboard.press('Enter');
  await expect.poll(() => changes(week).at(-1)).toEqual({ trace: 'tr_0003', owner: 'maria' });
});
