import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { RemoteError } from '../../src/protocol/rpc.ts';
import { findViolations } from './axe.ts';
import { takePicture } from './browser.ts';
import { mapSuite } from './mapSuite.ts';
import { expectGoodLooks, themesOfOtherSizes } from './looks.ts';
import { sidewaysScroll } from './sideways.ts';

const { open } = mapSuite();

const name = 'exports/tickets-2026-11-02.csv';
const header = 'ticket,asked by,channel,question,reply,tools used,docs,llm,tokens_in,tokens_out,cost,when,took_ms,thumb,topics';
const tickets = `${header}
T-1001,ana,chat,Where is my parcel 4471?,"It left our depot in Kiel this morning and should be with you tomorrow before noon.","[{""name"":""trackParcel"",""arguments"":{""id"":""4471""},""result"":""in transit""}]","[""shipping-faq""]",gpt-4.1-mini,1284,212,0.0026,2026-11-02T09:12:04Z,2140,up,"shipping, parcels"
T-1002,bo,mail,"May I return a jacket that I have worn once?
I still have the receipt.","Yes, within 30 days.
Bring the receipt to any shop; you get your money back within a week.",,"[""returns"",""receipts""]",gpt-4.1-mini,980,164,0.0019,2026-11-02T09:14:40Z,1730,down,returns
T-1003,cem,chat,Cancel my order 88120,I could not cancel it: the order has been sent.,"[{""name"":""getOrder"",""result"":{""status"":""sent""}},{""name"":""cancelOrder"",""error"":""422, already sent""}]",,gpt-4.1,many,98,0.0112,2026-11-02T09:20:11Z,5320,,"orders, cancelling"
T-1004,ana,chat,Do you ship to Iceland?,,,"[""shipping-countries""]",gpt-4.1-mini,640,,,2026-11-02T09:31:00Z,12480,,shipping
`;
const plainRows = 'a,b,c\n1,Some words here,Other words there\n2,More words here,And more\n';
const field = (page: Page, label: string) => page.getByRole('combobox', { name: label, exact: true });

test('in every theme and size', async () => {
  await using opened = await open(name, tickets);
  const { page } = opened;
  const narrow = { width: 320, height: 900 };
  await expectGoodLooks(opened, { folder: 'mapColumns', name: 'guess', sizes: [{ width: 1400, height: 900 }, { width: 900, height: 900 }, narrow] });
  await page.locator('.previewRow').nth(2).scrollIntoViewIfNeeded();
  await expectGoodLooks(opened, { folder: 'mapColumns', name: 'preview', sizes: [narrow], themes: themesOfOtherSizes });
});

test.each([[900, 900], [760, 700], [500, 800], [320, 640]] as const)('what a choice changes is in sight %i wide and %i high', async (width, height) => {
  await using opened = await open(name, tickets, { size: { width, height } });
  const { page } = opened;
  const question = page.locator('.previewRow').first().locator('.saidText').first();
  const inSight = async () => {
    const [box, bottom] = await Promise.all([question.boundingBox(), page.locator('.mapFoot').boundingBox()]);
    return box !== null && bottom !== null && box.y >= 0 && box.y + box.height <= bottom.y;
  };
  expect(await inSight()).toBe(true);
  await field(page, 'Tags').scrollIntoViewIfNeeded();
  expect(await inSight()).toBe(true);
});

test('a page too low for fields and preview is scrolled as a whole', async () => {
  await using opened = await open(name, tickets, { size: { width: 320, height: 256 } });
  const { page } = opened;
  await page.locator('.previewRow').last().scrollIntoViewIfNeeded();
  expect(await page.evaluate(() => scrollY)).toBeGreaterThan(500);
  expect(await sidewaysScroll(page)).toBe(0);
});

test('each field has a choice of the columns with an example, and the guess is marked', async () => {
  await using opened = await open(name, tickets);
  const { page } = opened;
  expect(await field(page, 'Question').inputValue()).toBe('question');
  expect(await field(page, 'Question').locator('option').allTextContents()).toContain('question: Where is my parcel 4471?');
  expect(await page.locator('.mapField', { has: page.getByText('Question', { exact: true }) }).getByText('Guessed').count()).toBe(1);
  expect(await field(page, 'Session').inputValue()).toBe('');
  for (const group of ['Conversation', 'Tools and documents', 'Model and usage', 'When', 'Who and outcome']) expect(await page.getByRole('group', { name: group }).count()).toBe(1);
});

