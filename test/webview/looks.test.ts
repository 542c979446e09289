import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findViolations } from './axe.ts';
import { launchBrowser, takePicture } from './browser.ts';
import { openPage, sidewaysScroll } from './openPage.ts';
import { servePage } from './pageServer.ts';
import type { PageServer } from './pageServer.ts';
import { story } from './story.ts';
import { themeKinds } from './themes.ts';

/** Every theme at every size: nothing for axe to find, nothing sideways, nothing in the console. Pictures are in test-results/webview. */

let browser: Browser;
let server: PageServer;
beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), servePage()]);
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

const sizes = [{ width: 1400, height: 900 }, { width: 900, height: 800 }, { width: 320, height: 900 }] as const;

describe.each(themeKinds)('%s', (theme) => {
  test.each(sizes)('$width wide', async (size) => {
    await using opened = await openPage(browser, server, story, { theme, size });
    const { page, errors } = opened;
    await page.getByRole('article', { name: 'Call of getOrder' }).first().waitFor();
    await page.getByRole('button', { name: 'Tool choice' }).click();
    await page.getByText('Saved in casebook/labels/jonas.jsonl').first().waitFor();
    await takePicture(page, 'webview', `${theme.replace('vscode-', '')}-${size.width}`);
    expect(await findViolations(page)).toEqual([]);
    expect(await sidewaysScroll(page)).toBe(0);
    expect(errors).toEqual([]);
  });
});
