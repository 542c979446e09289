import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type ConsoleMessage, type Page } from 'playwright-core';
import { ensureBrowser } from '../../scripts/browser.mjs';
import { inProject } from '../../scripts/project.mjs';

/** Nothing leaves the machine, and no window of the browser's own appears. */
const flags = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run', '--disable-component-update', '--disable-sync'];

export async function launchBrowser(more: readonly string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath: await ensureBrowser(), args: [...flags, ...more] });
}

/** Where pictures of the tests are kept: `test-results/<suite>/<name>.png`, to be looked at. */
export async function takePicture(page: Page, suite: string, name: string): Promise<void> {
  const folder = inProject('test-results', suite);
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
}

/**
 * The errors a page writes to its console or throws, from now on.
 * @param harmless patterns of lines that are not the page's own doing
 */
export function collectErrors(page: Page, harmless: readonly RegExp[] = []): readonly string[] {
  const errors: string[] = [];
  const keep = (text: string): void => {
    if (!harmless.some((pattern) => pattern.test(text))) errors.push(text);
  };
  page.on('console', (message: ConsoleMessage) => {
    if (message.type() === 'error') keep(`${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => keep(error.stack ?? error.message));
  return errors;
}
