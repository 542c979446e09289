import type { SaidValue, SaidValues, ValueSource } from '../../../src/core/model/insights.ts';

/** Values of what a model said, as the page marks them. Pure. */

/** The values of a text among those of its step; none where the texts do not agree, as marks would stand in wrong places. */
export function valuesOf(step: readonly SaidValues[] | undefined, text: string): readonly SaidValue[] {
  return step?.find(({ values }) => values.length > 0 && values.every(({ start, end, text: said }) => text.slice(start, end) === said))?.values ?? [];
}

/** `computed`: how it follows from numbers at its sources. */
export type ValueLine = { readonly texts: readonly string[]; readonly cites: boolean; readonly computed: string | null; readonly sources: readonly ValueSource[] };

/** One line for all values that come from the same places; those found nowhere are the last. */
export function valueLines(values: readonly SaidValue[]): readonly ValueLine[] {
  const lines = new Map<string, ValueLine & { readonly texts: string[] }>();
  for (const { text, kind, sources, computed = null } of values) {
    const cites = kind === 'citation';
    const key = JSON.stringify([cites && sources.length > 0, computed, sources.map((source) => [source.step, source.in, source.document])]);
    const line = lines.get(key);
    if (!line) lines.set(key, { texts: [text], cites, computed, sources });
    else if (!line.texts.includes(text)) line.texts.push(text);
  }
  return [...lines.values()].sort((a, b) => Number(a.sources.length === 0) - Number(b.sources.length === 0));
}

/** What a model was told comes before what it said itself: its own arguments are named only where nothing else is known. */
export function evidence(sources: readonly ValueSource[]): readonly ValueSource[] {
  const told = sources.filter((source) => source.in !== 'arguments');
  return told.length > 0 ? told : sources;
}

const places: Readonly<Record<ValueSource['in'], string>> = { result: 'result', document: 'document', user: 'user message', system: 'system prompt', arguments: 'arguments' };

/** "step 4, result", "step 5, document shipping-faq". */
export function sourceWords({ step, in: place, document }: ValueSource): string {
  return `step ${step}, ${places[place]}${place === 'document' && document !== null ? ` ${document}` : ''}`;
}

export type TextPiece = { readonly text: string; readonly value: number | null };

/** A piece of the text that begins at `from`, cut at the values in it. Values that overlap one before are left out. */
export function markedPieces(piece: string, from: number, values: readonly SaidValue[]): readonly TextPiece[] {
  const pieces: TextPiece[] = [];
  let at = from;
  const end = from + piece.length;
  const inOrder = values.map((value, index) => ({ ...value, index })).sort((a, b) => a.start - b.start);
  for (const value of inOrder) {
    if (value.start < at || value.end > end) continue;
    if (value.start > at) pieces.push({ text: piece.slice(at - from, value.start - from), value: null });
    pieces.push({ text: piece.slice(value.start - from, value.end - from), value: value.index });
    at = value.end;
  }
  if (at < end) pieces.push({ text: piece.slice(at - from), value: null });
  return pieces;
}
