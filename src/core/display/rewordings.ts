import type { CaseResult, TrialResult } from '../model/result.ts';
import { plural } from './numbers.ts';
import { quoted } from './truncate.ts';

const longestName = 60;

/** `rewording “Where is my order?”`; by its id where results of before do not say what was asked. */
export function rewordingName({ variantId, asked }: Pick<TrialResult, 'variantId' | 'asked'>): string {
  return `rewording ${asked === undefined ? (variantId ?? '') : quoted(asked, longestName)}`;
}

/** The trials of the case's own question. */
export const asAsked = ({ trials }: Pick<CaseResult, 'trials'>): readonly TrialResult[] => trials.filter(({ variantId }) => variantId === null);

/** Rewordings of which some trial failed, with their trials. */
export function failedRewordings({ trials: all }: Pick<CaseResult, 'trials'>): readonly { readonly name: string; readonly trials: readonly TrialResult[] }[] {
  return [...Map.groupBy(all.filter(({ variantId }) => variantId !== null), ({ variantId }) => variantId).values()].flatMap((trials) => {
    const [first] = trials;
    return first && trials.some(({ outcome }) => outcome === 'fail') ? [{ name: rewordingName(first), trials }] : [];
  });
}

/** `rewording “Where is my order?” fails`; null where none does. */
export function failedRewordingsInWords(result: Pick<CaseResult, 'trials'>): string | null {
  const [first, ...others] = failedRewordings(result);
  if (!first) return null;
  return others.length === 0 ? `${first.name} fails` : `${plural(others.length + 1, 'rewording')} fail: ${first.name.replace(/^rewording /, '')} and ${others.length === 1 ? others[0]?.name.replace(/^rewording /, '') : `${others.length} more`}`;
}
