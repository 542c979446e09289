import { expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { browserSuite } from './browserSuite.ts';
import type { Label } from '../../src/core/model/label.ts';
import { RemoteError } from '../../src/protocol/rpc.ts';
import { changed } from './recordedHost.ts';
import type { RecordedHost } from './recordedHost.ts';
import { story } from './story.ts';

/** What labelling asks of the host, and what it tells the person. */

const { open } = browserSuite();
const pressed = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).getAttribute('aria-pressed');

test('keys write verdict, class and first wrong step at once, say so, and take back', async () => {
  await using opened = await open(story);
  const { page, host } = opened;
  await page.keyboard.press('f');
  await page.getByRole('status').getByText('Fail. Saved in casebook/labels/jonas.jsonl').waitFor();
  expect(await pressed(page, 'Fail')).toBe('true');
  await page.getByRole('img', { name: 'Labelled fail' }).waitFor();
  // The host tells every page of a change, the one that made it too.
  await host.events.labelChanged({ label: changed(null, { verdict: 'fail' }) });
  await page.getByText('Saved in casebook/labels/jonas.jsonl', { exact: true }).waitFor();
  await page.keyboard.press('3');
  await expect.poll(() => pressed(page, 'Arguments')).toBe('true');
  await page.keyboard.press('w');
  await page.getByRole('row', { name: /^Step 7, .*first wrong step$/u }).waitFor();
  // Two marks that cannot both stand are refused where they are pressed.
  await page.keyboard.press('Shift+W');
  await page.getByRole('status').getByText('Not marked: step 7 is the first wrong one').waitFor();
  await page.keyboard.press('Control+z');
  await expect.poll(() => page.getByText('First wrong', { exact: true }).count()).toBe(0);
  await page.getByRole('status').getByText('Taken back: first wrong step').waitFor();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Shift+W');
  await page.getByRole('button', { name: 'Last good step 6' }).waitFor();
  await page.keyboard.press('f');
  await expect.poll(() => pressed(page, 'Fail')).toBe('false');
  expect(host.asked('label')).toEqual([{ verdict: 'fail' }, { class: { class: 'tool_arguments' } }, { firstWrongStep: 7 }, { lastGoodStep: 6 }, { verdict: null }]);
  expect(host.asked('undo')).toHaveLength(1);
});

test('a class on an unlabelled trace is a fail too, in one request', async () => {
  await using opened = await open(story);
  const { page, host } = opened;
  await page.keyboard.press('6');
  await expect.poll(() => host.asked('label')).toEqual([{ class: { class: 'recovery_behavior' }, verdict: 'fail' }]);
});

test('the fields are saved together, and typing is not labelling', async () => {
  await using opened = await open(story);
  const { page, host } = opened;
  await page.keyboard.press('n');
  await page.getByRole('textbox', { name: 'Note' }).waitFor();
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('VSCODE-TEXT-AREA');
  await page.keyboard.type('fpd: sends a number');
  await page.getByRole('textbox', { name: 'Fix' }).fill('Say in the schema that the id is text');
  const group = page.getByRole('form', { name: 'Label fields' });
  await page.keyboard.press('Escape');
  await page.keyboard.press('a');
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('VSCODE-TEXT-FIELD');
  await page.keyboard.type('mei');
  await group.getByRole('combobox', { name: 'Class' }).click();
  await page.getByRole('option', { name: 'Tool choice' }).click();
  await group.getByRole('combobox', { name: 'Mode' }).click();
  await page.getByRole('option', { name: 'Wrong tool' }).click();
  expect(host.asked('label')).toEqual([]);
  await page.getByRole('textbox', { name: 'Fix' }).press('Control+Enter');
  await expect.poll(() => host.asked('label')).toEqual([{
    note: 'fpd: sends a number', fix: 'Say in the schema that the id is text', owner: 'mei', class: { class: 'tool_selection', mode: 'wrong_tool' }, verdict: 'fail',
  }]);
  await group.getByText('Saved', { exact: true }).waitFor();
  await page.getByRole('textbox', { name: 'Fix' }).fill('Another');
  await group.getByText('Not saved yet').waitFor();
  await group.getByRole('button', { name: 'Discard' }).click();
  await group.getByText('Nothing typed').waitFor();
  await page.keyboard.press('Escape');
  await expect.poll(() => group.count()).toBe(0);
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('row');
});

