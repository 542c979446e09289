import { ownReviewKeys } from '../../src/core/display/ownReviewKeys.ts';
import { bindings, hintFor } from '../../src/core/display/pageKeys.ts';
import type { Binding } from '../../src/core/display/pageKeys.ts';
import { reviewBindings, reviewTabs } from '../../src/core/display/reviewKeys.ts';
import type { ReviewTabId } from '../../src/core/display/reviewKeys.ts';
import { bindKeys as bindReaderKeys, createKeys } from '../keys.ts';
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

/** From now on with these keys of a person's own; what is wrong with them is said by the editor. */
export function bindOwnKeys(own: Readonly<Record<string, unknown>>): void {
  const { tables } = ownReviewKeys(own);
  for (const tab of reviewTabs) keysOf(tab).rebind(tables[tab]);
  bindReaderKeys(readerKeys());
}

/** The parts of a trajectory print the keys of its reader: of those this page has the same under names of its own, and the others it has not. */
export function readerKeys(): Readonly<Record<string, string>> {
  const bound = keysOf('queue').bound();
  return Object.fromEntries(bindings.map(({ action }) => [action, bound.find((each) => each.action === action && each.keys.length === 1)?.keys[0] ?? '']));
}

/** Of an action with several keys the first one, where there is room for one. */
export function firstHint(keys: Keys<string>, action: string): string {
  return hintFor(keys.bound().find((each) => each.action === action)?.keys.slice(0, 1) ?? [], keys.onMac);
}
