import { nearest } from '../support/nearest.ts';
import { chordOf, hintFor } from './pageKeys.ts';
import type { Binding } from './pageKeys.ts';
import { reviewActions, reviewBindings, reviewTabs, reviewTabTitles } from './reviewKeys.ts';
import type { ReviewTabId } from './reviewKeys.ts';

/** Keys of one's own for the review page (`casebook.review.keys`), by action; an empty text takes the key away. */
export type OwnReviewKeys = {
  /** What holds in each tab, the page's own among it. */
  readonly tables: Readonly<Record<ReviewTabId, readonly Binding<string>[]>>;
  /** A sentence for each entry that is not followed: its usual key stays. */
  readonly troubles: readonly string[];
};

const known = new Map(reviewActions.map((each) => [each.action, each]));

/** @param own the setting, which may hold anything */
export function ownReviewKeys(own: unknown): OwnReviewKeys {
  const troubles: string[] = [];
  const chosen = new Map<string, string>();
  for (const [action, key] of Object.entries(typeof own === 'object' && own !== null && !Array.isArray(own) ? own : {})) {
    const trouble = troubleOf(action, key);
    if (trouble === undefined) chosen.set(action, (key as string).trim().toLowerCase());
    else troubles.push(trouble);
  }
  // Who gives up a key again may be in the way of another one.
  for (let clash = clashAmong(chosen); clash; clash = clashAmong(chosen)) {
    chosen.delete(clash.action);
    troubles.push(clash.trouble);
  }
  return { tables: Object.fromEntries(reviewTabs.map((tab) => [tab, tableOf(tab, chosen)])) as Record<ReviewTabId, readonly Binding<string>[]>, troubles };
}

function troubleOf(action: string, key: unknown): string | undefined {
  const found = known.get(action);
  if (!found) {
    const meant = nearest(action, [...known.keys()]);
    return `“${action}” is no action of the review page.${meant === undefined ? '' : ` Did you mean “${meant}”?`}`;
  }
  if (found.byDigit) return `“${action}” has the digits 1 to 9, which cannot be changed.`;
  const stays = `“${action}” keeps ${usualKeys(action)}`;
  if (typeof key !== 'string') return `The key of “${action}” is no text: ${stays}. Write it as "shift+n".`;
  if (key.trim() === '') return undefined;
  const chord = chordOf(key);
  if (!chord || chord.key === 'tab') return `“${key}” is no key for “${action}”, which keeps ${usualKeys(action)}: write one character, or a name such as enter or f8, with ctrl+ or shift+ before it.`;
  // With Shift, another character comes of it, and which one depends on the keyboard.
  if (chord.shift && [...chord.key].length === 1 && chord.key.toUpperCase() === chord.key) return `“${key}” never comes, so ${stays}: write the character that Shift makes of it.`;
  return undefined;
}

function usualKeys(action: string): string {
  return [...new Set(known.get(action)!.does.flatMap(({ keys }) => keys))].map((key) => hintFor([key], false)).join(', ');
}

/** The table of a tab under these keys. What works while typing does so with keys that type nothing. */
function tableOf(tab: ReviewTabId, chosen: ReadonlyMap<string, string>): readonly Binding<string>[] {
  const own: readonly Binding<string>[] = reviewBindings[tab];
  return [...own, ...reviewBindings.page].map((binding) => {
    const key = chosen.get(binding.action);
    if (key === undefined) return binding;
    const { whileTyping, ...rest } = binding;
    return { ...rest, ...(whileTyping && /ctrl\+|cmd\+|meta\+|^f\d+$|escape/u.test(key) ? { whileTyping } : {}), keys: key === '' ? [] : [key] };
  });
}

/** The last of one's own keys that another action of a tab has, too. */
function clashAmong(chosen: ReadonlyMap<string, string>): { readonly action: string; readonly trouble: string } | undefined {
  for (const action of [...chosen.keys()].toReversed()) {
    const key = chosen.get(action)!;
    if (key === '') continue;
    const { tabs } = known.get(action)!;
    for (const tab of tabs ?? reviewTabs) {
      const other = tableOf(tab, chosen).find((each) => each.action !== action && each.keys.some((one) => sameKey(one, key)));
      if (!other) continue;
      const where = reviewBindings.page.some((each) => each.action === other.action) ? '' : ` in the tab ${reviewTabTitles[tab]}`;
      return { action, trouble: `“${action}” keeps ${usualKeys(action)}: ${hintFor([key], false)} is the key of “${other.action}” (${other.words})${where}${known.get(other.action)!.byDigit ? ', and stays so.' : `. Give that another key first, or take it away with "${other.action}": "".`}` };
    }
  }
  return undefined;
}

function sameKey(one: string, other: string): boolean {
  const [a, b] = [chordOf(one), chordOf(other)];
  return a !== undefined && b !== undefined && a.key === b.key && a.ctrl === b.ctrl && a.shift === b.shift;
}