test('selected words of the answer become the wrong words, as they were recorded', async () => {
  await using opened = await open(story);
  const { page, host } = opened;
  await page.keyboard.press('Home');
  const answer = page.getByRole('article', { name: 'Assistant' }).last().locator('.markdown p');
  await answer.waitFor();
  await answer.evaluate((element) => {
    const range = document.createRange();
    // Marks on values may part the text, before or after this.
    const whole = element.textContent ?? '';
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let from = 0; texts.nextNode(); from += texts.currentNode.nodeValue!.length) {
      const place = (at: number) => (at >= from && at <= from + texts.currentNode.nodeValue!.length ? at - from : null);
      const [start, end] = [place(whole.indexOf('Order')), place(whole.indexOf(' at 14:05'))];
      if (start !== null) range.setStart(texts.currentNode, start);
      if (end !== null) range.setEnd(texts.currentNode, end);
    }
    document.getSelection()?.removeAllRanges();
    document.getSelection()?.addRange(range);
  });
  await page.getByRole('button', { name: 'Mark as wrong words' }).click();
  await expect.poll(() => host.asked('label')).toEqual([{ wrongWords: 'Order **12345** was delivered on 3 February' }]);
  await expect.poll(() => page.evaluate(() => [...(CSS.highlights.get('wrong-words') ?? [])].map((range) => (range as Range).toString()))).toEqual(['Order 12345 was delivered on 3 February']);
  await page.getByRole('button', { name: 'Take back wrong words' }).click();
  await expect.poll(() => host.asked('label').at(-1)).toEqual({ wrongWords: '' });
  await page.getByRole('button', { name: 'Mark as wrong words' }).waitFor();
});

test('the list of a dropdown opens to where it has room', async () => {
  await using opened = await open(story, { size: { width: 1020, height: 820 } });
  const { page } = opened;
  await page.keyboard.press('2');
  await page.keyboard.press('l');
  for (const name of ['Mode', 'Class', 'Status']) {
    await page.getByRole('combobox', { name }).click();
    const form = (await page.getByRole('form', { name: 'Label fields' }).boundingBox())!;
    for (const option of await page.getByRole('combobox', { name }).getByRole('option').all()) {
      const box = (await option.boundingBox())!;
      expect(box.y >= form.y && box.y + box.height <= form.y + form.height, `${name}: ${await option.textContent()}`).toBe(true);
    }
    await page.getByRole('combobox', { name }).click();
  }
});

test.each([1400, 1020, 900, 700, 320])('at %d px the bar keeps its names, and holds no row for a key alone', async (width) => {
  await using opened = await open(story, { size: { width, height: 820 } });
  const { page } = opened;
  const bar = page.getByRole('region', { name: 'Label' });
  for (const name of ['Answer', 'Tool choice', 'Recovery', 'First wrong step', 'Note']) {
    const box = (await bar.getByText(name, { exact: true }).boundingBox())!;
    expect(box.width, name).toBeGreaterThan(name.length * 4);
  }
  const keys = (await bar.getByRole('button', { name: 'Keys' }).boundingBox())!;
  const state = (await bar.getByText('Not reviewed, you are jonas').boundingBox())!;
  expect(Math.abs(keys.y + keys.height / 2 - state.y - state.height / 2)).toBeLessThan(6);
});

