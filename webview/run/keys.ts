import { runBindings } from '../../src/core/display/runKeys.ts';
import type { RunAction } from '../../src/core/display/runKeys.ts';
import { createKeys } from '../keys.ts';

/** The keys of a run. */
export const runKeys = createKeys(runBindings);

/** "Open the case (O)"; without the key where there is none. */
export function withKey(words: string, action: RunAction): string {
  const hint = runKeys.hintOf(action);
  return hint === '' ? words : `${words} (${hint})`;
}
