import type { BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from './browser.ts';

/**
 * One browser for all files of a worker, which ends with its process. A page costs little where another of its site is open:
 * it shares its process, and starts none. Storage of its own, listeners and scripts it has as any new page.
 */
let warm: Promise<BrowserContext> | undefined;

/** Those that a test opened, and not the pages themselves. */
const opened = new WeakSet<Page>();

async function start(idle: string): Promise<BrowserContext> {
  const browser = await launchBrowser(['--process-per-site']);
  const context = await browser.newContext({ reducedMotion: 'reduce', locale: 'en-GB', timezoneId: 'UTC' });
  browser.on('disconnected', () => (warm = undefined));
  await (await context.newPage()).goto(idle);
  return context;
}

/** @param idle the address of an empty page of the same site, which stays open */
export async function newPage(idle: string, size: { readonly width: number; readonly height: number }): Promise<Page> {
  const context = await (warm ??= start(idle));
  const page = await context.newPage();
  opened.add(page);
  await page.setViewportSize(size);
  return page;
}

export const isOpenedByTest = (page: Page): boolean => opened.has(page);
