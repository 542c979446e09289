import { expect, test } from 'vitest';
import { expectGoodLooks } from './looks.ts';
import { classesInUse } from '../../src/core/model/failureClass.ts';
import { queueInMemory, weekQueue } from './reviewQueue.ts';
import { reviewSuite } from './reviewSuite.ts';
import type { ReviewWanted } from '../../src/protocol/reviewPage.ts';
import { story } from './story.ts';

const { open } = reviewSuite();
const read = '.tracePane[aria-busy="false"] [role="row"][aria-selected="true"]';
const asked = (wanted: ReviewWanted | null) => ({ open: () => ({ folder: '/srv/support-agent', name: 'support-agent', reviewer: 'jonas', wanted, keys: {} }) });

test('every tab says what it is for while there is nothing, in every theme and size', async () => {
  await using opened = await open({ answers: { badges: () => ({ queue: 83, failureLog: 65 }) } });
  const { page } = opened;
  await page.getByRole('tab', { name: 'Queue 83' }).waitFor();
  await expectGoodLooks(opened, { folder: 'review', name: 'empty', sizes: [{ width: 1400, height: 900 }, { width: 320, height: 900 }] });
  for (const [tab, title] of [['Failure log', 'No failure yet'], ['Patterns', 'Nothing to compare yet'], ['Taxonomy', 'No note yet'], ['Agreement', 'Nobody to agree with yet'], ['Queue', 'Nothing to review yet']] as const) {
    await page.keyboard.press(']');
    await page.getByRole('tab', { name: tab, selected: true }).waitFor();
    await page.getByRole('heading', { name: title }).waitFor();
  }
});

test('a tab that is asked for is shown, and one that is shown is asked for anew', async () => {
  await using opened = await open({ answers: { open: () => ({ folder: '/srv/support-agent', name: 'support-agent', reviewer: null, wanted: { tab: 'taxonomy' }, keys: {} }) } });
  const { page, host } = opened;
  await page.getByRole('tab', { name: 'Taxonomy', selected: true }).waitFor();
  await host.events.show({ wanted: { tab: 'patterns' } });
  await page.getByRole('tab', { name: 'Patterns', selected: true }).waitFor();
  await host.events.changed({ what: ['labels'] });
  await expect.poll(() => host.asked('badges').length).toBe(2);
});

test('the queue, the trace and what is said of it, in every theme and size', async () => {
  const week = queueInMemory(weekQueue);
  await using opened = await open({ answers: { ...week.answers, badges: () => ({ queue: 14, failureLog: 65 }), open: () => ({ folder: '/srv/support-agent', name: 'support-agent', reviewer: 'jonas', wanted: { trace: 'tr_0003' }, keys: {} }) }, until: '.tracePane[aria-busy="false"] [role="row"][aria-selected="true"]' });
  const { page } = opened;
  await page.getByText('Retry storm 7 to 9').waitFor();
  // What comes next would tell that somebody else has said fail.
  const flagged = page.getByRole('group', { name: 'Flagged by its user' });
  await flagged.getByText('Flagged by user-17 on 3 Feb 2026: “Nothing arrived”', { exact: true }).waitFor();
  expect(await flagged.getByText('Next').count()).toBe(0);
  await page.keyboard.press('f');
  await page.keyboard.press('2');
  await flagged.getByText('Next: make a case').waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('w');
  await page.getByText('Saved in casebook/labels/jonas.jsonl', { exact: true }).waitFor();
  await expectGoodLooks(opened, { folder: 'review', name: 'queue', sizes: [{ width: 1400, height: 900 }, { width: 900, height: 800 }, { width: 1600, height: 1000 }, { width: 320, height: 900 }] });
});

