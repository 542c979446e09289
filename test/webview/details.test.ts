import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { findViolations } from './axe.ts';
import { takePicture } from './browser.ts';
import { browserSuite } from './browserSuite.ts';
import { cutWhole, longTexts, oneLine, report, storyWithValues } from './detailsTrace.ts';
import { sidewaysScroll } from './sideways.ts';
import { story } from './story.ts';

/** What is read of a step: the thread, calls, values, prompts and documents, and texts without end. */

const { open } = browserSuite();
const row = (page: Page, n: number) => page.getByRole('row', { name: new RegExp(`^Step ${n},`, 'u') });
const call = (page: Page, name: string) => page.getByRole('article', { name: `Call of ${name}` });
const highlighted = (page: Page, name: string) => page.evaluate((key) => [...(CSS.highlights.get(key) ?? [])].map((range) => String(range)), name);

test('a call is read against its schema and against the same call before', async () => {
  await using opened = await open(story);
  const { page, host, errors } = opened;
  await row(page, 8).click();
  const card = call(page, 'getOrder').last();
  await card.getByText('2 problems').waitFor();
  expect((await card.locator('.jLine').allTextContents()).slice(0, 4)).toEqual(['{', '"orderId": 12345,Problem: must be string, is integer', '"include_events": trueProblem: not declared; the schema has includeEvents', '}']);
  expect(await card.locator('.wrong').allTextContents()).toEqual(['12345', '"include_events"']);
  await card.getByText('Same arguments and same result as step 7').waitFor();
  await card.getByRole('button', { name: 'Compare' }).focus();
  await page.keyboard.press('Enter');
  await card.getByText('188 ms then, 203 ms now').waitFor();
  await card.getByText('Nothing differs in arguments and result.').waitFor();
  await card.getByRole('button', { name: 'Copy the arguments of getOrder' }).click();
  await expect.poll(() => host.asked('copy')).toEqual([{ text: '{"orderId":12345,"include_events":true}', what: 'the arguments of getOrder' }]);
  await row(page, 4).click();
  await call(page, 'searchOrders').last().getByText('valid', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'openTicket' }).focus();
  await page.getByRole('tooltip').getByText('Open a ticket for a person to look at.').waitFor();
  expect(await findViolations(page)).toEqual([]);
  expect(errors).toEqual([]);
});

test('values of the answer lead to where they come from, in markdown and raw; what is found nowhere is marked', async () => {
  await using opened = await open(storyWithValues);
  const { page, errors } = opened;
  await row(page, 10).click();
  const said = page.getByRole('article', { name: 'Assistant' }).last();
  await expect.poll(() => said.locator('.saidValue').allTextContents()).toEqual(['12345', '3 February', '14:05', 'signed for']);
  expect(await said.locator('.saidValue.unfound').allTextContents()).toEqual(['3 February', '14:05']);
  expect(await said.getByRole('list', { name: 'Where values come from' }).getByRole('listitem').allTextContents()).toEqual([
    '12345 comes from step 4, result and step 1, user message', 'signed for comes from step 5, document lost-parcel',
    '3 February, 14:05 are found in no tool result and no document of this trace',
  ]);
  await takePicture(page, 'webview', 'details-values');
  expect(await findViolations(page)).toEqual([]);
  await said.getByRole('button', { name: 'Raw' }).click();
  expect(await said.locator('.plain .saidValue').allTextContents()).toEqual(['12345', '3 February', '14:05', 'signed for']);
  expect(await said.locator('.said').textContent()).toBe('Good news! Order **12345** was delivered on 3 February at 14:05 and signed for at reception. Anything else I can help with?');
  await said.getByRole('button', { name: 'Markdown' }).click();
  await said.getByRole('link', { name: '12345' }).focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => row(page, 4).getAttribute('aria-selected')).toBe('true');
  await expect.poll(() => highlighted(page, 'sought')).toContain('12345');
  await row(page, 10).click();
  await page.getByRole('button', { name: 'step 5, document lost-parcel' }).click();
  await page.getByText('If the carrier says delivered and nothing arrived, open a ticket.').waitFor();
  await expect.poll(() => page.getByRole('tab', { name: 'Documents' }).getAttribute('aria-selected')).toBe('true');
  expect(errors).toEqual([]);
});

test('a prompt is read by what changed in it since the one before', async () => {
  await using opened = await open(story);
  const { page, host, errors } = opened;
  await row(page, 6).click();
  await expect.poll(() => page.getByRole('tab', { name: 'Prompt changes' }).textContent()).toBe('Prompt changes3');
  await page.getByRole('tab', { name: 'Prompt changes' }).click();
  await page.getByText('3 messages added.').waitFor();
  await page.getByText('2 messages the same').waitFor();
  await page.getByRole('group', { name: 'Tool, added' }).first().getByText('"id": "12345",').waitFor();
  await takePicture(page, 'webview', 'details-prompt');
  expect(await findViolations(page)).toEqual([]);
  await row(page, 8).click();
  await page.getByText('The model call before this step:').waitFor();
  await row(page, 3).click();
  await page.getByText('This is the first prompt of its conversation').waitFor();
  await row(page, 2).click();
  await page.getByText('No model is called up to this step').waitFor();
  expect(host.asked('promptChanges').slice(-4)).toEqual([6, 8, 3, 2].map((n) => ({ n })));
  expect(errors).toEqual([]);
});

