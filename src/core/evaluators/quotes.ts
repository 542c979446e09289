import { citationMarks, citedBy } from '../grounding/citations.ts';
import type { Evidence } from '../grounding/evidence.ts';
import { createPassageSearch } from '../grounding/passages.ts';
import { statementsIn } from '../grounding/statements.ts';
import type { Trial } from '../model/trace.ts';
import { finish } from '../support/slices.ts';
import { answerText, citableDocuments, citedDocumentsOf } from './citedIn.ts';

/** A passage that an answer quotes. `found`: it stands in one of the documents it may be from; null where their text is not known. */
export type Quote = { readonly passage: string; readonly found: boolean | null; readonly from: readonly number[] };

/** A mark further behind a quote than this belongs to something else. */
const nearby = 200;

/**
 * The quotes of an answer, each looked for in the document that the mark behind it cites, else in all that are cited, else in all that
 * were retrieved. Short ones that stand nowhere may be figures of speech and are left out. Null: there is no answer, or nothing says
 * what was retrieved.
 */
export function quotesOf(trial: Trial): readonly Quote[] | null {
  const { output, retrieved } = trial;
  if (output === null || retrieved === null) return null;
  // Most answers quote nothing, and to look for all that they state takes long.
  if (!/["“«]/.test(output)) return [];
  const text = answerText(output);
  const quotes = statementsIn(text).flatMap((each) => (each.kind === 'quote' ? [each] : []));
  if (quotes.length === 0) return [];
  const marks = citationMarks(text);
  const documents = citableDocuments(trial);
  const evidence = retrieved.map(({ content }, order): Evidence => ({ order, source: { step: 1, in: 'document', document: null }, value: content }));
  const search = createPassageSearch(evidence);
  const cited = citedDocumentsOf(trial);
  return quotes.flatMap(({ passage, end, loose }, nth): Quote[] => {
    const limit = Math.min(end + nearby, quotes[nth + 1]?.start ?? Infinity);
    const mark = marks.find((each) => each.start >= end && each.start < limit && !text.slice(end, each.start).includes('\n\n'));
    const meant = mark ? citedBy(mark, text, documents, Number.MAX_SAFE_INTEGER) : null;
    const from = meant !== null ? meant : cited !== null && cited.size > 0 ? [...cited] : [...retrieved.keys()];
    const places = finish(search.find(passage, evidence.length - 1, evidence.length));
    const found = places.some((place) => from.includes(place));
    if (loose && !found) return [];
    return [{ passage, found: found || (search.exhausted() || from.some((index) => retrieved[index]?.content === null) ? found || null : false), from }];
  });
}
