import type { Marks } from './findModel.ts';

/** Marks what was found in rendered text by the CSS Custom Highlight API: no element is touched, so nothing recorded can become one. */

const mostMarks = 500;
/** Text beyond this is not looked at: a page shows no more of one step at once. */
const mostCharacters = 2_000_000;

/** @returns the first match and how to take the marks away; undefined where there is none, or the browser cannot do it. */
export function highlightFound(root: Node, { texts, matchCase, word }: Marks): { readonly first: Range; clear(): void } | undefined {
  const registry = CSS.highlights as HighlightRegistry | undefined;
  const pattern = patternOf(texts, matchCase);
  if (!registry || !pattern) return undefined;
  const { nodes, starts, text } = textBelow(root);
  const ranges: Range[] = [];
  for (let found = pattern.exec(text); found && ranges.length < mostMarks; found = pattern.exec(text)) {
    if (found[0] === '') pattern.lastIndex++;
    else if (!word || !(isInWord(text, found.index) || isInWord(text, found.index + found[0].length))) ranges.push(rangeOf(nodes, starts, found.index, found.index + found[0].length));
  }
  const [first] = ranges;
  if (!first) return undefined;
  registry.set('found', new Highlight(...ranges));
  return { first, clear: () => registry.delete('found') };
}

/** Whether any of it would be marked in a text. */
export function holdsFound(text: string, { texts, matchCase }: Marks): boolean {
  return patternOf(texts, matchCase)?.test(text) ?? false;
}

/** White space is shown as the page has room for it. */
function patternOf(texts: readonly string[], matchCase: boolean): RegExp | undefined {
  const sources = texts.map((text) => text.replace(/…$/u, '').trim()).filter((text) => text !== '').map((text) => text.split(/\s+/u).map((part) => part.replace(/[.*+?^${}()|[\]\\/]/gu, String.raw`\$&`)).join(String.raw`\s+`));
  return sources.length === 0 ? undefined : new RegExp(sources.join('|'), matchCase ? 'g' : 'gi');
}

function isInWord(text: string, at: number): boolean {
  return at > 0 && at < text.length && /[\p{L}\p{N}_]/u.test(text[at - 1]!) && /[\p{L}\p{N}_]/u.test(text[at]!);
}

function textBelow(root: Node): { readonly nodes: readonly Text[]; readonly starts: readonly number[]; readonly text: string } {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const nodes: Text[] = [];
  const starts: number[] = [];
  const pieces: string[] = [];
  let length = 0;
  for (let node = walker.nextNode() as Text | null; node && length < mostCharacters; node = walker.nextNode() as Text | null) {
    nodes.push(node);
    starts.push(length);
    pieces.push(node.data);
    length += node.data.length;
  }
  return { nodes, starts, text: pieces.join('') };
}

function rangeOf(nodes: readonly Text[], starts: readonly number[], from: number, to: number): Range {
  const nodeAt = (place: number): number => {
    let low = 0;
    for (let high = starts.length - 1; low < high;) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= place) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  const [first, last] = [nodeAt(from), nodeAt(to - 1)];
  const range = document.createRange();
  range.setStart(nodes[first]!, from - starts[first]!);
  range.setEnd(nodes[last]!, to - starts[last]!);
  return range;
}
