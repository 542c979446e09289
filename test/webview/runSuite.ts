import type { CaseResult, CheckResult } from '../../src/core/model/result.ts';
import type { RunCase, RunView } from '../../src/core/model/runView.ts';
import { compareRuns } from '../../src/core/runs/compareRuns.ts';
import { resultKey } from '../../src/core/runs/changes.ts';
import { headerOfResults } from '../../src/core/runs/runHeader.ts';
import { runRows } from '../../src/core/runs/runRows.ts';
import { runStatistics } from '../../src/core/runs/runStatistics.ts';
import { shownCase } from '../../src/core/runs/shownCase.ts';
import { verdictOf } from '../../src/core/runs/verdict.ts';
import { runPageParsers } from '../../src/protocol/runPage.ts';
import type { RunPageApi, RunPageEvents } from '../../src/protocol/runPage.ts';
import { runPage } from './pageServer.ts';
import { pageSuite } from './pageSuite.ts';
import type { OpenedPage, PageHost, PageOptions } from './pageSuite.ts';

type Host = PageHost<RunPageApi, RunPageEvents>;
type RunHost = Host & { /** Read when the page asks for it. */ run: RunView | null; wanted: string | null };

const nothing = (): null => null;

export function runSuite(): { open(run: RunView | null, cases?: readonly RunCase[], options?: PageOptions<Host>): Promise<OpenedPage<RunHost>> } {
  const openPage = pageSuite<RunPageApi, RunPageEvents>(runPage, runPageParsers);
  return {
    async open(run, cases = [], options) {
      const shown: { run: RunView | null; wanted: string | null } = { run, wanted: null };
      const view = () => ({ folder: '/srv/support-agent', name: 'support-agent', run: shown.run, wanted: shown.wanted });
      const opened = await openPage({
        open: view, chooseRun: view, showRun: view,
        readCase({ caseId, target }) {
          const found = cases.find((each) => each.caseId === caseId && each.target === target);
          if (!found) throw new Error(`no ${caseId} on ${target}`);
          return found;
        },
        openTrajectory: nothing, compareExpected: nothing, comparePassing: nothing, openCase: nothing, runAll: nothing, newCase: nothing, copyMarkdown: nothing,
        resume: () => ({ sentence: 'Ran 36 cases: 36 pass' }),
        runAgain: () => ({ run: '2026-11-20T11-00-00-aaaa', sentence: 'Ran 1 case: 1 pass' }),
      }, { until: 'h1:not(.srOnly), .errorState', ...options });
      return { ...opened, host: Object.assign(shown, opened.host) };
    },
  };
}

/** A failed check, as one that expects a tool. */
export function failedCheck(part: Partial<CheckResult> = {}): CheckResult {
  return { id: 'expectedTool', metric: 'toolRecall', path: ['expectedTool'], gating: true, outcome: 'fail', score: 0, expected: 'getShipment', actual: ['searchOrders'], reason: 'Called searchOrders, expected getShipment', spanId: null, step: 3, ...part };
}

/** As the engine tells a run from results: those of this run, and those of the one before where there was one. */
export function viewOf(results: readonly CaseResult[], before?: readonly CaseResult[], queries: Readonly<Record<string, string>> = {}): RunView {
  const { header } = headerOfResults('2026-11-20T10-55-12-4f2a', { results, unfinished: [] });
  const outcomes = before && new Map(before.map((each) => [resultKey(each), each.outcome]));
  const trials = results.flatMap((each) => each.trials);
  return {
    header: { ...header, at: '2026-11-20T10:55:12.000Z', durationMs: 12_300, finished: true }, verdict: verdictOf(results),
    rows: runRows({ results, unfinished: [], before: outcomes, earlier: outcomes ? [outcomes, outcomes, outcomes] : [], wordsOf: (caseId) => (Object.hasOwn(queries, caseId) ? { suite: 'shipments', query: queries[caseId]! } : undefined) }),
    statistics: runStatistics(results), trials: { all: trials.length, cached: trials.filter(({ cached }) => cached).length },
    before: before ? { run: '2026-11-19T09-00-00-11aa', at: '2026-11-19T09:00:00.000Z', comparison: compareRuns(before, results) } : null,
    baselines: [], canResume: false, historyOf: [], brokenLines: 0, notKept: null,
  };
}

export const caseOf = (result: CaseResult, part: Partial<RunCase> = {}): RunCase => ({ ...shownCase('2026-11-20T10-55-12-4f2a', result), folder: '/srv/support-agent/.casebook/runs/2026-11-20T10-55-12-4f2a', passing: null, source: null, ...part });
