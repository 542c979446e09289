import type { SaidValue } from '../../../src/core/model/insights.ts';
import { comparable, occurrences, rangeAt, renderedText } from '../../shared/textRanges.ts';

/**
 * Marks values in rendered markdown by wrapping the text nodes they stand in: nothing recorded ever becomes markup. Returns how to take
 * the marks away. @param raw the text that was rendered @param shown how much of it
 */
export function markValues(root: Element, raw: string, shown: number, values: readonly SaidValue[], described: (index: number) => string | undefined): () => void {
  const recorded = comparable(raw);
  const rendered = renderedText(root);
  const found = values.flatMap((value, index) => {
    if (value.end > shown) return [];
    const wanted = comparable(value.text).letters;
    const before = occurrences(recorded.letters, wanted).findIndex((at) => recorded.places[at]! >= value.start);
    const here = occurrences(rendered.letters, wanted);
    // Markup drops some words, such as addresses: then the last one is the nearest.
    const at = here[Math.min(before, here.length - 1)];
    const range = before < 0 || at === undefined ? undefined : rangeAt(rendered, at, wanted.length);
    return range ? [{ range, value, index }] : [];
  });
  const marks = found.flatMap(({ range, value, index }) => textsIn(range).map((text, part) => wrap(text, value, index, part === 0 ? described(index) : undefined)));
  return () => marks.forEach((mark) => mark.replaceWith(...mark.childNodes));
}

/** The text nodes of a range, cut at its ends. */
function textsIn(range: Range): readonly Text[] {
  const { startContainer, endContainer, startOffset, endOffset } = range;
  if (!(startContainer instanceof Text) || !(endContainer instanceof Text)) return [];
  // From the end, so that what was measured at the start still holds.
  if (endOffset < endContainer.length) endContainer.splitText(endOffset);
  const first = startOffset > 0 ? startContainer.splitText(startOffset) : startContainer;
  const last = startContainer === endContainer ? first : endContainer;
  const walker = document.createTreeWalker(range.commonAncestorContainer.parentNode ?? range.commonAncestorContainer, NodeFilter.SHOW_TEXT);
  walker.currentNode = first;
  const texts = [first];
  for (let node: Node | null = first; node && node !== last;) {
    node = walker.nextNode();
    if (node) texts.push(node as Text);
  }
  return texts.filter((text) => text.data.trim() !== '');
}

function wrap(text: Text, value: SaidValue, index: number, described: string | undefined): Element {
  const mark = document.createElement('span');
  mark.className = value.sources.length > 0 ? 'saidValue sourced' : 'saidValue unfound';
  mark.dataset['value'] = String(index);
  if (described !== undefined) mark.setAttribute('aria-describedby', described);
  // A link of the text itself stays what it is.
  if (value.sources.length > 0 && described !== undefined && !text.parentElement?.closest('a')) {
    mark.setAttribute('role', 'link');
    mark.tabIndex = 0;
  }
  text.replaceWith(mark);
  mark.append(text);
  return mark;
}
