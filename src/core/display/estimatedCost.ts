import { formatCost, formatCount, plural } from './numbers.ts';

/** "about $12.40, and 3 of 40 trials of unknown cost": what is not known is not nothing. */
export function estimatedCostInWords({ knownUsd, unknownTrials, trials }: { readonly knownUsd: number | null; readonly unknownTrials: number; readonly trials: number }, one: 'trial' | 'trace' = 'trial'): string {
  if (knownUsd === null) return `unknown for all ${plural(trials, one)}`;
  return `about ${formatCost(knownUsd)}${unknownTrials === 0 ? '' : `, and ${formatCount(unknownTrials)} of ${plural(trials, one)} of unknown cost`}`;
}
