import { formatCost, formatCount, plural } from '../../core/display/numbers.ts';
import type { RunReport } from '../../protocol/runApi.ts';

/** `Ran 24 cases: 20 pass, 4 fail`. */
export function runSentence({ results, counts, cancelled, cached, stopped, notKept }: Pick<RunReport, 'results' | 'counts' | 'cancelled' | 'cached' | 'stopped' | 'notKept'>): string {
  const parts = (['pass', 'fail', 'error', 'n/a'] as const).filter((outcome) => counts[outcome] > 0).map((outcome) => `${formatCount(counts[outcome])} ${outcome}`);
  if (results.length === 0) return 'There is no case to run';
  const fromCache = cached ? `; ${formatCount(cached.trials)} of ${plural(cached.of, 'answer')} from the cache` : '';
  const budget = stopped ? `; stopped at ${formatCost(stopped.spentUsd)}, ${plural(stopped.trialsNotRun, 'trial')} not run` : '';
  const lost = notKept === undefined ? '' : `. Not all of it was kept: ${notKept.replace(/\.$/u, '')}`;
  return `${cancelled ? 'Cancelled after' : 'Ran'} ${plural(results.length, 'case')}: ${parts.join(', ')}${fromCache}${budget}${lost}`;
}