test('the rows are shown as they would be read, and a change is seen at once', async () => {
  await using opened = await open(name, tickets);
  const { page, host } = opened;
  const first = page.locator('.previewRow').first();
  for (const words of ['Line 2', 'Where is my parcel 4471?', 'It left our depot in Kiel', 'trackParcel', '1 document', 'gpt-4.1-mini', '$0.0026', '2.14 s', 'Accepted by the user', 'parcels']) await first.getByText(words).first().waitFor();
  await field(page, 'Input tokens').selectOption('tokens_in');
  await first.getByText('1,284 in, 212 out').waitFor();
  const third = page.locator('.previewRow').nth(2);
  await third.getByText('tokens_in is "many", which is no number; read as not recorded.').waitFor();
  await third.getByText('cancelOrder, error').waitFor();
  await page.locator('.previewRow').nth(3).getByText('Answer: not recorded').waitFor();
  await page.locator('.previewRow').nth(3).getByText('gpt-4.1-mini').waitFor();

  await field(page, 'Answer').selectOption('channel');
  await first.getByText('chat', { exact: true }).waitFor();
  expect(await page.locator('.mapField', { has: page.getByText('Answer', { exact: true }) }).getByText('Guessed').count()).toBe(0);
  expect(host.asked('preview')).toHaveLength(2);
  await page.getByRole('button', { name: 'Take the guess' }).click();
  await first.getByText('It left our depot in Kiel').waitFor();
});

test('rows of one JSON value are told apart by their number', async () => {
  await using opened = await open('exports/rows.json', JSON.stringify({ rows: [{ question: 'Where is it?', reply: 'Here it is.' }, { question: 'And the other?', reply: 'There it is.' }] }, null, 2));
  expect(await opened.page.locator('.previewRow .previewLine .linkButton').allTextContents()).toEqual(['Row 1', 'Row 2']);
});

test('several changes in a row are one preview', async () => {
  await using opened = await open(name, tickets);
  const { page, host } = opened;
  await page.getByRole('button', { name: 'Clear' }).click();
  await page.getByText('Nothing is mapped yet. Choose the columns').waitFor();
  expect(await page.locator('vscode-button', { hasText: 'Import' }).getAttribute('disabled')).not.toBeNull();
  const before = host.asked('preview').length;
  await field(page, 'Question').focus();
  for (let n = 0; n < 4; n++) await page.keyboard.press('ArrowDown');
  await page.locator('.previewRow').first().waitFor();
  expect(host.asked('preview').length - before).toBeLessThanOrEqual(2);
  expect(await field(page, 'Question').inputValue()).toBe('question');
});

test('the map is imported with what it is remembered for', async () => {
  await using opened = await open(name, tickets);
  const { page, host } = opened;
  expect(await field(page, 'Remember for').locator('option').allTextContents()).toEqual(['Files named exports/tickets-*.csv', 'All files in exports', 'Not, for this import only']);
  await field(page, 'Remember for').selectOption('folder');
  await page.getByRole('button', { name: 'Import' }).click();
  await expect.poll(() => host.asked('import')).toMatchObject([{ remember: 'folder', map: { id: 'ticket', query: 'question', answer: 'reply', user: 'asked by', model: 'llm' } }]);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect.poll(() => host.asked('cancel')).toHaveLength(1);
});

test('without a folder nothing can be remembered, and the page says so', async () => {
  await using opened = await open(name, tickets, { canRemember: false });
  expect(await field(opened.page, 'Remember for').isDisabled()).toBe(true);
  await opened.page.getByText('Not: no folder is open to keep it in').waitFor({ state: 'attached' });
});

test('what was chosen is there again after a reload', async () => {
  await using opened = await open(name, tickets);
  const { page, host } = opened;
  await field(page, 'Answer').selectOption('channel');
  await field(page, 'Remember for').selectOption('not');
  await expect.poll(() => host.asked('preview').length).toBe(1);
  await page.reload();
  await page.locator('.previewRow').first().waitFor();
  expect(await field(page, 'Answer').inputValue()).toBe('channel');
  expect(await field(page, 'Remember for').inputValue()).toBe('not');
  expect(host.asked('open')[1]).toMatchObject({ map: { answer: 'channel', query: 'question' } });
});

