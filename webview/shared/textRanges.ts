/** Finds recorded words in what was rendered of them: markup is gone there, and white space differs. */

function textNodes(root: Node): readonly Text[] {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const nodes: Text[] = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) nodes.push(node as Text);
  return nodes;
}

/** Letters and digits, without white space and the signs of markdown; `places`: where each stands in the text. */
export function comparable(text: string): { readonly letters: string; readonly places: readonly number[] } {
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

/** The text below an element, once, so that many words can be looked for in it. */
export type RenderedText = { readonly nodes: readonly Text[]; readonly letters: string; readonly places: readonly number[] };

export function renderedText(root: Node): RenderedText {
  const nodes = textNodes(root);
  return { nodes, ...comparable(nodes.map((node) => node.data).join('')) };
}

/** Places of all occurrences in `letters`, in order, at most `most`. */
export function occurrences(letters: string, wanted: string, most = 1000): readonly number[] {
  const found: number[] = [];
  if (wanted === '') return found;
  for (let at = letters.indexOf(wanted); at >= 0 && found.length < most; at = letters.indexOf(wanted, at + 1)) found.push(at);
  return found;
}

/** The stretch of the rendered text that begins at the letter `at` and is `length` letters long. */
export function rangeAt({ nodes, places }: RenderedText, at: number, length: number): Range | undefined {
  const start = places[at];
  const end = places[at + length - 1];
  if (start === undefined || end === undefined) return undefined;
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
