import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { browserSuite } from './browserSuite.ts';
import { longTrace } from './longTrace.ts';
import { expectGoodLooks } from './looks.ts';
import { story } from './story.ts';

const { open } = browserSuite();

const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.id ?? '');
const count = (page: Page) => page.locator('.searchCount');
/** What is marked in the details. */
const marked = (page: Page) => page.evaluate(() => [...(CSS.highlights.get('found') ?? [])].map((range) => (range as Range).toString()));

test('by keyboard: letters replace the tree by hits, Enter goes from hit to hit, Esc gives the tree back', async () => {
  await using opened = await open(story);
  const { page, host, errors } = opened;
  await page.keyboard.press('/');
  expect(await focused(page)).toBe('Find in trace');
  await page.keyboard.type('delivery');
  await expect.poll(() => count(page).textContent()).toBe('5 matches in 3 steps');
  expect(await page.getByRole('treegrid').count()).toBe(0);
  await page.keyboard.press('Enter');
  await expect.poll(() => count(page).textContent()).toBe('5 matches in 3 steps · place 1 of 4');
  await page.getByRole('heading', { name: 'chat gpt-4.1-mini' }).waitFor();
  await expect.poll(() => marked(page)).toContain('delivery');
  await page.keyboard.press('Shift+Enter');
  await expect.poll(() => count(page).textContent()).toMatch(/4 of 4$/u);
  await page.keyboard.press('Enter');
  expect(await focused(page)).toBe('Find in trace');
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => focused(page)).toMatch(/^Step 3, chat gpt-4\.1-mini, reasoning, /u);
  await page.keyboard.press('End');
  await expect.poll(() => focused(page)).toMatch(/^Step 5, searchPolicies, document/u);
  expect(await page.getByRole('tab', { name: /Documents/u }).getAttribute('aria-selected')).toBe('true');
  await page.keyboard.press('p');
  await expect.poll(() => host.asked('label')).toEqual([{ verdict: 'pass' }]);
  await page.keyboard.press('Escape');
  await page.getByRole('treegrid').waitFor();
  await expect.poll(() => focused(page)).toMatch(/^Step 5,/u);
  expect(await marked(page)).toEqual([]);
  expect(errors).toEqual([]);
});

test('Enter right behind the last letter goes to the first hit of what was typed', async () => {
  await using opened = await open(story, { prepare: (host) => {
    host.answers.find = async (query) => {
      await new Promise((resolve) => setTimeout(resolve, query.text === 'parcel' ? 400 : 0));
      return story.find!(query);
    };
  } });
  const { page } = opened;
  await page.keyboard.press('/');
  await page.keyboard.type('order');
  await expect.poll(() => count(page).textContent()).toMatch(/ matches in /u);
  await page.getByRole('textbox', { name: 'Find in trace' }).fill('parcel');
  await page.keyboard.press('Enter');
  await expect.poll(() => count(page).textContent()).toMatch(/^\d matches in 2 steps · (?:place )?1 of 4$/u);
});

test('what is found in a folded prompt or in reasoning is opened, and can be folded again', async () => {
  await using opened = await open(story);
  const { page } = opened;
  await page.keyboard.press('/');
  await page.keyboard.type('Rule 48 of');
  await expect.poll(() => count(page).textContent()).toBe('1 match in 1 step');
  await page.keyboard.press('Enter');
  await expect.poll(() => marked(page)).toEqual(['Rule 48 of']);
  await expect.poll(() => page.evaluate(() => {
    const [at, panel] = [([...CSS.highlights.get('found')!][0] as Range).getBoundingClientRect(), document.querySelector('#panel')!.getBoundingClientRect()];
    return at.top >= panel.top && at.bottom <= panel.bottom;
  })).toBe(true);
  await page.getByRole('article', { name: 'System' }).getByRole('button', { name: 'Fold' }).click();
  await expect.poll(() => marked(page)).toEqual([]);
  await page.getByText('folded in every trace').waitFor();
  await page.getByRole('textbox', { name: 'Find in trace' }).fill('in case the parcel is late');
  await expect.poll(() => count(page).textContent()).toBe('1 match in 1 step');
  await page.getByRole('textbox', { name: 'Find in trace' }).press('Enter');
  await expect.poll(() => marked(page)).toEqual(['in case the parcel is late']);
});

test('toggles, filters and an expression that is none', async () => {
  await using opened = await open(story);
  const { page, host } = opened;
  await page.keyboard.press('/');
  await page.keyboard.type('Order');
  await expect.poll(() => count(page).textContent()).toMatch(/^\d+ matches in 15 steps$/u);
  await page.getByRole('button', { name: 'Match case' }).press('Enter');
  expect(await page.getByRole('button', { name: 'Match case' }).getAttribute('aria-pressed')).toBe('true');
  await expect.poll(() => host.asked('find').at(-1)).toMatchObject({ text: 'Order', matchCase: true, word: false, regex: false });
  await page.getByRole('button', { name: 'Match whole word' }).click();
  await expect.poll(() => count(page).textContent()).toBe('1 match in 1 step');
  await page.getByRole('button', { name: 'Match whole word' }).click();
  await page.getByRole('button', { name: 'Filter' }).click();
  await page.getByRole('combobox', { name: 'Tool' }).selectOption('getOrder');
  await expect.poll(() => count(page).textContent()).toBe('3 matches in 3 steps');
  await page.getByRole('button', { name: 'Use regular expression' }).click();
  await page.getByRole('textbox', { name: 'Find in trace' }).fill('order(');
  await page.locator('.searchTrouble').getByText('This is no regular expression: missing closing ): `order(`. Look-ahead and back-references are not available.').waitFor();
  await page.getByRole('textbox', { name: 'Find in trace' }).fill('order[A-Z]d');
  await page.getByRole('button', { name: 'Match case' }).click();
  await expect.poll(() => count(page).textContent()).toMatch(/^\d+ matches in 3 steps$/u);
  await page.keyboard.press('Tab');
  await page.getByRole('textbox', { name: 'Find in trace' }).press('Enter');
  await expect.poll(() => marked(page)).toContain('orderId');
  // What is looked for is there again when the page is.
  await expect.poll(() => host.asked('remember').at(-1)).toMatchObject({ view: { find: { text: 'order[A-Z]d', regex: true, tool: 'getOrder' } } });
});