test('an import that comes to nothing, and a preview that fails, say so in place', async () => {
  await using opened = await open(name, tickets, { answers: { import: () => { throw new RemoteError({ code: 'broken-config', message: 'casebook/config.yaml:4:3 CB801 A key is missing.', hint: 'Mend the line.' }); } } });
  const { page, host, errors } = opened;
  await page.getByRole('button', { name: 'Import' }).click();
  await page.getByText('casebook/config.yaml:4:3 CB801 A key is missing. Mend the line.').waitFor();
  host.answers.preview = () => { throw new RemoteError({ code: 'no-such-file', message: 'There is no file exports/tickets-2026-11-02.csv. Check the path.' }); };
  await field(page, 'Answer').selectOption('channel');
  await page.getByText('There is no file exports/tickets-2026-11-02.csv.').waitFor();
  await takePicture(page, 'mapColumns', 'failed');
  expect(await findViolations(page)).toEqual([]);
  delete host.answers.preview;
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.locator('.previewRow').first().getByText('chat', { exact: true }).waitFor();
  expect(await page.getByText('There is no file').count()).toBe(0);
  expect(errors).toEqual([]);
});

test('a file that holds no rows says why, and can be closed', async () => {
  await using opened = await open('notes.txt', 'Hello there.', { until: 'text=The rows cannot be shown.' });
  const { page, host } = opened;
  await page.getByText('holds no rows with names and values').waitFor();
  expect(await findViolations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Close' }).click();
  await expect.poll(() => host.asked('cancel')).toHaveLength(1);
});

test('columns that nobody could guess begin empty; rows that would be left out are counted', async () => {
  await using opened = await open('odd.jsonl', '{"x":"Some words","y":"Other words"}\n{"z":1}\n{"x":"More words"}\n', { until: 'text=Nothing is mapped yet. Choose the columns' });
  const { page, host, errors } = opened;
  await takePicture(page, 'mapColumns', 'empty');
  await field(page, 'Question').selectOption('x');
  await page.getByText('1 row would be left out').waitFor();
  await page.getByRole('button', { name: 'line 2' }).click();
  await expect.poll(() => host.asked('reveal')).toEqual([{ line: 2 }]);
  expect(await page.locator('.mapField', { has: page.getByText('Question', { exact: true }) }).getByText('2 of 3').count()).toBe(1);
  expect(await findViolations(page)).toEqual([]);
  expect(errors).toEqual([]);
});

test('hostile names and values are text; hundreds of columns are no trouble', async () => {
  const evil = '<img src=x onerror="document.title=1">';
  const row = Object.fromEntries([[evil, evil], ['__proto__x', 'y'], ...Array.from({ length: 190 }, (_, n) => [`column_${n}`, `value ${n}`])]);
  await using opened = await open('wide.jsonl', `${JSON.stringify({ ...row, question: evil, answer: 'Fine words here' })}\n`.repeat(3), {});
  const { page, errors } = opened;
  await page.locator('.previewRow').first().getByText(evil).waitFor();
  expect(await page.locator('#page img').count()).toBe(0);
  expect(await field(page, 'Session').locator('option').count()).toBeGreaterThan(190);
  expect(errors).toEqual([]);
});

test('everything is reached by keys, in reading order', async () => {
  await using opened = await open('plain.csv', plainRows, { until: '.mapFields' });
  const { page } = opened;
  const reached: string[] = [];
  for (let n = 0; n < 40; n++) {
    await page.keyboard.press('Tab');
    reached.push(await page.evaluate(() => {
      const active = document.activeElement;
      return active instanceof HTMLSelectElement ? (active.labels[0]?.textContent ?? '') : (active?.getAttribute('aria-label') ?? active?.textContent ?? '');
    }));
  }
  const order = ['Question', 'Answer', 'Messages', 'Tool calls', 'Model', 'Started', 'Run id', 'Tags', 'Preview', 'Remember for', 'Cancel'].map((each) => reached.indexOf(each));
  expect(order).toEqual([...order].sort((a, b) => a - b));
  expect(order).not.toContain(-1);
});