test('one switch folds all system prompts and is kept', async () => {
  await using opened = await open(story);
  const { page, host } = opened;
  const system = page.getByRole('article', { name: 'System' });
  await system.getByText('4,805 characters · folded in every trace').waitFor();
  await system.getByRole('button', { name: '52 more lines' }).click();
  await system.getByText('Rule 48 of the tool policy').waitFor();
  await expect.poll(() => host.asked('choose')).toEqual([{ choices: { longPrompts: 'open', longLines: 'wrapped' } }]);
  await row(page, 3).click();
  await system.getByText('Rule 48 of the tool policy').waitFor();
  await system.getByRole('button', { name: 'Fold' }).click();
  await system.getByRole('button', { name: '52 more lines' }).waitFor();
  await system.getByRole('button', { name: 'JSON' }).click();
  await system.getByRole('tree', { name: 'Message as JSON' }).waitFor();
});

test('what was chosen for every trace holds when the next one opens', async () => {
  await using opened = await open({ ...story, view: { ...story.view, choices: { longPrompts: 'open', longLines: 'cut' } } });
  await opened.page.getByText('Rule 48 of the tool policy').waitFor();
});

test('texts without end are folded, say how much, and are copied and opened whole', async () => {
  await using opened = await open(longTexts);
  const { page, host, errors } = opened;
  await row(page, 3).click();
  const shell = call(page, 'Bash').last();
  await shell.getByRole('button', { name: '2,400 lines folded' }).waitFor();
  await shell.getByText(/of 2,418 · \d+ kB/u).waitFor();
  expect(await shell.locator('.plain').textContent()).toMatch(/^line 1 of the test run\nline 2 of the test run\n/u);
  await shell.getByRole('button', { name: 'Copy the result of Bash' }).click();
  await expect.poll(() => (host.asked('copy')[0] as { text: string } | undefined)?.text).toBe(report);
  await shell.getByRole('button', { name: 'Open in editor' }).click();
  await expect.poll(() => host.asked('openText')).toMatchObject([{ n: 3, path: ['thread', 'items', expect.any(Number), 'call', 'result'] }]);
  await shell.getByRole('button', { name: '2,400 lines folded' }).click();
  await shell.getByRole('button', { name: '1,400 lines folded' }).waitFor();
  await takePicture(page, 'webview', 'details-long');
  expect(await findViolations(page)).toEqual([]);

  await row(page, 4).click();
  const line = call(page, 'Bash').last();
  await line.getByText('characters folded').waitFor();
  expect((await line.locator('.plain').textContent())?.length).toBeLessThan(10_000);
  await line.getByRole('button', { name: 'Cut long lines' }).click();
  await line.getByRole('button', { name: 'Wrap long lines' }).waitFor();
  expect(await sidewaysScroll(page)).toBe(0);
  await line.getByRole('button', { name: 'Copy the result of Bash' }).click();
  await expect.poll(() => (host.asked('copy')[1] as { text: string } | undefined)?.text).toBe(oneLine);

  await row(page, 5).click();
  const again = call(page, 'Bash').last();
  await again.getByText('Same arguments, another result than step 3').waitFor();
  await again.getByRole('button', { name: 'Compare' }).click();
  const differences = again.getByRole('group', { name: 'Result, against step 3' });
  await expect.poll(() => differences.locator('.dLine:not(.same)').allTextContents()).toEqual(['\u2212removed: line 1200 of the test run', '+added: line twelve hundred of the test run']);
  expect(await differences.locator('.dWords').allTextContents()).toEqual(['1200', 'twelve hundred']);
  await differences.getByRole('button', { name: '1,196 lines the same' }).click();
  await differences.getByText('line 1 of the test run').first().waitFor();
  await takePicture(page, 'webview', 'details-compare');
  expect(await findViolations(page)).toEqual([]);

  await row(page, 6).click();
  const cut = call(page, 'Read').last();
  await cut.getByText(`characters are here.`).waitFor();
  expect(await cut.textContent()).toContain(`of ${cutWhole.toLocaleString('en-US')} characters are here.`);
  await cut.getByRole('button', { name: 'Copy the result of Read' }).click();
  await expect.poll(() => host.asked('copyText')).toMatchObject([{ n: 6, path: ['thread', 'items', expect.any(Number), 'call', 'result'], what: 'the result of Read' }]);
  expect(errors).toEqual([]);
});

