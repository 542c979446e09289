import { compareBindings } from '../../src/core/display/pageKeys.ts';
import type { CompareAction } from '../../src/core/display/pageKeys.ts';
import { createKeys } from '../keys.ts';

/** The keys of a comparison. */
export const compareKeys = createKeys(compareBindings);

/** "Swap the sides (X)"; without the key where it was taken away. */
export function withKey(words: string, action: CompareAction): string {
  const hint = compareKeys.hintOf(action);
  return hint === '' ? words : `${words} (${hint})`;
}
