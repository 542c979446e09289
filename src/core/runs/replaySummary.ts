import type { ReplayComparison, ReplayedTrace, ReplayOutcome } from '../model/replayed.ts';
import { nearestRank } from '../statistics/percentile.ts';

/** Over the traces of which both sides are known. */
type Both = { readonly n: number; readonly recorded: number | null; readonly now: number | null };
export type ReplaySummary = {
  readonly counts: Readonly<Record<ReplayOutcome, number>>;
  /** In how many traces each differs, and in how many it could be compared. */
  readonly differs: Readonly<Record<'tools' | 'answer' | 'terminal', { readonly changed: number; readonly n: number }>>;
  /** The median, by nearest rank. */
  readonly latencyMsP50: Both;
  /** The sum. */
  readonly costUsd: Both;
};

/** What a replay amounts to. Null where nothing was measured. */
export function replaySummary(traces: readonly Pick<ReplayedTrace, 'outcome' | 'compared'>[]): ReplaySummary {
  const counts: Record<ReplayOutcome, number> = { changed: 0, same: 0, error: 0, 'n/a': 0 };
  for (const { outcome } of traces) counts[outcome]++;
  const compared = traces.flatMap((each) => each.compared ?? []);
  const differs = (of: 'tools' | 'answer' | 'terminal') => ({ changed: compared.filter((each) => each[of].same === false).length, n: compared.filter((each) => each[of].same !== null).length });
  const both = (of: 'latencyMs' | 'costUsd', sum: (values: readonly number[]) => number | null): Both => {
    const known = compared.map((each): ReplayComparison['latencyMs'] => each[of]).flatMap(({ recorded, now }) => (recorded === null || now === null ? [] : [{ recorded, now }]));
    return { n: known.length, recorded: sum(known.map(({ recorded }) => recorded)), now: sum(known.map(({ now }) => now)) };
  };
  return {
    counts,
    differs: { tools: differs('tools'), answer: differs('answer'), terminal: differs('terminal') },
    latencyMsP50: both('latencyMs', (values) => nearestRank(values, 0.5)),
    costUsd: both('costUsd', (values) => (values.length === 0 ? null : values.reduce((all, value) => all + value, 0))),
  };
}