test('several traces are labelled at once, and it is asked before verdicts are written over', async () => {
  const week = queueInMemory(weekQueue);
  await using opened = await open({ answers: { ...week.answers, ...asked({ trace: 'tr_0003' }) }, until: read });
  const { page } = opened;
  await page.locator('.queueRow', { hasText: 'Return window' }).click({ modifiers: ['Shift'] });
  await page.getByText('4 traces selected').waitFor();
  await page.getByRole('button', { name: 'Pass all' }).click();
  await expect.poll(() => week.written).toEqual([{ traces: ['tr_0003', 'tr_0004', 'tr_0005', 'tr_0006'], change: { verdict: 'pass' }, queue: 'week' }]);
  await page.getByRole('status').getByText('Pass: 4 traces', { exact: true }).waitFor();
  await page.getByRole('row', { name: /^Return window for a phone, Pass/u }).waitFor();
  expect(await page.getByRole('button', { name: 'Pass', exact: true }).getAttribute('aria-pressed')).toBe('true');
  // By keys, over two that have a verdict.
  await page.locator('.queueRow', { hasText: 'Return window' }).click();
  await page.keyboard.press('Shift+j');
  await page.keyboard.press('Shift+j');
  await page.getByText('3 traces selected').waitFor();
  await page.getByRole('combobox', { name: 'Failure class for all' }).selectOption({ label: 'Policy' });
  await page.getByText('1 trace of 3 has a verdict of yours. Fail, Policy for all of them?').waitFor();
  await expectGoodLooks(opened, { folder: 'review', name: 'bulk', sizes: [{ width: 900, height: 800 }], themes: ['vscode-dark'] });
  await page.keyboard.press('Escape');
  await expect.poll(() => page.getByText('Fail, Policy for all of them?').count()).toBe(0);
  await page.getByRole('button', { name: 'Fail all' }).click();
  await page.getByRole('button', { name: 'Write over' }).click();
  await expect.poll(() => week.written.at(-1)).toEqual({ traces: ['tr_0006', 'tr_0007', 'tr_0008'], change: { verdict: 'fail' }, queue: 'week' });
  await page.keyboard.press('Control+z');
  await expect.poll(() => ['tr_0006', 'tr_0007'].map((id) => week.labels.get(id)?.verdict ?? null)).toEqual(['pass', null]);
});

test('what is reviewed, what does not match and what cannot be read says so', async () => {
  const done = queueInMemory(weekQueue.slice(0, 3).map((each) => ({ ...each, own: { verdict: 'pass' as const } })));
  await using opened = await open({ answers: { ...done.answers, ...asked(null) }, until: read });
  const { page, host } = opened;
  await page.keyboard.press('u');
  await page.getByText('All reviewed by jonas; maria has 2 left', { exact: true }).waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('Cancel');
  await expect.poll(() => page.locator('.queueRow').count()).toBe(1);
  await page.keyboard.press('Escape');
  await expect.poll(() => page.locator('.queueRow').count()).toBe(3);
  expect(await page.evaluate(() => document.activeElement?.id)).not.toBe('find-traces');
  await page.keyboard.press('/');
  await page.keyboard.type('nothing like it');
  await page.getByText('No trace of the queue matches.').waitFor();
  await page.getByRole('button', { name: 'Show all' }).click();
  await page.locator('.queueRow').nth(2).waitFor();
  await page.getByRole('combobox', { name: 'Queue' }).selectOption('failed');
  await page.getByText('No trace is in this queue. Failing traces nobody has labelled.').waitFor();
  await page.getByRole('combobox', { name: 'Queue' }).selectOption('week');
  // Only what is chosen is kept for the next time: neither the first queue nor traces that are none.
  await expect.poll(() => host.asked('queueChosen')).toEqual([{ queue: 'failed' }, { queue: 'week' }]);
  host.answers.ofTrace = () => {
    throw new Error('the file is gone');
  };
  await page.locator('.queueRow').nth(2).click();
  await page.getByText('The trace cannot be shown.').waitFor();
  await host.events.show({ wanted: { traces: { title: '14 of a cell', ids: ['tr_0001', 'tr_0002'] } } });
  await page.getByRole('combobox', { name: 'Queue' }).getByText('14 of a cell (2)').waitFor({ state: 'attached' });
  await expect.poll(() => page.locator('.queueRow').count()).toBe(2);
});

