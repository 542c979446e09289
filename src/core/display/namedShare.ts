import type { SliceCoverage } from '../model/coverage.ts';
import { formatCount, formatPercent, plural } from './numbers.ts';

/** How much of live traffic active cases speak of; `word` is one of what the traffic is divided by, such as `tool`. */
export function namedShareWords(word: string, { seen, covered, share }: SliceCoverage): string {
  if (share === null) return `Not recorded: no trace here has a ${word}.`;
  return `Active cases name ${formatCount(covered)} of ${plural(seen, word)} (${formatPercent(share)}), a ${word} counted once for every trace that shows it.`;
}
