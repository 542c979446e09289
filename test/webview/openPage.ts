import type { Browser, Page } from 'playwright-core';
import type { FirstScreen } from '../../src/protocol/firstScreenApi.ts';
import { collectErrors } from './browser.ts';
import { recordHost } from './recordedHost.ts';
import type { Recorded, RecordedHost } from './recordedHost.ts';
import type { PageServer } from './pageServer.ts';
import type { ThemeKind } from './themes.ts';

export type Size = { readonly width: number; readonly height: number };
export type OpenedPage = AsyncDisposable & { readonly page: Page; readonly host: RecordedHost; readonly errors: readonly string[] };

/** The page with a recorded host, once its rows are there. `prepare` may change the host's answers first. */
export async function openPage(
  browser: Browser, server: PageServer, recorded: Recorded, options: { readonly theme?: ThemeKind; readonly size?: Size; readonly prepare?: (host: RecordedHost) => void; readonly until?: string; readonly first?: FirstScreen | null } = {},
): Promise<OpenedPage> {
  const context = await browser.newContext({ viewport: options.size ?? { width: 1400, height: 900 }, reducedMotion: 'reduce', locale: 'en-GB', timezoneId: 'UTC' });
  const page = await context.newPage();
  const errors = collectErrors(page);
  const host = await recordHost(page, recorded);
  options.prepare?.(host);
  server.come(options.first ?? null);
  await page.goto(server.url(options.theme ?? 'vscode-dark'));
  await page.locator(options.until ?? '[role="treegrid"] [role="row"][aria-selected="true"]').first().waitFor();
  return { page, host, errors, [Symbol.asyncDispose]: () => context.close() };
}

/** How many pixels the page can be scrolled sideways: 0 is wanted. */
export function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate(() => {
    const element = document.scrollingElement ?? document.documentElement;
    return Math.max(element.scrollWidth - element.clientWidth, document.body.scrollWidth - document.body.clientWidth);
  });
}
