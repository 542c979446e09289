import type { Slices } from '../support/slices.ts';
import { withoutCode } from './code.ts';
import { createNameSearch } from './nameSearch.ts';
import type { SpokenText } from './spokenTexts.ts';

/** A document that may be cited; `at` is the place of the step that retrieved it. */
export type CitedDocument = { readonly at: number; readonly index: number; readonly id: string | null; readonly title: string | null; readonly source: string | null };

/** A mark in a text that points to what it stands on. `refers`: what is written in it. `loose`: any words in brackets, a citation only where they name a document. */
export type Citation = { readonly start: number; readonly end: number; readonly refers: string; readonly loose: boolean };

const longestMark = 200;
const marks = new RegExp([
  String.raw`\[(\^?\d{1,3}(?:\s?[,;–-]\s?\d{1,3})*)\](?!\()`,
  String.raw`\[((?:doc|source|ref|chunk|kb|cite)[\w:.#/ -]{0,80})\](?!\()`,
  String.raw`【([^】\n]{1,${longestMark}})】`,
  String.raw`\((?:source|sources|ref|see|citation):\s*([^)\n]{1,${longestMark}})\)`,
  String.raw`\[([^[\]\n]{2,${longestMark}})\](?!\()`,
].join('|'), 'gi');

/** Marks such as `[1]`, `[doc-3]`, `【4†source】` and `(source: returns.md)`; and whatever else stands in brackets, as `[policy/returns]` may be one. */
export function citationMarks(text: string): readonly Citation[] {
  return [...text.matchAll(marks)].map((match) => ({ start: match.index, end: match.index + match[0].length, refers: (match.slice(1).find((group) => group !== undefined) ?? '').trim(), loose: match[5] !== undefined }));
}

/** Texts that are gone through without a pause. */
const aSlice = 500;

/**
 * Which texts cite each document: by its id, title or source, or by its place among the documents that were last retrieved.
 * @param texts `known`: place of the last step whose outcome was there when the text was said
 * @returns places of the steps that cite each document, in the order of `documents`; null where no text cites anything
 */
export function* citationsIn(texts: readonly (SpokenText & { readonly known: number })[], documents: readonly CitedDocument[]): Slices<readonly (readonly number[])[] | null> {
  const citing = documents.map((): Set<number> => new Set());
  const byName = namesOf(documents);
  const namesIn = createNameSearch(byName.keys());
  let any = false;
  for (const [nth, { at, known, text }] of texts.entries()) {
    if (nth % aSlice === 0) yield;
    const until = lastBefore(documents, known);
    if (until < 0) continue;
    const found = new Set<number>();
    for (const { refers, loose } of text.includes('[') || /[【(]/.test(text) ? citationMarks(withoutCode(text)) : []) {
      // A name is found below, in brackets or not.
      if (loose) continue;
      any = true;
      for (const each of numbered(refers, documents, until)) found.add(each);
    }
    for (const name of namesIn(text)) for (const each of byName.get(name)!) if (documents[each]!.at <= known) found.add(each);
    for (const each of found) citing[each]!.add(at);
    any ||= found.size > 0;
  }
  return any ? citing.map((places) => [...places]) : null;
}

/**
 * What a mark in a text points to, among the documents that had been retrieved by then.
 * @returns indices of documents; none: it points to nothing that was retrieved. Null: none had been, or the text itself says what it is
 */
export function citedBy({ refers, start, loose }: Pick<Citation, 'refers' | 'start' | 'loose'>, text: string, documents: readonly CitedDocument[], at: number): readonly number[] | null {
  const until = lastBefore(documents, at);
  if (until < 0) return null;
  if (loose) {
    const named = [...documents.entries()].flatMap(([index, document]) => (index <= until && isCalled(document, refers) ? [index] : []));
    return named.length > 0 ? named : null;
  }
  const byPlace = numbered(refers, documents, until);
  if (byPlace.length > 0) return byPlace;
  const wanted = refers.toLowerCase();
  const byName = [...documents.entries()].flatMap(([index, { id, title, source }]) => (index <= until && [id, title, source].some((name) => name !== null && name !== '' && (name.toLowerCase() === wanted || (name.length > 3 && wanted.includes(name.toLowerCase())))) ? [index] : []));
  if (byName.length > 0) return byName;
  // A list of links at the end, and marks of a vendor's own numbering.
  return refers.includes('†') || new RegExp(String.raw`\[${/^\^?\d+/.exec(refers)?.[0].replace('^', '\\^') ?? '(?!)'}\]:?\s*(?:\[|<?https?:)`).test(text.slice(start)) ? null : [];
}

/** Whether words are just its name: its id, title or source, or the file that the source ends in. */
function isCalled({ id, title, source }: CitedDocument, words: string): boolean {
  const wanted = words.toLowerCase();
  return [id, title, source, source?.split(/[/\\]/).findLast((part) => part !== '') ?? null].some((name) => name !== null && name.trim().toLowerCase() === wanted);
}

/** Documents by each name that is long enough to be meant when it stands in a text. */
function namesOf(documents: readonly CitedDocument[]): ReadonlyMap<string, readonly number[]> {
  const names = new Map<string, number[]>();
  const add = (name: string | null, at: number, least: number): void => {
    const known = name?.trim() ?? '';
    if (known.length < least || known.length > 500 || /^\d{1,4}$/.test(known)) return;
    const there = names.get(known);
    if (!there) names.set(known, [at]);
    else if (there.at(-1) !== at) there.push(at);
  };
  for (const [at, { id, title, source }] of documents.entries()) {
    add(id, at, 3);
    add(title, at, 8);
    add(source, at, 6);
    // Answers name the file, not the way to it.
    add(source?.split(/[/\\]/).findLast((part) => part !== '') ?? null, at, 8);
  }
  return names;
}

/** `1`, `1, 3`, `2-4` and `4†source` point to places among the documents of the latest step that retrieved any. */
function numbered(refers: string, documents: readonly CitedDocument[], until: number): readonly number[] {
  const latest = documents[until]!.at;
  const first = documents.findIndex(({ at }) => at === latest);
  const count = until - first + 1;
  const places: number[] = [];
  for (const [, from, to] of refers.matchAll(/(\d{1,3})(?:\s?[–-]\s?(\d{1,3}))?/g)) {
    if (/^[\w ]*[a-z]/i.test(refers) && !/^\d/.test(refers)) break;
    const start = Number(from);
    const end = Math.min(to === undefined ? start : Number(to), start + 50);
    for (let each = start; each <= end; each++) if (each >= 1 && each <= count) places.push(first + each - 1);
    if (refers.includes('†')) break;
  }
  return places;
}

/** Index of the last document that had been retrieved by then; -1: none had. */
function lastBefore(documents: readonly CitedDocument[], at: number): number {
  let low = 0;
  let high = documents.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (documents[middle]!.at <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
