import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { browserSuite } from './browserSuite.ts';
import { longTrace } from './longTrace.ts';

/** A page of 20,000 steps. Limits are several times what it takes, so that a slow machine does not fail; `npm run bench` measures. */

const steps = 20_000;
const { open } = browserSuite();
const nodes = (page: Page): Promise<number> => page.evaluate(() => document.querySelectorAll('*').length);

test(`${steps} steps are opened with nothing left out, and hardly more than what is in view is in the page`, async () => {
  const start = performance.now();
  await using opened = await open(longTrace(steps));
  const { page, errors } = opened;
  expect(performance.now() - start).toBeLessThan(20_000);
  const grid = page.locator('[role="treegrid"]');
  expect(Number(await grid.getAttribute('aria-rowcount'))).toBeGreaterThan(steps);
  await page.locator('.mapCanvas').waitFor();
  await page.locator('#panel[aria-busy="false"]').waitFor();
  expect(await nodes(page)).toBeLessThan(1500);

  // Both ends can be gone to, and every step stands in between.
  await page.locator('[role="row"][tabindex="0"]').focus();
  await page.keyboard.press('End');
  await page.locator(`#step-${steps}`).waitFor();
  expect(await page.locator(`#step-${steps}`).getAttribute('aria-rowindex')).toBe(await grid.getAttribute('aria-rowcount'));
  await page.evaluate(() => { document.querySelector('.tree')!.scrollTop = 10_000 * 22; });
  await page.locator('#step-10000').waitFor();

  await page.keyboard.press('v');
  await page.locator('.tree.timeline #step-10000, .tree.timeline [role="row"]').first().waitFor();
  expect(Number(await grid.getAttribute('aria-rowcount'))).toBeGreaterThan(steps);
  expect(await nodes(page)).toBeLessThan(1500);
  expect(errors).toEqual([]);
});

test('rows that are jumped to are drawn at once, and those around them, in the order of reading, when the rows rest', async () => {
  await using opened = await open(longTrace(steps));
  const { page, errors } = opened;
  await page.locator('.mapCanvas').waitFor();
  await page.locator('[role="row"][tabindex="0"]').focus();
  const focused = await page.evaluate(() => document.activeElement!.id);
  for (const step of [4000, 9000, 3000, 12_000]) {
    await page.evaluate((to) => { document.querySelector('.tree')!.scrollTop = to * 22; }, step);
    await page.waitForFunction(() => {
      const tree = document.querySelector('.tree')!;
      const { top: above, bottom: below } = tree.getBoundingClientRect();
      const rows = [...tree.querySelectorAll('.treeRows > .treeRow')].map((row) => row.getBoundingClientRect()).filter(({ top, bottom }) => bottom > above + 23 && top < below);
      return Math.min(...rows.map(({ top }) => top)) <= above + 23 && Math.max(...rows.map(({ bottom }) => bottom)) >= below;
    });
  }
  const around = await page.waitForFunction(() => {
    const tree = document.querySelector('.tree')!;
    const rows = [...tree.querySelectorAll('.treeRows > .treeRow')];
    const indexes = rows.map((row) => Number(row.getAttribute('aria-rowindex')));
    return indexes.length > tree.clientHeight / 22 + 20 && indexes.every((index, at) => at === 0 || index > indexes[at - 1]!) && indexes.length;
  });
  expect(await around.jsonValue()).toBeLessThan(100);
  // Nothing was scrolled to, and the focus stayed where it was, on an element that no other row took over.
  expect(await page.locator('.tree').evaluate((tree) => tree.scrollTop)).toBe(12_000 * 22);
  expect(await page.evaluate(() => document.activeElement!.id)).toBe(focused);
  expect(errors).toEqual([]);
});

test('of a long conversation what stands near the step is there at once, more of it when it is asked for', async () => {
  const message = (at: number) => ({ type: 'message' as const, key: `${at}`, step: null, current: false, last: false, message: { role: 'user' as const, parts: [{ type: 'text' as const, text: `Message ${at}` }] } });
  const near = [...[0, 1].map(message), ...[298, 299].map(message)];
  const long = Array.from({ length: 300 }, (_, at) => message(at));
  const trace = longTrace(40);
  await using opened = await open(trace, {
    prepare: (host) => (host.answers.step = ({ n, long: isLong }) => ({ ...trace.step(n), thread: { whole: false, items: isLong ? long : near, leftOut: isLong ? null : { count: 296, before: 2 } }, ...(isLong ? { long: true as const } : {}) })),
  });
  const { page, errors } = opened;
  await page.getByText('Message 299').waitFor();
  await page.getByText('296 messages of the conversation not fetched yet.').waitFor();
  await page.getByRole('button', { name: 'Fetch more' }).click();
  await page.getByText(/^29\d messages folded$/u).waitFor();
  expect(await page.getByText('not fetched yet').count()).toBe(0);
  expect(errors).toEqual([]);
});
