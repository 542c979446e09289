import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import type { Completeness, LookedFor } from '../../src/core/doctor/completeness.ts';
import { lookedFor } from '../../src/core/doctor/completeness.ts';
import type { ImportedFile } from '../../src/protocol/importApi.ts';
import { connect, RemoteError, serve } from '../../src/protocol/rpc.ts';
import type { Client, Handlers } from '../../src/protocol/rpc.ts';
import { reportPageParsers } from '../../src/protocol/reportPage.ts';
import type { ReportPageApi, ReportPageEvents, ReportView } from '../../src/protocol/reportPage.ts';
import { collectErrors, launchBrowser } from './browser.ts';
import type { Size } from './openPage.ts';
import { pagePort } from './pagePort.ts';
import { reportPage, servePage } from './pageServer.ts';
import type { PageServer } from './pageServer.ts';
import type { ThemeKind } from './themes.ts';

export type ReportHost = {
  /** Read when the page asks for it. */
  view: ReportView | null;
  answers: Partial<Handlers<ReportPageApi>>;
  readonly events: Client<ReportPageEvents>;
  asked(method: keyof ReportPageApi): readonly unknown[];
};
export type OpenedReport = AsyncDisposable & { readonly page: Page; readonly host: ReportHost; readonly errors: readonly string[] };

/** One browser and one server for the tests of a file. */
export function reportSuite(): { open(view: ReportView | null, options?: { readonly theme?: ThemeKind; readonly size?: Size; readonly answers?: Partial<Handlers<ReportPageApi>> }): Promise<OpenedReport> } {
  let browser: Browser;
  let server: PageServer;
  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), servePage(reportPage)]);
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });
  return {
    async open(view, { theme = 'vscode-dark', size = { width: 1400, height: 900 }, answers = {} } = {}) {
      const context = await browser.newContext({ viewport: size, reducedMotion: 'reduce', locale: 'en-GB', timezoneId: 'UTC' });
      const page = await context.newPage();
      const errors = collectErrors(page);
      const { port, attach } = pagePort(page);
      const calls: { readonly method: string; readonly args: unknown }[] = [];
      const host: ReportHost = { view, answers, events: connect<ReportPageEvents>(port, 'pageEvents').client, asked: (method) => calls.filter((each) => each.method === method).map(({ args }) => args) };
      const usual: Handlers<ReportPageApi> = {
        open: () => host.view, advice: () => ({ advice: [] }), reveal: () => null, mapColumns: () => null, copyMarkdown: () => null, copy: () => null, showTraces: () => null, importMore: () => null,
      };
      const handlers = Object.fromEntries((Object.keys(usual) as (keyof ReportPageApi)[]).map((method) => [method, (args: never, call: never) => {
        calls.push({ method, args });
        return (host.answers[method] ?? usual[method])(args, call);
      }])) as unknown as Handlers<ReportPageApi>;
      serve<ReportPageApi>(port, 'page', handlers, reportPageParsers, (error) => (error instanceof RemoteError ? { code: error.code, message: error.message, hint: error.hint } : { code: 'internal', message: String(error) }));
      await attach();
      await page.goto(server.url(theme));
      await page.getByRole('heading', { level: 1 }).waitFor();
      return { page, host, errors, [Symbol.asyncDispose]: () => context.close() };
    },
  };
}

/** Everything of so many traces, but for what is given. */
export function completenessOf(traces: number, shares: Partial<Record<LookedFor, readonly [have: number, of: number]>> = {}): Completeness {
  return Object.fromEntries((Object.keys(lookedFor) as LookedFor[]).map((field) => {
    const [have, of] = shares[field] ?? [traces, traces];
    return [field, { have, of }];
  })) as Completeness;
}

export function importedFile(changes: Partial<ImportedFile> = {}): ImportedFile {
  return {
    path: 'exports/week.jsonl', format: 'otlp', formatTitle: 'OpenTelemetry spans (OTLP/JSON)', why: 'resourceSpans on line 1', error: null, traces: 24, spans: 412, messages: 190, toolCalls: 61, new: 24, updated: 0, unchanged: 0,
    warnings: [], warningCount: 0, redactions: {}, cut: 0, completeness: completenessOf(24), ...changes,
  };
}

export function viewOf(files: readonly ImportedFile[], changes: Partial<ReportView> = {}): ReportView {
  const sum = (count: 'traces' | 'spans') => files.reduce((total, file) => total + file[count], 0);
  return {
    folder: '/srv/support-agent', at: '2026-02-03T09:12:00.000Z', report: { files, traces: sum('traces'), spans: sum('spans'), failing: 6, cancelled: false },
    sentence: `Imported ${sum('traces')} traces, 6 failing`, refusals: Object.fromEntries(files.flatMap(({ error }, number) => (error === null ? [] : [[number, error]]))), canMap: true, ...changes,
  };
}
