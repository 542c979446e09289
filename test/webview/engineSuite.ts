import type { Page } from 'playwright-core';
import { compareParsers } from '../../src/protocol/compareApi.ts';
import type { SideRef } from '../../src/protocol/compareApi.ts';
import { comparePageParsers } from '../../src/protocol/comparePage.ts';
import type { ComparePageApi } from '../../src/protocol/comparePage.ts';
import { outcomeWords, rowTitle, tokensOf } from '../../src/extension/display/traceRow.ts';
import { textAt } from '../../src/extension/panel/textAt.ts';
import { exportPageParsers } from '../../src/protocol/exportPage.ts';
import type { ExportPageApi } from '../../src/protocol/exportPage.ts';
import type { Client, Handlers } from '../../src/protocol/rpc.ts';
import { trajectoryPageParsers } from '../../src/protocol/trajectoryPage.ts';
import type { TrajectoryPageApi, TrajectoryPageEvents } from '../../src/protocol/trajectoryPage.ts';
import { call } from '../engine/temporaryWorkspace.ts';
import type { TemporaryWorkspace } from '../engine/temporaryWorkspace.ts';
import { comparePage, exportPage, trajectoryPage } from './pageServer.ts';
import { pageSuite } from './pageSuite.ts';
import type { OpenedPage, Size } from './pageSuite.ts';
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
  const nobodysLabel = { by: 'ada', at: '2026-11-20T10:00:00.000Z', verdict: null, class: null, firstWrong: null, lastGood: null, note: '', cause: '', fix: '', correction: '', wrongWords: '', owner: '', status: null } as const;
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

export function engineSuite() {
  const pages = {
    trajectory: pageSuite<TrajectoryPageApi, TrajectoryPageEvents>(trajectoryPage, trajectoryPageParsers),
    compare: pageSuite<ComparePageApi, TrajectoryPageEvents>(comparePage, comparePageParsers),
    exported: pageSuite<ExportPageApi, TrajectoryPageEvents>(exportPage, exportPageParsers),
  };

  type Prepare = (host: unknown, page: Page, origin: string) => Promise<void>;
  async function watching(open: (prepare: Prepare) => Promise<OpenedPage<{ readonly calls: EnginePage['asked']; readonly events: EnginePage['events'] }>>): Promise<EnginePage> {
    let watched: Watched | undefined;
    const { host, ...opened } = await open(async (_, page, origin) => void (watched = await watchPage(page, origin)));
    return { ...opened, asked: host.calls, events: host.events, watched: watched! };
  }

  return {
    trajectory: (workspace: TemporaryWorkspace, trace: string, options: EnginePageOptions = {}) => watching((prepare) => pages.trajectory(answersOf(workspace, trace), { ...options, until: selectedRow, prepare })),
    compare: (workspace: TemporaryWorkspace, sides: { a: SideRef; b: SideRef }, options: EnginePageOptions = {}) => watching((prepare) => pages.compare(compareAnswers(workspace, sides), { ...options, until: '.pairRow.focused', prepare })),
    exported: (workspace: TemporaryWorkspace, file: string, options: EnginePageOptions = {}) => watching((prepare) => pages.exported(exportAnswers(workspace, file), { ...options, until: '[role="grid"] [role="row"][aria-selected="true"]', prepare })),
  };
}