test('what was looked for is remembered', async () => {
  const view = { ...story.view, state: { selected: 5, folded: [], noise: false, split: 0.5, tab: 'thread', find: { text: 'parcel', matchCase: false, word: false, regex: false, kind: null, role: null, tool: null, error: false } } };
  await using opened = await open({ ...story, view }, { until: '.hitRow' });
  expect(await opened.page.getByRole('textbox', { name: 'Find in trace' }).inputValue()).toBe('parcel');
});

test('a number goes to its step', async () => {
  await using opened = await open(story);
  const { page } = opened;
  await page.keyboard.press('g');
  await page.keyboard.type('10');
  await page.getByRole('button', { name: 'Go to step 10, chat gpt-4.1-mini' }).waitFor();
  await page.keyboard.press('Enter');
  await expect.poll(() => focused(page)).toMatch(/^Step 10,/u);
  await page.keyboard.press('/');
  await page.keyboard.type('#99');
  await page.getByText('There is no step 99.').waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('There is no step 99: the last is 25').first().waitFor();
  await page.keyboard.press('Escape');
  await expect.poll(() => focused(page)).toMatch(/^Step 10,/u);
});

test('a new search stops the one before; a failure is said with a way on', async () => {
  const asked: { text: string; stopped: boolean }[] = [];
  await using opened = await open(story, { prepare: (host) => {
    host.answers.find = ({ text }, { signal }) => {
      const search = { text, stopped: false };
      asked.push(search);
      if (text === 'broken') throw new Error('The index is gone');
      if (text !== 'slow') return story.find!({ text });
      return new Promise((_, reject) => signal.addEventListener('abort', () => {
        search.stopped = true;
        reject(new Error('stopped'));
      }));
    };
  } });
  const { page } = opened;
  await page.keyboard.press('/');
  await page.keyboard.type('slow');
  await expect.poll(() => asked.at(-1)?.text).toBe('slow');
  await page.getByRole('textbox', { name: 'Find in trace' }).fill('order');
  await expect.poll(() => count(page).textContent()).toMatch(/ matches in /u);
  await expect.poll(() => asked.find(({ text }) => text === 'slow')?.stopped).toBe(true);
  await page.getByRole('textbox', { name: 'Find in trace' }).fill('broken');
  await page.getByText('The search failed: Error: The index is gone').waitFor();
  await page.getByRole('button', { name: 'Try again' }).first().click();
  await expect.poll(() => asked.filter(({ text }) => text === 'broken').length).toBe(2);
});

test('thousands of hits, few of them in the page; those beyond are counted', async () => {
  await using opened = await open(longTrace(6000));
  const { page } = opened;
  await page.keyboard.press('/');
  await page.keyboard.type('bash');
  await expect.poll(() => count(page).textContent(), { timeout: 20_000 }).toMatch(/^[\d,]+ matches in [\d,]+ steps, [\d,]+ more places$/u);
  expect(await page.locator('.hitRow').count()).toBeLessThan(80);
  await page.keyboard.press('Shift+Enter');
  await expect.poll(() => page.locator('.hitRow[aria-selected="true"]').getAttribute('aria-rowindex')).toBe('2000');
});

test('hostile text stays text', async () => {
  await using opened = await open(story, { prepare: (host) => {
    host.answers.find = () => ({ hits: [{ n: 3, in: 'message', role: 'user', excerpt: '<img src=x onerror=alert(1)> \u001b[31mred \u202eover', from: 0, to: 4, count: 1 }], steps: 1, more: 0 });
  } });
  const { page, errors } = opened;
  await page.keyboard.press('/');
  await page.keyboard.type('<img');
  await expect.poll(() => page.locator('.hitExcerpt').textContent()).toBe('<img src=x onerror=alert(1)> red ‹U+202E›over');
  expect(await page.locator('.hits img').count()).toBe(0);
  expect(errors).toEqual([]);
});

test('hits and filters in every theme and size', async () => {
  await using opened = await open(story);
  const { page } = opened;
  await page.keyboard.press('/');
  await page.keyboard.type('order');
  await page.locator('.hitRow').first().waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Filter' }).click();
  await expectGoodLooks(opened, { folder: 'webview', name: 'find', sizes: [{ width: 1400, height: 900 }, { width: 900, height: 900 }, { width: 320, height: 900 }] });
});
