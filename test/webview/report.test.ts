import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { adviceFor } from '../../src/core/doctor/advice.ts';
import { RemoteError } from '../../src/protocol/rpc.ts';
import { findViolations } from './axe.ts';
import { takePicture } from './browser.ts';
import { expectGoodLooks } from './looks.ts';
import { completenessOf, importedFile, reportSuite, viewOf } from './reportSuite.ts';

const { open } = reportSuite();

const lacking = completenessOf(24, { toolsConsidered: [0, 24], why: [3, 20], feedback: [9, 24], user: [0, 24], cost: [12, 96], results: [55, 61] });
const week = importedFile({
  completeness: lacking, redactions: { 'aws-key': 2, 'bearer-token': 1 }, cut: 3, new: 20, unchanged: 4, warningCount: 140,
  warnings: [{ line: 41, message: 'The record ends in the middle of a value; what came before it was read.' }, { line: null, message: 'The spans have no end times.' }, { line: 1204, message: 'attributes.gen_ai.input.messages is no JSON: it begins with "[{\'role\'".' }],
});
const refused = importedFile({ path: 'exports/notes.csv', format: null, why: null, error: 'notes.csv holds rows of no format that Casebook knows. Map its columns, or name its format.', traces: 0, spans: 0, messages: 0, toolCalls: 0, new: 0, completeness: null, mappable: { rows: 12, columns: [], guess: {} } });
const broken = importedFile({ path: 'exports/2026/02/cut.json', format: null, why: null, error: 'cut.json is cut off in the middle: it ends at line 88 inside a list. Export it again.', traces: 0, spans: 0, messages: 0, toolCalls: 0, new: 0, completeness: null });
const whole = importedFile({ path: 'exports/monday.jsonl', format: 'vercel-spans', formatTitle: 'OpenTelemetry spans (JavaScript SDK, Vercel AI SDK)', why: 'span ids on line 1', traces: 3, spans: 30, messages: 14, toolCalls: 4, new: 3, completeness: completenessOf(3) });
const left = importedFile({ path: 'exports/state/session.json', format: null, why: null, error: 'session.json is the state of a session, no trace. Import its messages.', leftOut: 7, traces: 0, spans: 0, messages: 0, toolCalls: 0, new: 0, completeness: null });
const mixed = viewOf([week, refused, broken, whole, left], { sentence: 'Imported 27 traces, 6 failing. 4 unchanged, 140 warnings, 2 files not read' });
const advice = { advice: adviceFor(lacking, { formats: new Set(['otlp']), apps: new Set(), scopes: new Set(['openinference.instrumentation.langchain']), scores: new Map(), attributes: new Set() }) };

const names = (page: Page) => page.locator('.fileName .strong').allTextContents();

test('in every theme and size', async () => {
  await using opened = await open(mixed, { answers: { advice: () => advice } });
  const { page } = opened;
  await page.locator('.fileQuestions').first().waitFor();
  await takePicture(page, 'report', 'file');
  await page.getByRole('button', { name: 'What to switch on' }).first().click();
  await page.getByText('using_attributes').first().waitFor();
  await page.locator('.fileQuestions').first().scrollIntoViewIfNeeded();
  await expectGoodLooks(opened, { folder: 'report', name: 'advice', sizes: [{ width: 1400, height: 900 }, { width: 900, height: 900 }, { width: 320, height: 900 }] });
});

test('files that were not read come first, with why and what to do, then those with warnings', async () => {
  await using opened = await open(mixed);
  const { page, host } = opened;
  expect(await names(page)).toEqual(['notes.csv', 'cut.json', 'week.jsonl', 'monday.jsonl', 'session.json']);
  await page.getByText('cut.json is cut off in the middle').waitFor();
  await page.getByRole('button', { name: 'Map columns…' }).click();
  await expect.poll(() => host.asked('mapColumns')).toEqual([{ file: 1 }]);
});

test('columns are not offered for mapping where nothing maps them', async () => {
  await using opened = await open({ ...mixed, canMap: false });
  expect(await opened.page.getByRole('button', { name: 'Map columns…' }).count()).toBe(0);
});

test('a warning leads to its line', async () => {
  await using opened = await open(mixed);
  const { page, host } = opened;
  await page.getByRole('button', { name: 'Line 1204' }).click();
  await expect.poll(() => host.asked('reveal')).toEqual([{ file: 0, warning: 2 }]);
  await page.getByText('and 137 more').waitFor();
});

test('what cannot be opened is said where it was asked for', async () => {
  await using opened = await open(mixed, { answers: { reveal: () => { throw new RemoteError({ code: 'source-gone', message: 'exports/week.jsonl has moved or was deleted.', hint: 'Put the file back.' }); } } });
  await opened.page.getByRole('button', { name: 'Line 41' }).click();
  await opened.page.getByText('exports/week.jsonl has moved or was deleted. Put the file back.').waitFor();
});

