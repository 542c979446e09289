import type { ClassOverview, FormerClass, Saturation } from '../model/taxonomyOverview.ts';
import { formatCount, plural } from './numbers.ts';

/** After so many failures in a row without a new kind, a taxonomy counts as about complete. */
export const saturated = 20;

export function saturationWords({ n, since, unsorted }: Saturation): string {
  if (n === 0) return 'No failure is in a class yet';
  const row = since >= saturated ? `About complete: the last ${formatCount(since)} failures brought no new class`
    : since === 0 ? 'The last failure brought a new class'
    : `${since === 1 ? 'The last failure' : `The last ${formatCount(since)} failures`} brought no new class; ${saturated} mean about complete`;
  return `${row} (${formatCount(n)} in a class${unsorted === 0 ? '' : `, ${formatCount(unsorted)} without one not counted`})`;
}

export function saturationHint({ last }: Saturation, nameOf: (id: string) => string): string {
  const newest = last === null ? '' : ` The last new class was ${nameOf(last.class)}, on ${last.at.slice(0, 10)}.`;
  return `How many labelled failures, in the order they were labelled, fell into classes seen before. ${saturated} in a row suggest that more review finds few new kinds.${newest}`;
}

/** Whether an active, proven case watches over a class. */
export function guardWords({ failures, cases, guarding }: Pick<ClassOverview, 'failures' | 'cases' | 'guarding'>): string {
  if (guarding > 0) return `guarded by ${plural(guarding, 'proven case')}`;
  if (cases > 0) return `${plural(cases, 'case')}, none active and proven`;
  return failures > 0 ? 'no case guards it' : 'no failure, no case';
}

export function formerWords({ state, into, labels, cases }: FormerClass, nameOf: (id: string) => string): string {
  const uses = [...(labels > 0 ? [plural(labels, 'labelled trace')] : []), ...(cases > 0 ? [plural(cases, 'case')] : [])].join(' and ');
  const what = state === 'merged' ? (into === null ? 'merged, and leads nowhere' : `merged into ${nameOf(into)}`) : state === 'retired' ? 'retired' : 'in no list';
  return uses === '' ? what : `${what}; ${uses} ${labels + cases === 1 ? 'names' : 'name'} it`;
}
