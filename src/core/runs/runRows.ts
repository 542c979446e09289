import { plural } from '../display/numbers.ts';
import { oneLine } from '../display/truncate.ts';
import type { CaseResult, Outcome, TrialResult } from '../model/result.ts';
import { runGroups, type RunRow } from '../model/runView.ts';
import { groupOf, resultKey } from './changes.ts';
import { countTrials, ownTrials } from './trials.ts';
import { reasonOf } from './verdict.ts';

/** Of a row's texts: it is one line of a list. */
const longestText = 200;

/** What a run said of each case, by `resultKey`. */
export type OutcomesOfRun = ReadonlyMap<string, Outcome>;

/** What is known of a case beside its results. */
export type CaseWords = { readonly suite: string | null; readonly query: string };

export type RowsOf = {
  readonly results: readonly CaseResult[];
  /** Cases that were cut off with some of their trials done. */
  readonly unfinished: readonly CaseResult[];
  /** The run it is compared with; absent where there is none. */
  readonly before: OutcomesOfRun | undefined;
  /** Runs before this one, oldest first. */
  readonly earlier: readonly OutcomesOfRun[];
  wordsOf(caseId: string): CaseWords | undefined;
};

function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >>> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? null) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

const isMeasured = ({ outcome }: TrialResult): boolean => outcome === 'pass' || outcome === 'fail';

const timeOf = ({ latencyMs, durationMs }: TrialResult): number => latencyMs ?? durationMs;

function sumOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}

function rowOf(result: CaseResult, cutOff: boolean, { before, earlier, wordsOf }: RowsOf): RunRow {
  const { caseId, target, file, outcome, trials, decides, undecided } = result;
  const key = resultKey(result);
  const was = before?.get(key) ?? null;
  const own = ownTrials(result);
  const { n, passes } = countTrials(own);
  const words = wordsOf(caseId);
  return {
    caseId, target, file, outcome, was,
    suite: words?.suite ?? null,
    query: words === undefined ? null : oneLine(words.query, longestText),
    group: groupOf(result, was, cutOff),
    why: cutOff ? `${plural(trials.length, 'trial')} done` : outcome === 'pass' ? null : oneLine(reasonOf(result), longestText),
    trials: { passes, n, all: own.length },
    rewordingsFailed: trials.filter((trial) => trial.variantId !== null && trial.outcome === 'fail').length,
    cached: trials.filter((trial) => trial.cached).length,
    ms: median(own.filter(isMeasured).map(timeOf)),
    costUsd: sumOf(trials.map((trial) => trial.costUsd)),
    history: [...earlier.map((run) => run.get(key) ?? null), cutOff ? null : outcome],
    undecided: decides ? null : (undecided?.said ?? 'It decides nothing.'),
  };
}

const worstFirst: readonly Outcome[] = ['fail', 'error', 'n/a', 'pass'];

/** The cases of a run as rows: changes first, and within each group as the files have them. Those that decide nothing come last, failed ones first. */
export function runRows(of: RowsOf): readonly RunRow[] {
  const rows = [...of.results.map((result) => rowOf(result, false, of)), ...of.unfinished.map((result) => rowOf(result, true, of))];
  const order = new Map(runGroups.map((group, at) => [group, at]));
  const place = ({ group, outcome }: RunRow): number => (order.get(group) ?? 0) * 10 + (group === 'undecided' ? worstFirst.indexOf(outcome) : 0);
  return rows.toSorted((a, b) => place(a) - place(b));
}
