import type { EvalCase } from '../model/evalCase.ts';
import type { RetrievedDocument } from '../model/span.ts';
import type { Trial } from '../model/trace.ts';
import { perTrial } from './planned.ts';

/** A document that a case calls relevant. */
export type Wanted = { readonly id: string; readonly version: string | undefined; readonly grade: number; readonly text: string | undefined };

/** How one wanted document stands: the rank (from 1) of the first hit, and what would have been a hit but for its version, or could not be told. */
export type Standing = { readonly wanted: Wanted; readonly rank: number | null; readonly stale: { readonly rank: number; readonly version: string } | null; readonly unknownAt: { readonly rank: number; readonly why: string } | null };

/** The relevant documents of a case held against the ranking of a trial. */
export type Ranking = {
  /** Distinct documents in order of rank, and where each stands in `Trial.retrieved`. */
  readonly documents: readonly { readonly document: RetrievedDocument; readonly index: number }[];
  /** Sets of which each is enough, the documents in `relevant` first. */
  readonly sets: readonly (readonly Standing[])[];
  /** A document without an id was recognised by its text. */
  readonly approximate: boolean;
};

type Listed = NonNullable<NonNullable<EvalCase['retrieval']>['relevant']>[number];

function wantedOf(each: Listed): Wanted {
  const { id, version, grade = 1, chunk } = typeof each === 'string' ? { id: each } : each;
  return { id, version, grade, text: chunk ?? (/\S\s+\S+\s+\S/.test(id) ? id : undefined) };
}

/** The sets of documents of which each is enough; a grade of 0 says that a document is not relevant. */
export function wantedSets({ retrieval }: EvalCase): readonly (readonly Wanted[])[] {
  const once = (all: readonly Wanted[]): readonly Wanted[] => [...new Map(all.map((each) => [JSON.stringify([each.id, each.version, each.text]), each])).values()];
  const relevant = once((retrieval?.relevant ?? []).map(wantedOf).filter(({ grade }) => grade > 0));
  const others = (retrieval?.anyOf ?? []).map((set) => once(set.map((id) => relevant.find((each) => each.id === id) ?? wantedOf(id))));
  return [relevant, ...others].filter((set) => set.length > 0);
}

/** By what a document is known: its id, or its source where it has none. */
export const nameOf = ({ id, source }: Pick<RetrievedDocument, 'id' | 'source'>): string | null => (id === null || id === '' ? (source === '' ? null : source) : id);

const tokensOf = (text: string): ReadonlySet<string> => new Set(text.normalize('NFKC').toLowerCase().match(/[\p{L}\p{N}]+/gu));
/** Least share of the words of a wanted text that a document without an id must hold. */
const leastShare = 0.9;

function containment(wanted: ReadonlySet<string>, there: ReadonlySet<string>): number {
  if (wanted.size === 0) return 0;
  let held = 0;
  for (const token of wanted) if (there.has(token)) held++;
  return held / wanted.size;
}

type Entry = Ranking['documents'][number] & { readonly name: string | null; tokens(): ReadonlySet<string> };

/** First occurrences. Where the case asks for a version of a document, its versions are documents of their own. */
function distinct(retrieved: readonly RetrievedDocument[], versioned: ReadonlySet<string>): readonly Entry[] {
  const seen = new Set<string>();
  return retrieved.flatMap((document, index): Entry[] => {
    const name = nameOf(document);
    const key = JSON.stringify(name === null ? [null, document.content] : versioned.has(name) ? [name, document.version] : [name]);
    if (seen.has(key)) return [];
    seen.add(key);
    let tokens: ReadonlySet<string> | undefined;
    return [{ document, index, name, tokens: () => (tokens ??= tokensOf(document.content ?? '')) }];
  });
}

function standingOf(wanted: Wanted, entries: readonly Entry[]): { readonly standing: Standing; readonly byText: boolean } {
  let stale: Standing['stale'] = null;
  let unknownAt: Standing['unknownAt'] = null;
  const tokens = wanted.text === undefined ? undefined : tokensOf(wanted.text);
  for (const [index, { document, name, tokens: own }] of entries.entries()) {
    const rank = index + 1;
    if (name === null) {
      if (tokens === undefined || document.content === null) unknownAt ??= { rank, why: document.content === null ? 'a document was recorded without id and content' : `documents were recorded without ids, and the case gives no text (chunk) of ${wanted.id}` };
      else if (containment(tokens, own()) >= leastShare) return { standing: { wanted, rank, stale, unknownAt }, byText: true };
    } else if (name === wanted.id) {
      if (wanted.version === undefined || wanted.version === document.version) return { standing: { wanted, rank, stale, unknownAt }, byText: false };
      if (document.version === null) unknownAt ??= { rank, why: `the version of ${wanted.id} was not recorded` };
      else stale ??= { rank, version: document.version };
    }
  }
  return { standing: { wanted, rank: null, stale, unknownAt }, byText: false };
}

/** Undefined where the case names no relevant document, or nothing says what was retrieved. */
export const rankingOf = perTrial((evalCase: EvalCase, trial: Trial): Ranking | undefined => {
  const wanted = wantedSets(evalCase);
  if (wanted.length === 0 || trial.retrieved === null) return undefined;
  const entries = distinct(trial.retrieved, new Set(wanted.flat().flatMap(({ id, version }) => (version === undefined ? [] : [id]))));
  const found = wanted.map((set) => set.map((each) => standingOf(each, entries)));
  return { documents: entries, sets: found.map((set) => set.map(({ standing }) => standing)), approximate: found.flat().some(({ byText }) => byText) };
});

/** The retrieval that brought a document, for reasons; undefined where nothing says which it was. */
export function broughtBy(trial: Trial, index: number): { readonly spanId: string | null; readonly step: number | null } | undefined {
  let end = 0;
  for (const retrieval of trial.retrievals ?? []) {
    end += retrieval.documents;
    if (index < end) return retrieval;
  }
  return undefined;
}

/** The first place of these fields of the documents that redaction or the size limit took. */
export const lostDocumentField = (trial: Trial, fields: readonly string[]): string | undefined =>
  trial.redacted.find((place) => {
    const field = /^retrieved(?:\[\d+\](?:\.([A-Za-z]+))?)?/.exec(place);
    return field !== null && (field[1] === undefined || fields.includes(field[1]));
  });