test('a blind review shows labels of others when one’s own is saved', async () => {
  const week = queueInMemory(weekQueue.map((each) => (each.others ? { ...each, others: each.others.map((label) => ({ ...label, class: { class: 'evidence_quality' } })) } : each)));
  await using opened = await open({ answers: { ...week.answers, ...asked({ trace: 'tr_0003' }) }, until: read });
  const { page } = opened;
  await page.getByText('1 other label hidden until you save (blind review)').waitFor();
  await page.keyboard.press('p');
  await page.getByText('Made up a date').waitFor();
  // As the list of classes calls it.
  await page.getByRole('group', { name: 'Others' }).getByText('maria Fail, Evidence 4 Feb 2026').waitFor();
  await page.getByText(/^You disagree; Agreement has what to decide/u).waitFor();
});

test('more classes than digits are found by typing, and a queue of thousands is read as it is scrolled', async () => {
  const classes = [...classesInUse(undefined), ...Array.from({ length: 12 }, (_, at) => ({ id: `own_${at}`, name: `Own class ${at}`, definition: `When it is the ${at}th of ours.` }))];
  const many = queueInMemory(Array.from({ length: 3000 }, (_, at) => ({ row: { id: `tr_${at}`, title: `Question ${at}`, why: 'random' }, recorded: { ...story, view: { ...story.view, classes } } })));
  await using opened = await open({ answers: { ...many.answers, ...asked({ trace: 'tr_2500' }) }, until: read });
  const { page, host } = opened;
  await page.locator('.queueRow.focused', { hasText: 'Question 2500' }).waitFor();
  await page.keyboard.press('0');
  await page.keyboard.type('class 11');
  await page.keyboard.press('Enter');
  await expect.poll(() => many.labels.get('tr_2500')).toMatchObject({ verdict: 'fail', class: { class: 'own_11' } });
  // What no class is called becomes one.
  await page.keyboard.press('0');
  await page.keyboard.type('Talks too much');
  await page.getByRole('button', { name: 'New class “Talks too much”' }).waitFor();
  await page.keyboard.press('Enter');
  await expect.poll(() => many.labels.get('tr_2500')?.class).toEqual({ class: 'own' });
  await page.getByRole('checkbox', { name: /Talks too much/u, checked: true }).waitFor();
  await page.keyboard.press('j');
  await page.locator('.tracePane[aria-busy="false"]').getByRole('heading', { name: 'Question 2501' }).waitFor();
  await page.locator('.queueRow.focused').focus();
  await page.keyboard.press('Home');
  await page.locator('.tracePane[aria-busy="false"]').getByRole('heading', { name: 'Question 0', exact: true }).waitFor();
  expect(await page.locator('.queueRow').count()).toBeLessThan(60);
  expect(host.asked('readQueue').length).toBeLessThan(8);
  await expectGoodLooks(opened, { folder: 'review', name: 'classes', sizes: [{ width: 1400, height: 900 }], themes: ['vscode-dark'] });
});

