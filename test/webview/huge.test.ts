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
