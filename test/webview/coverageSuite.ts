import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import type { Coverage } from '../../src/core/model/coverage.ts';
import { coveragePageParsers } from '../../src/protocol/coveragePage.ts';
import type { CoveragePageApi, CoveragePageEvents } from '../../src/protocol/coveragePage.ts';
import { connect, RemoteError, serve } from '../../src/protocol/rpc.ts';
import type { Client, Handlers } from '../../src/protocol/rpc.ts';
import { collectErrors, launchBrowser } from './browser.ts';
import type { Size } from './openPage.ts';
import { pagePort } from './pagePort.ts';
import { coveragePage, servePage } from './pageServer.ts';
import type { PageServer } from './pageServer.ts';
import type { ThemeKind } from './themes.ts';

export type CoverageHost = {
  /** Read when the page asks for it. */
  coverage: Coverage;
  readonly events: Client<CoveragePageEvents>;
  asked(method: keyof CoveragePageApi): readonly unknown[];
};
export type OpenedCoverage = AsyncDisposable & { readonly page: Page; readonly host: CoverageHost; readonly errors: readonly string[] };

/** One browser and one server for the tests of a file. */
export function coverageSuite(): { open(coverage: Coverage, options?: { readonly theme?: ThemeKind; readonly size?: Size; readonly answers?: Partial<Handlers<CoveragePageApi>> }): Promise<OpenedCoverage> } {
  let browser: Browser;
  let server: PageServer;
  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), servePage(coveragePage)]);
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });
  return {
    async open(coverage, { theme = 'vscode-dark', size = { width: 1400, height: 900 }, answers = {} } = {}) {
      const context = await browser.newContext({ viewport: size, reducedMotion: 'reduce', locale: 'en-GB', timezoneId: 'UTC' });
      const page = await context.newPage();
      const errors = collectErrors(page);
      const { port, attach } = pagePort(page);
      const calls: { readonly method: string; readonly args: unknown }[] = [];
      const host: CoverageHost = { coverage, events: connect<CoveragePageEvents>(port, 'pageEvents').client, asked: (method) => calls.filter((each) => each.method === method).map(({ args }) => args) };
      const usual: Handlers<CoveragePageApi> = {
        open: () => ({ folder: '/srv/support-agent', name: 'support-agent', coverage: host.coverage }),
        openCase: () => null, openTrace: () => null, showTraces: () => null, showCases: () => null, copyMarkdown: () => null, importTraces: () => null, makeCase: () => null,
      };
      const handlers = Object.fromEntries((Object.keys(usual) as (keyof CoveragePageApi)[]).map((method) => [method, (args: never, call: never) => {
        calls.push({ method, args });
        return (answers[method] ?? usual[method])(args, call);
      }])) as unknown as Handlers<CoveragePageApi>;
      serve<CoveragePageApi>(port, 'page', handlers, coveragePageParsers, (error) => (error instanceof RemoteError ? { code: error.code, message: error.message, hint: error.hint } : { code: 'internal', message: String(error) }));
      await attach();
      await page.goto(server.url(theme));
      await page.locator('h1:not(.srOnly), .errorState, [role=alert]').first().waitFor();
      return { page, host, errors, [Symbol.asyncDispose]: () => context.close() };
    },
  };
}