test('where there is room for one part, a part is chosen', async () => {
  const week = queueInMemory(weekQueue);
  await using opened = await open({ answers: { ...week.answers, ...asked({ trace: 'tr_0003' }) }, size: { width: 320, height: 900 }, until: '.queueRow.focused' });
  const { page } = opened;
  await page.getByRole('button', { name: 'Trace', exact: true }).click();
  await page.getByText('Retry storm 7 to 9').waitFor();
  await expectGoodLooks(opened, { folder: 'review', name: 'part-trace', sizes: [{ width: 320, height: 900 }], themes: ['vscode-dark'] });
  await page.getByRole('button', { name: 'Label', exact: true }).click();
  await page.keyboard.press('f');
  await expect.poll(() => week.labels.get('tr_0003')?.verdict).toBe('fail');
  await expectGoodLooks(opened, { folder: 'review', name: 'part-label', sizes: [{ width: 320, height: 900 }], themes: ['vscode-dark'] });
  // Beside an editor the list gives its place to the trace, and the label stays.
  await page.setViewportSize({ width: 711, height: 800 });
  await page.getByRole('button', { name: 'Trace', exact: true, pressed: true }).waitFor();
  expect(await page.locator('.queueList').count()).toBe(0);
  expect((await page.locator('.tracePane').boundingBox())!.width).toBeGreaterThan(400);
  await page.getByRole('button', { name: 'Fail', exact: true }).waitFor();
  await page.keyboard.press('/');
  await page.locator('#find-traces:focus').waitFor();
  await page.getByRole('button', { name: 'Queue', exact: true, pressed: true }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Trace', exact: true }).click();
  await page.keyboard.press('j');
  await page.locator('.tracePane[aria-busy="false"]').getByRole('heading', { level: 2, name: /^Where is my parcel/u }).waitFor();
  await page.keyboard.press('k');
  await page.getByText('Retry storm 7 to 9').waitFor();
  await expectGoodLooks(opened, { folder: 'review', name: 'beside', sizes: [{ width: 711, height: 800 }], themes: ['vscode-dark', 'vscode-light', 'vscode-high-contrast'] });
});

test('scores of the export stand beside the signals, and a long question leaves the steps in sight', async () => {
  const { skeleton } = story.view;
  const scored = { ...story, view: { ...story.view, skeleton: { ...skeleton, scores: [{ name: 'reward', value: 0, source: 'unknown' as const, comment: null, spanId: null, step: null }], steps: skeleton.steps.map((step) => (step.n === 7 ? { ...step, name: 'inspect_evals/lucene_query_with_a_long_name_and_more' } : step)) } } };
  const long = Array.from({ length: 40 }, (_, at) => `Line ${at} of what has to be done in the repository.`).join('\n\n');
  const asksLong = queueInMemory([{ row: { id: 'tr_0001', title: long, why: 'scored fail' }, recorded: scored }]);
  await using opened = await open({ answers: { ...asksLong.answers, ...asked(null) }, until: read, size: { width: 1000, height: 800 } });
  const { page } = opened;
  await page.getByRole('list', { name: /scores/iu }).getByText('reward').waitFor();
  await page.getByTitle('reward 0').waitFor();
  await page.getByText('0 of 1 reviewed by you').waitFor();
  const steps = (await page.locator('.traceSteps').boundingBox())!;
  const details = (await page.locator('.traceDetails').boundingBox())!;
  expect(steps.y + 66).toBeLessThan(details.y);
  await expectGoodLooks(opened, { folder: 'review', name: 'scores', sizes: [{ width: 1000, height: 800 }], themes: ['vscode-dark'] });
  // A long name gives way to the key beside it.
  await page.locator('.tracePane').getByRole('row', { name: /^Step 7,/u }).click();
  await page.keyboard.press('w');
  const name = page.getByRole('button', { name: /^7, inspect_evals/u });
  const key = (await page.locator('.railField', { has: name }).locator('.key').boundingBox())!;
  const field = (await page.locator('.railField', { has: name }).boundingBox())!;
  expect(key.x + key.width).toBeLessThanOrEqual(field.x + field.width + 1);
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  await expectGoodLooks(opened, { folder: 'review', name: 'sheet', sizes: [{ width: 320, height: 900 }, { width: 1400, height: 900 }, { width: 900, height: 800 }], themes: ['vscode-dark'] });
  await page.keyboard.press('Escape');
  // What is said goes with the tab it was said in.
  await page.keyboard.press('p');
  await page.getByText('Saved in casebook/labels/jonas.jsonl', { exact: true }).waitFor();
  await page.keyboard.press(']');
  await page.getByRole('tab', { name: 'Failure log', selected: true }).waitFor();
  await page.keyboard.press('[');
  await page.getByRole('tab', { name: 'Queue', selected: true }).waitFor();
  await page.getByRole('button', { name: 'Pass', exact: true, pressed: true }).waitFor();
  expect(await page.getByText('Saved in casebook/labels/jonas.jsonl', { exact: true }).count()).toBe(0);
  await page.getByRole('button', { name: /more lines$/u }).first().click();
  await page.locator('.message.asked').getByText('Line 39 of what').waitFor();
});
