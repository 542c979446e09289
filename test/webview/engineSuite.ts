import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { compareParsers } from '../../src/protocol/compareApi.ts';
import type { SideRef } from '../../src/protocol/compareApi.ts';
import { comparePageParsers } from '../../src/protocol/comparePage.ts';
import type { ComparePageApi } from '../../src/protocol/comparePage.ts';
import { outcomeWords, rowTitle, tokensOf } from '../../src/extension/display/traceRow.ts';
import { textAt } from '../../src/extension/panel/textAt.ts';
import { exportPageParsers } from '../../src/protocol/exportPage.ts';
import type { ExportPageApi } from '../../src/protocol/exportPage.ts';
import { connect, serve } from '../../src/protocol/rpc.ts';
import type { Api as AnyApi, Client, Handlers, Parsers } from '../../src/protocol/rpc.ts';
import { trajectoryPageParsers } from '../../src/protocol/trajectoryPage.ts';
import type { TrajectoryPageApi, TrajectoryPageEvents } from '../../src/protocol/trajectoryPage.ts';
import { call } from '../engine/temporaryWorkspace.ts';
import type { TemporaryWorkspace } from '../engine/temporaryWorkspace.ts';
import { collectErrors, launchBrowser } from './browser.ts';
import type { Size } from './openPage.ts';
import { pagePort } from './pagePort.ts';
import { comparePage, exportPage, servePage, trajectoryPage } from './pageServer.ts';
import type { PageServer } from './pageServer.ts';
import type { ThemeKind } from './themes.ts';
import { watchPage } from './watchPage.ts';
import type { Watched } from './watchPage.ts';

/** Pages with the engine behind them: what they show is what was read of files, stored and asked for again. */

/** What a page asked the editor to do, which is not done here. */
export type Asked = { readonly method: string; readonly args: unknown };
export type EnginePage = AsyncDisposable & {
  readonly page: Page;
  readonly errors: readonly string[];
  readonly watched: Watched;
  readonly asked: readonly Asked[];
  readonly events: Client<TrajectoryPageEvents>;
};
export type EnginePageOptions = { readonly theme?: ThemeKind; readonly size?: Size };

const nothing = (): null => null;
const selectedRow = '[role="treegrid"] [role="row"][aria-selected="true"]';

/** As the panel answers, without an editor around it. `keep` is told the texts that an editor would open. */
function answersOf({ engine }: TemporaryWorkspace, trace: string): Handlers<TrajectoryPageApi> {
  const nobodysLabel = { by: 'ada', at: '2026-11-20T10:00:00.000Z', verdict: null, class: null, firstWrong: null, lastGood: null, note: '', cause: '', fix: '', correction: '', wrongWords: '', status: null } as const;
  return {
    open: async () => ({ skeleton: await engine.openPacked({ trace }, call), classes: await engine.failureClasses({}, call), reviewer: 'ada', state: null, keys: {} }),
    step: async ({ n, long }) => engine.readStep({ trace, n, thread: true, long }, call),
    insights: async () => engine.readInsights({ trace }, call),
    promptChanges: async ({ n }) => engine.readPromptChanges({ trace, n }, call),
    find: async (query) => engine.findInTrace({ ...query, trace }, call),
    label: () => nobodysLabel,
    async neighbours() {
      const places = await engine.neighbours({ trace, by: 'file' }, call);
      return places && { by: 'file', places };
    },
    async openText({ n, path }) {
      textAt(await engine.readStep({ trace, n, whole: true, thread: true }, call), path);
      return null;
    },
    async copyMarkdown({ n }) {
      await engine.trajectoryMarkdown({ trace, ...(n === undefined ? {} : { n }) }, call);
      return null;
    },
    undo: nothing, makeCase: nothing, copy: nothing, copyText: nothing, revealSource: nothing, copyOriginal: nothing, openCase: nothing, openMedia: nothing, openTrace: nothing, compare: nothing, copyLink: nothing, openLink: nothing, remember: nothing, choose: nothing,
  };
}

