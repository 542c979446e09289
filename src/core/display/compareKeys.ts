import { chordOf } from './pageKeys.ts';

/** What the page of a comparison can be told to do, and the key that tells it: the handlers, hints and the sheet read this table. */
export type CompareAction = 'nextPair' | 'previousPair' | 'nextDifference' | 'previousDifference' | 'divergence' | 'swap' | 'onlyDifferences' | 'open' | 'copy' | 'tab' | 'sheet' | 'leave';
export type CompareBinding = { readonly action: CompareAction; readonly keys: readonly string[]; readonly words: string };

export const compareBindings: readonly CompareBinding[] = [
  { action: 'nextPair', keys: ['j', 'arrowdown'], words: 'Next pair' },
  { action: 'previousPair', keys: ['k', 'arrowup'], words: 'Previous pair' },
  { action: 'nextDifference', keys: ['f7'], words: 'Next difference' },
  { action: 'previousDifference', keys: ['shift+f7'], words: 'Previous difference' },
  { action: 'divergence', keys: ['g'], words: 'To the first divergence' },
  { action: 'onlyDifferences', keys: ['d'], words: 'All pairs, or differences only' },
  { action: 'swap', keys: ['x'], words: 'Swap the sides' },
  { action: 'open', keys: ['enter'], words: 'Open the step in its trajectory' },
  { action: 'tab', keys: ['t'], words: 'Next tab of the details' },
  { action: 'copy', keys: ['c'], words: 'Copy the comparison as Markdown' },
  { action: 'sheet', keys: ['?'], words: 'These keys' },
  { action: 'leave', keys: ['escape'], words: 'Close the sheet' },
];

/** What a press means; undefined when it is not ours. */
export function compareActionOf(press: { readonly key: string; readonly ctrlKey: boolean; readonly metaKey: boolean; readonly altKey: boolean; readonly shiftKey: boolean }): CompareAction | undefined {
  if (press.ctrlKey || press.metaKey || press.altKey) return undefined;
  const key = press.key.toLowerCase();
  return compareBindings.find((each) => each.keys.some((text) => {
    const chord = chordOf(text);
    return chord?.key === key && (key.length === 1 && !/[a-z]/u.test(key) ? true : chord.shift === press.shiftKey);
  }))?.action;
}
