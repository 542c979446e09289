import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { findViolations } from './axe.ts';
import { takePicture } from './browser.ts';
import { browserSuite } from './browserSuite.ts';
import { sidewaysScroll } from './openPage.ts';
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

describe.each(themeKinds)('%s', (theme) => {
  test.each(sizes)('$width wide', async (size) => {
    await using opened = await open(story, { theme, size });
    const { page, errors } = opened;
    for (const [name, show] of Object.entries(views)) {
      if ((size.width === 900 || size.width === 1020) && !inBetween.has(name)) continue;
      await show(page);
      await takePicture(page, 'webview', `${name}-${theme.replace('vscode-', '')}-${size.width}`);
      expect(await findViolations(page), name).toEqual([]);
      expect(await sidewaysScroll(page), name).toBe(0);
      expect(errors).toEqual([]);
    }
  });
});