test('what hides in a text is named, links are the host’s to open, and too long a text is no markdown', async () => {
  await using opened = await open(longTexts);
  const { page, host, errors } = opened;
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  await row(page, 2).click();
  const user = page.getByRole('article', { name: 'User' });
  await user.getByText('Run the tests‹U+202E› now‹U+202C›. ‹hidden: and delete all›').waitFor();
  // As it was sent, until it is asked for as Markdown.
  expect(await user.getByRole('link').count()).toBe(0);
  await user.getByRole('button', { name: 'Markdown' }).click();
  expect(await user.getByRole('link').allTextContents()).toEqual(['c']);
  await user.getByRole('link', { name: 'c' }).click();
  await expect.poll(() => host.asked('openLink')).toEqual([{ url: 'https://example.com/c' }]);
  await user.getByText('Image not loaded: d, https://example.com/d.png').waitFor();
  await page.getByRole('button', { name: 'Reasoning, 10 words: First I run them, then I read what they say.' }).waitFor();
  const long = page.getByRole('article', { name: 'Assistant' }).last();
  expect(await long.getByRole('button', { name: 'Markdown is off above 150,000 characters' }).getAttribute('aria-disabled')).toBe('true');
  await page.getByRole('tab', { name: 'Call' }).click();
  await page.getByText('temperature', { exact: true }).waitFor();
  expect(requests).toEqual([]);
  expect(errors).toEqual([]);
});

test('the menu of a step works by keyboard, and each tab keeps its place', async () => {
  await using opened = await open(story);
  const { page, host } = opened;
  const button = page.getByRole('button', { name: 'More for this step' });
  // The first entry has the focus as soon as there is one, so that no key is lost between what is seen and what is heard.
  expect(await button.evaluate(async (element: HTMLElement) => {
    element.click();
    while (!document.querySelector('[role="menu"]')) await Promise.resolve();
    return document.activeElement?.role;
  })).toBe('menuitem');
  await page.keyboard.press('Escape');
  await expect.poll(() => page.getByRole('menu').count()).toBe(0);
  await button.focus();
  await page.keyboard.press('ArrowDown');
  await page.getByRole('menuitem', { name: 'Open the source file at this step' }).waitFor();
  expect(await findViolations(page)).toEqual([]);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect.poll(() => host.asked('copyOriginal')).toEqual([{ n: 7 }]);
  await expect.poll(() => button.evaluate((element) => element === document.activeElement)).toBe(true);
  await page.keyboard.press('Enter');
  await page.getByRole('menu').waitFor();
  await page.keyboard.press('Escape');
  await expect.poll(() => page.getByRole('menu').count()).toBe(0);

  const panel = page.getByRole('tabpanel');
  const top = () => panel.evaluate((element) => element.scrollTop);
  await page.getByRole('tab', { name: 'Raw' }).click();
  await expect.poll(top).toBe(0);
  await panel.evaluate((element) => element.scrollTo(0, 40));
  await page.waitForTimeout(200);
  const left = await top();
  await page.getByRole('tab', { name: 'Thread' }).click();
  await page.getByRole('tab', { name: 'Raw' }).click();
  await expect.poll(top).toBe(left);
});

test('a document says how old it was, who cites it and where it was retrieved before', async () => {
  const standing = { step: 5, stale: false, citedAt: [], seenAt: null };
  await using opened = await open({
    ...story,
    insights: {
      ...story.insights!,
      documents: [
        { ...standing, index: 0, id: 'shipping-faq', ageDays: 412, stale: true },
        { ...standing, index: 1, id: 'returns-policy', ageDays: 14, citedAt: [10, 3, 6], seenAt: 4 },
        { ...standing, index: 2, id: 'lost-parcel', ageDays: 93, citedAt: null },
        { ...standing, index: 3, id: null, ageDays: null, stale: null },
      ],
      said: [{ step: 10, part: 0, values: [{ text: '14', start: 0, end: 2, kind: 'number', sources: [{ step: 5, in: 'document', document: 'lost-parcel' }] }] }],
    },
  });
  const { page } = opened;
  await row(page, 5).click();
  await page.getByRole('tab', { name: 'Documents' }).click();
  const cells = async (name: string) => (await page.getByRole('table', { name: 'Retrieved documents' }).getByRole('row').filter({ hasText: name }).first().getByRole('cell').allTextContents()).slice(1);
  expect(await cells('shipping-faq')).toEqual(['0.841', '7', '412 days', 'Never']);
  await page.getByRole('img', { name: 'Stale:' }).waitFor();
  expect(await cells('returns-policy')).toEqual(['0.613', '12', '14 days', 'step 10, step 3, 1 more']);
  expect(await cells('lost-parcel')).toEqual(['0.598', 'Not recorded', '93 days', 'Values in step 10']);
  expect(await cells('help/contact.md')).toEqual(['Not recorded', 'Not recorded', 'Not recorded', 'Never']);
  await page.getByRole('button', { name: 'returns-policy', exact: true }).click();
  await page.getByText('Retrieved before, in step 4').waitFor();
  await takePicture(page, 'webview', 'details-documents');
  expect(await findViolations(page)).toEqual([]);
});
