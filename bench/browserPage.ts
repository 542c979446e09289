import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { ensureBrowser } from '../scripts/browser.mjs';

/** Nothing leaves the machine; drawn without a graphics card, as in LIMITS. */
const flags = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run', '--disable-component-update', '--disable-sync'];

export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await ensureBrowser(), args: flags });
}

export type OpenPage = AsyncDisposable & { readonly page: Page };

/** An empty page of the size that everything is measured at, with what VS Code gives to its own. */
export async function newPage(browser: Browser): Promise<OpenPage> {
  // The page may not connect anywhere; here a connection stands for the messages of the editor.
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 }, bypassCSP: true, locale: 'en-GB', timezoneId: 'UTC' });
  const page = await context.newPage();
  page.on('pageerror', (error) => console.error(error.stack));
  await page.addInitScript(standIn);
  return { page, [Symbol.asyncDispose]: () => context.close() };
}

/** Runs in the page, before anything of it. */
function standIn(): void {
  let state: unknown;
  const send = async (message: unknown): Promise<void> => {
    const response = await fetch('/port', { method: 'POST', body: JSON.stringify(message) });
    if (response.status !== 200) return;
    const text = await response.text();
    // When the first answer was there: the trace.
    if (!('answeredAt' in window)) Object.assign(window, { answeredAt: performance.now() });
    window.postMessage(JSON.parse(text), '*');
  };
  const api = { postMessage: (message: unknown) => void send(message), getState: () => state, setState: (next: unknown) => (state = next) };
  Object.assign(window, { acquireVsCodeApi: () => api });
}

/** Milliseconds from the beginning of the navigation. */
export type Painted = {
  /** To the second frame after what was waited for was there. */
  readonly ms: number;
  /** The same from when its data was in the page as text: with the page itself, or as an answer where it did not come with that. */
  readonly fromDataMs: number;
};

/**
 * Opens an address and waits until what the selector names is on the screen.
 * @param title text that the title of the page must have by then
 */
export async function timeToPaint(page: Page, address: string, selector: string, title = ''): Promise<Painted> {
  await page.addInitScript(({ wanted, named }) => {
    const look = (): void => {
      if (!document.title.includes(named) || !document.querySelector(wanted)) requestAnimationFrame(look);
      else {
        const { answeredAt } = window as { answeredAt?: number };
        requestAnimationFrame(() => requestAnimationFrame(() => Object.assign(window, { paintedAt: performance.now(), dataAt: answeredAt })));
      }
    };
    requestAnimationFrame(look);
  }, { wanted: selector, named: title });
  await page.goto(address, { waitUntil: 'commit' });
  await page.waitForFunction(() => 'paintedAt' in window, undefined, { timeout: 60_000 });
  return page.evaluate(() => {
    const { paintedAt = 0, dataAt } = window as { paintedAt?: number; dataAt?: number };
    const [{ responseEnd }] = performance.getEntriesByType('navigation') as [PerformanceNavigationTiming];
    return { ms: paintedAt, fromDataMs: paintedAt - (dataAt ?? responseEnd) };
  });
}

/** Presses a key as soon as rows are painted. @returns milliseconds from the beginning of the navigation until the frame after another row is chosen */
export async function timeToAnswer(page: Page, address: string): Promise<number> {
  await page.addInitScript(() => {
    const chosen = () => document.querySelector('[role="row"][aria-selected="true"]');
    const answered = (before: string): void => {
      if (chosen() === null || chosen()!.id === before) requestAnimationFrame(() => answered(before));
      else requestAnimationFrame(() => Object.assign(window, { keyAt: performance.now() }));
    };
    const look = (): void => {
      const row = chosen();
      if (!row) return void requestAnimationFrame(look);
      requestAnimationFrame(() => {
        (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true, cancelable: true }));
        answered(row.id);
      });
      return undefined;
    };
    requestAnimationFrame(look);
  });
  await page.goto(address, { waitUntil: 'commit' });
  await page.waitForFunction(() => 'keyAt' in window, undefined, { timeout: 60_000 });
  return page.evaluate(() => (window as { keyAt?: number }).keyAt ?? Number.NaN);
}

/** Until the program of the page has drawn all of it. */
export async function drawn(page: Page): Promise<void> {
  await page.waitForFunction(() => (globalThis as { firstScreen?: unknown }).firstScreen === undefined && document.querySelector('[role="row"][aria-selected]') !== null, undefined, { timeout: 60_000 });
}