test('a failed save is said, nothing is pretended, and nothing typed is lost', async () => {
  await using opened = await open(story, {
    prepare: (host) => (host.answers.label = () => {
      throw new RemoteError({ code: 'read-only', message: 'casebook/labels/jonas.jsonl cannot be written.', hint: 'Check the folder’s permissions.' });
    }),
  });
  const { page } = opened;
  await page.keyboard.press('p');
  await page.getByRole('status').getByText('Not saved: casebook/labels/jonas.jsonl cannot be written.').waitFor();
  const told = page.getByRole('alert').getByText('Not saved: casebook/labels/jonas.jsonl cannot be written. Check the folder’s permissions.');
  await page.setViewportSize({ width: 320, height: 820 });
  expect(await told.evaluate((element) => element.scrollWidth <= element.clientWidth && element.scrollHeight <= element.clientHeight)).toBe(true);
  await page.setViewportSize({ width: 1400, height: 900 });
  expect(await pressed(page, 'Pass')).toBe('false');
  await page.keyboard.press('n');
  await page.getByRole('textbox', { name: 'Note' }).fill('kept');
  await page.keyboard.press('Control+Enter');
  await page.getByText('Not saved yet').waitFor();
  expect(await page.getByRole('textbox', { name: 'Note' }).inputValue()).toBe('kept');
});

/** A host whose saves end when they are told to, the oldest first. */
function slowSaves(host: RecordedHost): { end(failure?: RemoteError): Promise<void> } {
  const ends: ((failure?: RemoteError) => void)[] = [];
  let now: Label | null = null;
  host.answers.label = (change) => new Promise((resolve, reject) => ends.push((failure) => (failure ? reject(failure) : resolve(now = changed(now, change)))));
  return {
    async end(failure) {
      await expect.poll(() => ends.length).toBe(1);
      ends.shift()!(failure);
    },
  };
}

test('what is pressed while a save is under way is written after it, in order, each upon the label before it', async () => {
  await using opened = await open(story);
  const { page, host } = opened;
  const saves = slowSaves(host);
  await page.keyboard.press('f');
  await page.getByText('Saving…').waitFor();
  for (const key of ['2', 'w', 'f']) await page.keyboard.press(key);
  await page.evaluate(() => document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'd', repeat: true, bubbles: true, cancelable: true })));
  await page.getByRole('button', { name: 'Recovery', exact: true }).click();
  await page.keyboard.press('Shift+Enter');
  expect(host.asked('label')).toHaveLength(1);
  for (let save = 0; save < 5; save++) await saves.end();
  await page.getByText('Saved in casebook/labels/jonas.jsonl', { exact: true }).waitFor();
  expect(host.asked('label')).toEqual([{ verdict: 'fail' }, { class: { class: 'tool_selection' } }, { firstWrongStep: 7 }, { verdict: null }, { class: { class: 'recovery_behavior' }, verdict: 'fail' }]);
  await expect.poll(() => host.calls.filter(({ method }) => method === 'label' || method === 'makeCase').at(-1)?.method).toBe('makeCase');
});

test('a save that fails stops those behind it, says how many, and no case is made; later presses are written again', async () => {
  await using opened = await open(story);
  const { page, host } = opened;
  const saves = slowSaves(host);
  for (const key of ['f', '2', 'w', 'Shift+Enter']) await page.keyboard.press(key);
  await saves.end(new RemoteError({ code: 'read-only', message: 'The disk is full.' }));
  await page.getByRole('alert').getByText('Not saved: The disk is full. The 2 presses after it were not saved either.').waitFor();
  await page.getByText('No case was written: The label before it was not saved.').waitFor();
  expect(host.asked('label')).toEqual([{ verdict: 'fail' }]);
  expect(host.asked('makeCase')).toEqual([]);
  await page.keyboard.press('p');
  await saves.end();
  await page.getByText('Saved in casebook/labels/jonas.jsonl', { exact: true }).waitFor();
  expect(host.asked('label').at(-1)).toEqual({ verdict: 'pass' });
});