test('a file says what it holds, lacks and how far it answers the questions', async () => {
  await using opened = await open(mixed);
  const body = opened.page.locator('.file', { hasText: 'week.jsonl' });
  for (const words of [
    'OpenTelemetry spans (OTLP/JSON): resourceSpans on line 1', '24 traces, 412 spans, 190 messages, 61 tool calls', '20 new, 4 unchanged', 'Before anything was stored, 3 likely secrets replaced: 2 aws-key, 1 bearer-token', '3 payloads too large to keep whole',
    'the user in all 24 traces', 'cost in 84 of 96 model calls', '3 of 6 questions answered', 'the tools called 24 of 24, the reason for the first call 3 of 20',
  ]) await body.getByText(words).first().waitFor();
  await opened.page.locator('.file', { hasText: 'monday.jsonl' }).getByText('Nothing that was looked for').waitFor();
});

test('advice is asked for once, when it is unfolded, and its settings can be copied', async () => {
  await using opened = await open(mixed, { answers: { advice: () => advice } });
  const { page, host } = opened;
  expect(host.asked('advice')).toEqual([]);
  const fold = page.getByRole('button', { name: 'What to switch on' });
  await fold.click();
  await page.getByText('scope openinference.instrumentation.langchain').waitFor();
  await fold.click();
  await fold.click();
  expect(host.asked('advice')).toEqual([{ file: 0 }]);
  await page.getByRole('button', { name: 'Copy the setting' }).first().click();
  await expect.poll(() => host.asked('copy')).toEqual([{ text: advice.advice[0]?.settings[0]?.set, what: 'the setting' }]);
});

test('hundreds of files: errors first, the rest on demand, and they can be found', async () => {
  const many = Array.from({ length: 400 }, (_, index) => importedFile({ path: `exports/part-${String(index).padStart(3, '0')}.jsonl`, traces: 2, ...(index === 250 ? { warningCount: 1, warnings: [{ line: 7, message: 'cut' }] } : {}) }));
  await using opened = await open(viewOf([...many, broken]));
  const { page } = opened;
  expect((await names(page)).slice(0, 3)).toEqual(['cut.json', 'part-250.jsonl', 'part-000.jsonl']);
  expect(await page.locator('.file').count()).toBe(60);
  expect(await page.locator('.fileBody').count()).toBe(0);
  await takePicture(page, 'report', 'many');
  await page.getByRole('button', { name: 'Show more of 341 files' }).click();
  expect(await page.locator('.file').count()).toBe(300);
  await page.getByRole('button', { name: 'With warnings 1' }).click();
  expect(await names(page)).toEqual(['part-250.jsonl']);
  await page.getByRole('button', { name: /^All files/u }).click();
  await page.getByRole('searchbox', { name: 'Find files' }).fill('PART-31');
  expect(await page.locator('.file').count()).toBe(10);
  await page.getByRole('searchbox', { name: 'Find files' }).fill('nowhere');
  await page.getByRole('button', { name: 'Show all files' }).click();
  expect(await page.locator('.file').count()).toBe(60);
});

test('what was unfolded, chosen and typed is there again when the page comes back, for the same import only', async () => {
  const many = viewOf(Array.from({ length: 6 }, (_, index) => importedFile({ path: `part-${index}.jsonl` })));
  await using opened = await open(many);
  const { page, host } = opened;
  await page.getByRole('button', { name: /part-4/u }).click();
  await page.getByRole('searchbox', { name: 'Find files' }).fill('part');
  await page.reload();
  await page.locator('.fileBody').waitFor();
  expect(await page.getByRole('button', { name: /part-4/u }).getAttribute('aria-expanded')).toBe('true');
  expect(await page.getByRole('searchbox', { name: 'Find files' }).inputValue()).toBe('part');
  host.view = { ...mixed, at: '2026-02-04T10:00:00.000Z' };
  await host.events.reportChanged({});
  await page.getByText('notes.csv', { exact: true }).waitFor();
  expect(await page.getByRole('searchbox', { name: 'Find files' }).inputValue()).toBe('');
});

test('the report can be copied as Markdown', async () => {
  await using opened = await open(mixed);
  await opened.page.getByRole('button', { name: 'Copy as Markdown' }).click();
  await expect.poll(() => opened.host.asked('copyMarkdown')).toEqual([{}]);
});

test('before the first import it says what will be here', async () => {
  await using opened = await open(null, { size: { width: 900, height: 500 } });
  const { page, host, errors } = opened;
  await takePicture(page, 'report', 'nothing');
  expect(await findViolations(page)).toEqual([]);
  expect(errors).toEqual([]);
  await page.getByRole('button', { name: 'Import Traces…' }).click();
  await expect.poll(() => host.asked('importMore')).toEqual([{}]);
});

test('an import that met no file says so, and one that cannot be shown can be tried again', async () => {
  await using empty = await open(viewOf([], { sentence: 'No trace was found in there' }));
  await empty.page.getByText('The import met no file that could be a trace export.').waitFor();
  let failing = true;
  await using failed = await open(mixed, { answers: { open: () => {
    if (failing) throw new RemoteError({ code: 'internal', message: 'The engine has ended.' });
    return mixed;
  } } });
  await failed.page.getByText('The engine has ended.').waitFor();
  failing = false;
  await failed.page.getByRole('button', { name: 'Try again' }).click();
  await failed.page.getByText('notes.csv', { exact: true }).waitFor();
});
