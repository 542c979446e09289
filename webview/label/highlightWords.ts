import { comparable, occurrences, rangeAt, renderedText } from '../shared/textRanges.ts';

/** Marks words in rendered text without touching the elements, by the CSS Custom Highlight API. */

/** Names of `::highlight()` in the style sheets. */
export type HighlightName = 'wrong-words' | 'sought';

/** @param most how many occurrences. Returns how to take the marks away; undefined when the words are not there or the browser cannot do it. */
export function highlightWords(root: Node, words: string, name: HighlightName = 'wrong-words', most = 1): { readonly first: Range; clear(): void } | undefined {
  const registry = CSS.highlights as HighlightRegistry | undefined;
  const wanted = comparable(words).letters;
  if (!registry || wanted === '') return undefined;
  const text = renderedText(root);
  const ranges = occurrences(text.letters, wanted, most).flatMap((at) => rangeAt(text, at, wanted.length) ?? []);
  const [first] = ranges;
  if (!first) return undefined;
  const highlight = registry.get(name) ?? new Highlight();
  for (const range of ranges) highlight.add(range);
  registry.set(name, highlight);
  return { first, clear: () => ranges.forEach((range) => highlight.delete(range)) };
}
