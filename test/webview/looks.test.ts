import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { findViolations } from './axe.ts';
import { takePicture } from './browser.ts';
import { browserSuite } from './browserSuite.ts';
import { expectGoodLooks, themesOfOtherSizes } from './looks.ts';
import { sidewaysScroll } from './sideways.ts';
import { story } from './story.ts';
import { themeKinds } from './themes.ts';

/** Every theme at every size: nothing for axe to find, nothing sideways, nothing in the console. Pictures are in test-results/webview. */

const { open } = browserSuite();
const sizes = [{ width: 1400, height: 900 }, { width: 1020, height: 860 }, { width: 900, height: 800 }, { width: 320, height: 900 }] as const;
/** Between wide and narrow nothing new appears but the header and the bars. */
const inBetween = new Set(['thread', 'form']);

const views: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  async thread(page) {
    await page.getByRole('article', { name: 'Call of getOrder' }).first().waitFor();
    await page.getByRole('button', { name: 'Tool choice' }).click();
    await page.getByText('Saved in casebook/labels/jonas.jsonl').first().waitFor();
  },
  async call(page) {
    await page.getByRole('row', { name: /^Step 3,/u }).click();
    await page.getByRole('tab', { name: 'Call' }).click();
    await page.getByRole('button', { name: /^searchOrders/u }).click();
  },
  async prompt(page) {
    await page.getByRole('row', { name: /^Step 10,/u }).click();
    await page.getByRole('tab', { name: 'Prompt' }).click();
    await page.getByText('2 messages added.').waitFor();
  },
  async menu(page) {
    await page.getByRole('tab', { name: 'Thread' }).click();
    await page.locator('#details').getByRole('button', { name: 'Compare' }).last().click();
    await page.getByText('Nothing differs in arguments and result.').waitFor();
    await page.getByRole('button', { name: 'More for this step' }).click();
    await page.getByRole('menu').waitFor();
  },
  async documents(page) {
    await page.keyboard.press('Escape');
    await page.getByRole('row', { name: /^Step 5,/u }).click();
    await page.getByRole('tab', { name: 'Documents' }).click();
    await page.getByRole('button', { name: 'shipping-faq', exact: true }).click();
  },
  async raw(page) {
    await page.getByRole('tab', { name: 'Raw' }).click();
    await page.getByRole('tree', { name: 'Attributes', exact: true }).waitFor();
  },
  async form(page) {
    await page.getByRole('tab', { name: 'Thread' }).click();
    await page.getByRole('button', { name: /Note/u }).click();
    await page.getByRole('textbox', { name: 'Root cause' }).fill('The schema says string; the model sends a number.');
  },
  async keys(page) {
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  },
};

/** Twice the size, with a side bar, at 520 px; without one; and the narrowest. */
test.each([[346, 378], [520, 350], [690, 400], [900, 400]])('at %d × %d px rows and details have room, the label one row', async (width, height) => {
  await using opened = await open(story, { size: { width, height } });
  const { page } = opened;
  await page.getByRole('article', { name: 'Call of getOrder' }).first().waitFor();
  await takePicture(page, 'webview', `low-${width}`);
  const label = (await page.getByRole('region', { name: 'Label', exact: true }).boundingBox())!;
  expect(label.height).toBeLessThan(42);
  const rows = await page.getByRole('row', { name: /^Step /u }).all();
  const boxes = await Promise.all(rows.map((row) => row.boundingBox()));
  expect(boxes.filter((box) => box && box.y >= 0 && box.y + box.height <= label.y).length).toBeGreaterThanOrEqual(3);
  expect((await page.locator('#details').boundingBox())!.y).toBeLessThan(label.y - 20);
  expect(await page.getByRole('region', { name: 'Overview' }).count()).toBe(0);
  expect(await findViolations(page)).toEqual([]);
  await page.mouse.move(width / 2, height / 2);
  await page.evaluate(() => window.scrollTo(0, 9999));
  await takePicture(page, 'webview', `low-${width}-scrolled`);
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.getByRole('button', { name: 'Questions, facts and overview' }).click();
  await page.getByRole('region', { name: 'Overview' }).waitFor();
  await page.getByRole('region', { name: 'Six questions' }).waitFor();
  await page.getByRole('button', { name: 'Classes, steps and note' }).click();
  await page.getByRole('button', { name: 'Tool choice' }).waitFor();
  await takePicture(page, 'webview', `low-${width}-open`);
  expect(await sidewaysScroll(page)).toBe(0);
});

test.each([1060, 1400])('at %d px the names of documents take the room that the numbers beside them leave', async (width) => {
  await using opened = await open(story, { size: { width, height: 700 } });
  const { page } = opened;
  await views['documents']!(page);
  await takePicture(page, 'webview', `documents-room-${width}`);
  const table = page.getByRole('table', { name: 'Retrieved documents' });
  const whole = (await table.boundingBox())!.width;
  const names = await table.locator('.documentHead').all();
  expect(names.length).toBeGreaterThan(1);
  const widths = await Promise.all(names.map(async (name) => (await name.boundingBox())!.width));
  expect(Math.min(...widths)).toBeGreaterThan(0);
  // None is cut, nor is what stands under it, where it would fit.
  expect(await table.locator('.documentHead .cut').evaluateAll((all) => all.filter((each) => each.scrollWidth > each.clientWidth).length)).toBe(0);
  const column = (await table.getByRole('columnheader', { name: 'Document' }).boundingBox())!.width;
  expect(column).toBeGreaterThan(whole * 0.36);
  expect((await table.locator('.documentSource').first().boundingBox())!.width).toBeGreaterThan(whole * 0.9);
});

test.each(sizes)('$width wide', async (size) => {
  await using opened = await open(story, { size });
  for (const [name, show] of Object.entries(views)) {
    if ((size.width === 900 || size.width === 1020) && !inBetween.has(name)) continue;
    await show(opened.page);
    await expectGoodLooks(opened, { folder: 'webview', name, sizes: [size], themes: size === sizes[0] ? themeKinds : themesOfOtherSizes });
  }
});