test('what is typed while the fields are saved stays to be saved', async () => {
  await using opened = await open(story);
  const { page, host } = opened;
  const saves = slowSaves(host);
  await page.keyboard.press('n');
  await page.getByRole('textbox', { name: 'Note' }).fill('one');
  await page.keyboard.press('Control+Enter');
  await page.getByText('Saving…').waitFor();
  await page.getByRole('textbox', { name: 'Note' }).fill('one and two');
  await saves.end();
  await page.getByText('Saved in casebook/labels/jonas.jsonl', { exact: true }).first().waitFor();
  await page.getByText('Not saved yet').waitFor();
  expect(await page.getByRole('textbox', { name: 'Note' }).inputValue()).toBe('one and two');
});

test('a remark goes away by itself, and at the next key', async () => {
  await using opened = await open(story);
  const { page } = opened;
  const remark = page.getByRole('region', { name: 'Label' }).getByText('Select the wrong words of the answer first');
  await page.keyboard.press('x');
  await remark.waitFor();
  await remark.waitFor({ state: 'detached', timeout: 6000 });
  await page.keyboard.press('x');
  await remark.waitFor();
  await page.keyboard.press('e');
  await remark.waitFor({ state: 'detached', timeout: 1500 });
});

const label = (verdict: 'pass' | 'fail') => ({ by: 'maria', at: '2026-02-04T10:00:00.000Z', verdict, class: null, firstWrong: null, lastGood: null, note: '', cause: '', fix: '', correction: '', wrongWords: '', owner: '', status: null });

test('keys do nothing in a dialog, with Alt, or while typing', async () => {
  await using opened = await open(story);
  const { page, host } = opened;
  await page.keyboard.press('Alt+f');
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  await page.keyboard.press('f');
  await page.keyboard.press('Escape');
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
  await page.keyboard.press('/');
  await page.keyboard.type('fd12');
  await page.waitForTimeout(100);
  expect(host.asked('label')).toEqual([]);
});

test('what others say is told beside one’s own label, or only how many do', async () => {
  await using opened = await open(story);
  const { page, host } = opened;
  await host.events.labelChanged({ label: null, others: { seen: [], hidden: 1 } });
  await page.getByText('Not reviewed, you are jonas · 1 label hidden until you judge it (blind review)').waitFor();
  await host.events.labelChanged({ label: null, others: { seen: [{ by: 'maria', verdict: 'fail' }], hidden: 0 } });
  await page.getByText('Not reviewed, you are jonas · maria: Fail').waitFor();
  await expect(page.getByRole('group', { name: 'Verdict' }).getByRole('button', { pressed: true }).count()).resolves.toBe(0);
});

test('a label arrives by itself, and whose it is stands beside it', async () => {
  await using opened = await open(story);
  const { page, host } = opened;
  await page.getByText('Not reviewed, you are jonas').waitFor();
  await host.events.labelChanged({ label: { ...label('fail'), firstWrong: { step: 4, span: null } } });
  await page.getByText('Labelled by maria, 4 Feb 2026').waitFor();
  await page.getByRole('row', { name: /^Step 4, .*first wrong step$/u }).waitFor();
});

test('a case is made once, and its proof is told', async () => {
  await using opened = await open(story);
  const { page, host } = opened;
  await page.keyboard.press('Shift+Enter');
  await page.getByText('Catches the failure: expectedTool fails on the recorded trace.').first().waitFor();
  expect(host.asked('makeCase')).toHaveLength(1);

  await page.getByRole('row', { name: /^Step 4,/u }).click();
  await page.keyboard.press('b');
  await expect.poll(() => host.asked('makeCase')).toEqual([{}, { fromStep: 4 }]);
});

test('a secret that was replaced in a note is told of', async () => {
  await using opened = await open(story);
  const { page, host } = opened;
  host.answers.label = (change) => ({ ...changed(null, change), replaced: 1 });
  await page.keyboard.press('f');
  await page.getByText('Saved, 1 likely secret replaced', { exact: true }).first().waitFor();
});
