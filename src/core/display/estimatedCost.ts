import { formatCost, formatCount, plural } from './numbers.ts';

/** "about $12.40; what 3 of 40 trials cost is not known": what is not known is not nothing. */
export function estimatedCostInWords({ knownUsd, unknownTrials, trials }: { readonly knownUsd: number | null; readonly unknownTrials: number; readonly trials: number }, one: 'trial' | 'trace' = 'trial'): string {
  if (knownUsd === null) return `unknown for all ${plural(trials, one)}`;
  return `about ${formatCost(knownUsd)}${unknownTrials === 0 ? '' : `; what ${formatCount(unknownTrials)} of ${plural(trials, one)} cost${unknownTrials === 1 ? 's' : ''} is not known`}`;
}
