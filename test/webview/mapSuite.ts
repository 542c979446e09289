import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import type { ColumnMap } from '../../src/core/model/columnMap.ts';
import { RemoteError, serve } from '../../src/protocol/rpc.ts';
import type { Handlers } from '../../src/protocol/rpc.ts';
import { mapPageParsers } from '../../src/protocol/mapPage.ts';
import type { MapPageApi, MapView } from '../../src/protocol/mapPage.ts';
import { UserError } from '../../src/core/support/errors.ts';
import { call, TemporaryWorkspace } from '../engine/temporaryWorkspace.ts';
import { collectErrors, launchBrowser } from './browser.ts';
import type { Size } from './openPage.ts';
import { pagePort } from './pagePort.ts';
import { mapPage, servePage } from './pageServer.ts';
import type { PageServer } from './pageServer.ts';
import type { ThemeKind } from './themes.ts';

export type MapHost = {
  answers: Partial<Handlers<MapPageApi>>;
  /** As the engine tells it of the file. */
  preview(map?: ColumnMap): Promise<MapView>;
  asked(method: keyof MapPageApi): readonly unknown[];
};
export type OpenedMap = AsyncDisposable & { readonly page: Page; readonly host: MapHost; readonly errors: readonly string[] };
type Options = { readonly theme?: ThemeKind; readonly size?: Size; readonly answers?: Partial<Handlers<MapPageApi>>; readonly canRemember?: boolean; readonly until?: string };

/** One browser and one server for the tests of a file. What the page shows is what the engine reads of the rows it is given. */
export function mapSuite(): { open(name: string, content: string, options?: Options): Promise<OpenedMap> } {
  let browser: Browser;
  let server: PageServer;
  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), servePage(mapPage)]);
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });
  return {
    async open(name, content, { theme = 'vscode-dark', size = { width: 1400, height: 900 }, answers = {}, canRemember = true, until = '.previewRow' } = {}) {
      const workspace = new TemporaryWorkspace();
      const path = workspace.write(name, content);
      const context = await browser.newContext({ viewport: size, reducedMotion: 'reduce', locale: 'en-GB', timezoneId: 'UTC' });
      const page = await context.newPage();
      const errors = collectErrors(page);
      const { port, attach } = pagePort(page);
      const calls: { readonly method: string; readonly args: unknown }[] = [];
      const host: MapHost = {
        answers, asked: (method) => calls.filter((each) => each.method === method).map(({ args }) => args),
        preview: async (map) => ({ ...(await workspace.engine.previewRows({ path, ...(map === undefined ? {} : { map }) }, call)), canRemember }),
      };
      const usual: Handlers<MapPageApi> = { open: ({ map }) => host.preview(map), preview: ({ map }) => host.preview(map), import: () => null, cancel: () => null, reveal: () => null };
      const handlers = Object.fromEntries((Object.keys(usual) as (keyof MapPageApi)[]).map((method) => [method, (args: never, context: never) => {
        calls.push({ method, args });
        return (host.answers[method] ?? usual[method])(args, context);
      }])) as unknown as Handlers<MapPageApi>;
      serve<MapPageApi>(port, 'page', handlers, mapPageParsers, (error) => (error instanceof RemoteError || error instanceof UserError ? { code: error.code, message: error.message, hint: error.hint } : { code: 'internal', message: String(error) }));
      await attach();
      await page.goto(server.url(theme));
      await page.locator(until).first().waitFor();
      return {
        page, host, errors,
        async [Symbol.asyncDispose]() {
          await context.close();
          workspace[Symbol.dispose]();
        },
      };
    },
  };
}
