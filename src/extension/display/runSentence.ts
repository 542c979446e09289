import { formatCount, plural } from '../../core/display/numbers.ts';
import type { RunReport } from '../../protocol/runApi.ts';

/** `Ran 24 cases: 20 pass, 4 fail`. */
export function runSentence({ results, counts, cancelled }: Pick<RunReport, 'results' | 'counts' | 'cancelled'>): string {
  const parts = (['pass', 'fail', 'error', 'n/a'] as const).filter((outcome) => counts[outcome] > 0).map((outcome) => `${formatCount(counts[outcome])} ${outcome}`);
  return results.length === 0 ? 'There is no case to run' : `${cancelled ? 'Cancelled after' : 'Ran'} ${plural(results.length, 'case')}: ${parts.join(', ')}`;
}
