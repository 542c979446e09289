import type { Page } from 'playwright-core';
import { UserError } from '../../src/core/support/errors.ts';
import type { FirstScreen } from '../../src/protocol/firstScreenApi.ts';
import { connect, RemoteError, serve } from '../../src/protocol/rpc.ts';
import type { Api as AnyApi, Client, Handlers, Parsers, WireError } from '../../src/protocol/rpc.ts';
import { collectErrors } from './browser.ts';
import { pagePort } from './pagePort.ts';
import { servePage } from './pageServer.ts';
import type { PageKind } from './pageServer.ts';
import type { ThemeKind } from './themes.ts';
import { newPage } from './warmBrowser.ts';

export type Size = { readonly width: number; readonly height: number };

/** Stands for the editor: answers over the real protocol, and remembers what it was asked. */
export type PageHost<Api extends AnyApi<Api>, Events extends AnyApi<Events>> = {
  /** Instead of the usual ones from now on: to fail, to be slow. */
  answers: Partial<Handlers<Api>>;
  readonly events: Client<Events>;
  /** Oldest first. */
  readonly calls: readonly { readonly method: keyof Api; readonly args: unknown }[];
  /** What was asked of one method. */
  asked(method: keyof Api): unknown[];
};
export type OpenedPage<Host> = AsyncDisposable & { readonly page: Page; readonly host: Host; readonly errors: readonly string[] };

export type PageOptions<Host extends { readonly answers: unknown }> = {
  readonly theme?: ThemeKind;
  readonly size?: Size;
  readonly answers?: Host['answers'];
  /** What must be there before the tests go on. */
  readonly until?: string;
  /** What the page comes with. */
  readonly first?: FirstScreen | null;
  /** Before the page is opened. */
  readonly prepare?: (host: Host, page: Page, origin: string) => unknown;
};

function toWire(error: unknown): WireError {
  return error instanceof RemoteError || error instanceof UserError ? { code: error.code, message: error.message, hint: error.hint } : { code: 'internal', message: String(error) };
}

/** A kind of page for the tests of a file: `open` with what its host answers usually. */
export function pageSuite<Api extends AnyApi<Api>, Events extends AnyApi<Events> = Record<never, never>>(kind: PageKind, parsers: Parsers<Api>) {
  type Host = PageHost<Api, Events>;
  return async function open(usual: Handlers<Api>, { theme = 'vscode-dark', size = { width: 1400, height: 900 }, answers = {}, until = '#page *', first = null, prepare }: PageOptions<Host> = {}): Promise<OpenedPage<Host>> {
    const server = await servePage(kind);
    const page = await newPage(server.idle, size);
    const windows: Page[] = [];
    page.on('popup', (window) => windows.push(window));
    const errors = collectErrors(page);
    const { port, attach } = pagePort(page);
    const calls: { readonly method: keyof Api; readonly args: unknown }[] = [];
    const host: Host = { answers, events: connect<Events>(port, 'pageEvents').client, calls, asked: (method) => calls.filter((each) => each.method === method).map(({ args }) => args) };
    const handlers = Object.fromEntries((Object.keys(usual) as (keyof Api & string)[]).map((method) => [method, (args: never, ask: never) => {
      calls.push({ method, args });
      return (host.answers[method] ?? usual[method])(args, ask);
    }])) as Handlers<Api>;
    serve<Api>(port, 'page', handlers, parsers, toWire);
    await attach();
    const url = server.url(theme);
    await prepare?.(host, page, new URL(url).origin);
    server.come(first);
    await page.goto(url);
    await page.locator(until).first().waitFor();
    return { page, host, errors, [Symbol.asyncDispose]: async () => void (await Promise.all([page, ...windows].map((each) => each.close()))) };
  };
}
