import { metricTable } from '../evaluators/evaluate.ts';
import type { CaseResult, TrialResult } from '../model/result.ts';
import type { MetricStatistics } from '../model/runStatistics.ts';
import { ownTrials } from './trials.ts';
import { estimates } from './values.ts';

const shares: ReadonlySet<string> = new Set(metricTable.filter(({ unit }) => unit === 'share' || unit === 'boolean').map(({ id }) => id));

/** What users changed afterwards is known of no run of a case: there it would be known of failures alone, and be 0 (METRICS 8 has `taskCompletion` for those). */
const isHalfKnown = (metric: string, { completion }: TrialResult): boolean => metric === 'trustedTaskCompletion' && (completion?.unknown.includes('correction') ?? false);

/** Values of a metric in trials that did not break. */
export const valuesOf = (metric: string, trials: readonly TrialResult[]): readonly number[] => trials.flatMap((trial) => (trial.outcome === 'error' || isHalfKnown(metric, trial) ? [] : (trial.metrics[metric] ?? [])));

type Sums = { readonly matched: number; readonly expected: number; readonly unexpected: number };

/** What is divided by what, once summed over all trials (METRICS 2.3). */
const quotients: Readonly<Record<string, (sums: Sums) => readonly [number, number]>> = {
  Precision: ({ matched, unexpected }) => [matched, matched + unexpected],
  Recall: ({ matched, expected }) => [matched, expected],
  F1: ({ matched, expected, unexpected }) => [2 * matched, matched + expected + unexpected],
};

/** The share of all calls of all trials; null for metrics that are no share of calls. */
function microOf(metric: string, trials: readonly TrialResult[]): number | null {
  const [, level, quotient = ''] = /^(tool|call)(Precision|Recall|F1)$/.exec(metric) ?? [];
  const divided = quotients[quotient];
  if (divided === undefined) return null;
  const tallies = trials.flatMap(({ tallies: known }) => (known ? [level === 'tool' ? known.tool : known.call] : []));
  const sum = (of: keyof Sums): number => tallies.reduce((all, tally) => all + tally[of], 0);
  const [counted, whole] = divided({ matched: sum('matched'), expected: sum('expected'), unexpected: sum('unexpected') });
  return whole === 0 ? null : counted / whole;
}

/** Every metric that the trials of these cases know of, in the order in which they name them; rewordings are left out, as they decide nothing. */
export function metricStatistics(results: readonly CaseResult[]): readonly MetricStatistics[] {
  const measured = results.map(ownTrials).map((trials) => trials.filter(({ outcome }) => outcome !== 'error')).filter((trials) => trials.length > 0);
  const names = [...new Set(measured.flatMap((trials) => trials.flatMap(({ metrics }) => Object.keys(metrics))))];
  const found = estimates(names.map((metric) => ({ clusters: measured.map((trials) => valuesOf(metric, trials)), isShare: shares.has(metric) })));
  const all = measured.flat();
  return found.map((each, at) => {
    const metric = names[at] ?? '';
    return { metric, ...each, notMeasured: measured.length - each.n, micro: microOf(metric, all) };
  });
}
