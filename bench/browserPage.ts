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

/**
 * Opens an address and waits until what the selector names is on the screen.
 * @param title text that the title of the page must have by then
 * @returns milliseconds from the beginning of the navigation to the second frame after it was there; and from the moment its data was in the page, as text
 */
export async function timeToPaint(page: Page, address: string, selector: string, title = ''): Promise<{ readonly ms: number; readonly fromDataMs: number }> {
  await page.addInitScript(({ wanted, named }) => {
    const look = (): void => {
      if (!document.title.includes(named) || !document.querySelector(wanted)) requestAnimationFrame(look);
      else requestAnimationFrame(() => requestAnimationFrame(() => Object.assign(window, { paintedAt: performance.now() })));
    };
    requestAnimationFrame(look);
  }, { wanted: selector, named: title });
  await page.goto(address, { waitUntil: 'commit' });
  await page.waitForFunction(() => 'paintedAt' in window, undefined, { timeout: 60_000 });
  const [painted, answered] = await page.evaluate(() => {
    const { paintedAt = 0, answeredAt = 0 } = window as { paintedAt?: number; answeredAt?: number };
    return [paintedAt, answeredAt];
  });
  return { ms: painted, fromDataMs: painted - answered };
}
