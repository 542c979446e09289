import type { TrialLine, TrialPlace } from '../../core/model/result.ts';
import type { RunItem, Wording } from '../planRun.ts';

/** One question asked once. */
export type Try = { readonly item: RunItem; readonly wording: Wording; readonly trial: number; readonly place: TrialPlace };

const ownWording: Wording = { variantId: null, query: undefined };

/** All tries of a case, its own question first. One that cannot run, or is skipped, has one that says so. */
export function triesOf(item: RunItem): readonly Try[] {
  const { wordings, epochs, position } = item;
  const runs = item.problem === null && item.skipped === null;
  const asked = runs ? wordings : [ownWording];
  const count = runs ? epochs.count : 1;
  const tries = asked.length * count;
  return asked.flatMap((wording, at) => Array.from({ length: count }, (_, each): Try => ({ item, wording, trial: each + 1, place: { case: position, try: at * count + each, tries } })));
}

/** Tells the tries of a run apart, and knows them again among its results. */
export const tryKey = ({ place }: Pick<Try | TrialLine, 'place'>): string => `${place.case}/${place.try}`;
