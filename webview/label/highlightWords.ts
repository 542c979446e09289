/** Underlines words in rendered text without touching the elements, by the CSS Custom Highlight API. */

const name = 'wrong-words';

function textNodes(root: Node): Text[] {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const nodes: Text[] = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) nodes.push(node as Text);
  return nodes;
}

/** Letters and digits only: markup and white space differ between what was recorded and what is shown. */
function comparable(text: string): { readonly letters: string; readonly places: readonly number[] } {
  let letters = '';
  const places: number[] = [];
  for (let index = 0; index < text.length; index++) {
    const character = text[index] ?? '';
    if (!/[\s*_`~#>|\\-]/u.test(character)) {
      letters += character;
      places.push(index);
    }
  }
  return { letters, places };
}

function rangeOf(root: Node, words: string): Range | undefined {
  const nodes = textNodes(root);
  const whole = comparable(nodes.map((node) => node.data).join(''));
  const wanted = comparable(words).letters;
  const at = wanted === '' ? -1 : whole.letters.indexOf(wanted);
  const start = whole.places[at];
  const end = whole.places[at + wanted.length - 1];
  if (at < 0 || start === undefined || end === undefined) return undefined;
  const range = document.createRange();
  let before = 0;
  for (const node of nodes) {
    const after = before + node.data.length;
    if (start >= before && start < after) range.setStart(node, start - before);
    if (end >= before && end < after) range.setEnd(node, end + 1 - before);
    before = after;
  }
  return range;
}

/** Returns how to take the underline away. Nothing happens when the words are not there or the browser cannot do it. */
export function highlightWords(root: Node, words: string): (() => void) | undefined {
  const registry = CSS.highlights as HighlightRegistry | undefined;
  const range = rangeOf(root, words);
  if (!range || !registry) return undefined;
  const highlight = registry.get(name) ?? new Highlight();
  highlight.add(range);
  registry.set(name, highlight);
  return () => highlight.delete(range);
}