function compareAnswers({ engine }: TemporaryWorkspace, sides: { a: SideRef; b: SideRef }): Handlers<ComparePageApi> {
  let now = sides;
  const compared = async () => engine.compareSides(compareParsers.compareSides.parse(now), call);
  return {
    open: compared,
    pair: async ({ n1, n2 }) => engine.comparePair({ ...now, n1, n2 }, call),
    swap() {
      now = { a: now.b, b: now.a };
      return compared();
    },
    openStep: nothing, copy: nothing, keys: () => ({ keys: {} }),
  };
}

function exportAnswers({ engine }: TemporaryWorkspace, file: string): Handlers<ExportPageApi> {
  return {
    async open() {
      const report = await engine.importFiles({ paths: [file] }, call as never);
      const [first] = report.files;
      const { total, failing } = await engine.listTraces({ limit: 1 }, call);
      return { file, format: first?.format ?? null, why: first?.why ?? null, error: first?.error ?? null, canMap: first?.mappable !== undefined, traces: total, failing, warnings: first?.warningCount ?? 0, stopped: false };
    },
    async list({ text, offset, limit }) {
      const { traces, total } = await engine.listTraces({ ...(text.trim() === '' ? {} : { text: text.trim() }), sort: 'oldest', offset, limit }, call);
      return { total, rows: traces.map((each) => ({ id: each.id, title: rowTitle(each), label: null, failing: each.failing, outcome: outcomeWords(each, (id) => id), startUs: each.startUs, steps: each.steps, latencyMs: each.latencyMs, tokens: tokensOf(each), costUsd: each.costUsd })) };
    },
    openTrace: nothing, openText: nothing, showReport: nothing, mapColumns: nothing,
  };
}

/** One browser and a server a page for the tests of a file. */
export function engineSuite() {
  let browser: Browser;
  let servers: Readonly<Record<'trajectory' | 'compare' | 'export', PageServer>>;
  beforeAll(async () => {
    const [launched, trajectory, compare, exported] = await Promise.all([launchBrowser(), servePage(trajectoryPage), servePage(comparePage), servePage(exportPage)]);
    browser = launched;
    servers = { trajectory, compare, export: exported };
  });
  afterAll(async () => {
    await browser.close();
    await Promise.all(Object.values(servers).map((server) => server.close()));
  });

  async function open<Api extends AnyApi<Api>>(kind: keyof typeof servers, answers: Handlers<Api>, parsers: Parsers<Api>, until: string, { theme = 'vscode-dark', size = { width: 1400, height: 900 } }: EnginePageOptions): Promise<EnginePage> {
    const context = await browser.newContext({ viewport: size, reducedMotion: 'reduce', locale: 'en-GB', timezoneId: 'UTC' });
    const page = await context.newPage();
    const errors = collectErrors(page);
    const { port, attach } = pagePort(page);
    const asked: Asked[] = [];
    const handlers = Object.fromEntries(Object.entries(answers).map(([method, answer]) => [method, (args: never, context: never) => {
      asked.push({ method, args });
      return (answer as (args: never, context: never) => unknown)(args, context);
    }])) as unknown as Handlers<Api>;
    serve<Api>(port, 'page', handlers, parsers, (error) => {
      const { message, code = 'internal', hint } = error as { message: string; code?: string; hint?: string };
      return { code, message, hint };
    });
    const events = connect<TrajectoryPageEvents>(port, 'pageEvents').client;
    await attach();
    const url = servers[kind].url(theme);
    const watched = await watchPage(page, new URL(url).origin);
    await page.goto(url);
    await page.locator(until).first().waitFor();
    return { page, errors, watched, asked, events, [Symbol.asyncDispose]: () => context.close() };
  }

  return {
    trajectory: (workspace: TemporaryWorkspace, trace: string, options: EnginePageOptions = {}) => open<TrajectoryPageApi>('trajectory', answersOf(workspace, trace), trajectoryPageParsers, selectedRow, options),
    compare: (workspace: TemporaryWorkspace, sides: { a: SideRef; b: SideRef }, options: EnginePageOptions = {}) => open<ComparePageApi>('compare', compareAnswers(workspace, sides), comparePageParsers, '.pairRow.focused', options),
    exported: (workspace: TemporaryWorkspace, file: string, options: EnginePageOptions = {}) => open<ExportPageApi>('export', exportAnswers(workspace, file), exportPageParsers, '[role="grid"] [role="row"][aria-selected="true"]', options),
  };
}
