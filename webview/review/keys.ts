import { hintFor } from '../../src/core/display/pageKeys.ts';
import type { Binding } from '../../src/core/display/pageKeys.ts';
import { reviewBindings } from '../../src/core/display/reviewKeys.ts';
import type { ReviewTabId } from '../../src/core/display/reviewKeys.ts';
import { createKeys } from '../keys.ts';
import type { Keys } from '../keys.ts';

const keysByTab = new Map<ReviewTabId, Keys<string>>();

/** The keys of a tab, and those that work in all. */
export function keysOf(tab: ReviewTabId): Keys<string> {
  let found = keysByTab.get(tab);
  if (!found) {
    const own: readonly Binding<string>[] = reviewBindings[tab];
    found = createKeys<string>([...own, ...reviewBindings.page]);
    keysByTab.set(tab, found);
  }
  return found;
}

/** Of an action with several keys the first one, where there is room for one. */
export function firstHint(keys: Keys<string>, action: string): string {
  return hintFor(keys.bound().find((each) => each.action === action)?.keys.slice(0, 1) ?? [], keys.onMac);
}
