import { citationMarks, citationsIn, citedBy, type Citation, type CitedDocument } from '../grounding/citations.ts';
import { withoutCode } from '../grounding/code.ts';
import { titleOf } from '../grounding/documentNames.ts';
import { eachLeaf } from '../grounding/evidence.ts';
import { isJsonMap, type Json } from '../model/json.ts';
import type { Trial } from '../model/trace.ts';
import { finish } from '../support/slices.ts';
import { parseOutput } from './jsonOutput.ts';
import { nameOf } from './retrievedDocuments.ts';

/** A document that an answer cites. `indices`: where it stands in `Trial.retrieved`; none: it was never retrieved. */
export type Cited = { readonly name: string; readonly indices: readonly number[] };

/** What an answer cites. `told`: the target or the output lists its citations, so that no more than these are cited. */
export type Citations = { readonly cited: readonly Cited[]; readonly told: boolean };

/** All retrievals were done when the answer was given. */
const atTheEnd = Number.MAX_SAFE_INTEGER;

/** The documents of a trial as the reader of citations knows them; `[1]` counts from the retrieval that was last. */
export function citableDocuments(trial: Trial): readonly CitedDocument[] {
  const brought = (trial.retrievals ?? []).flatMap(({ documents }, at) => Array.from({ length: documents }, () => at));
  return (trial.retrieved ?? []).map((document, index) => ({ at: brought[index] ?? 0, index, id: document.id, title: titleOf(document), source: document.source }));
}

/** The texts of an answer: its own, or those in it where it is structured, as brackets of JSON cite nothing. */
export function answerText(output: string): string {
  const value = parseOutput(output)?.value;
  if (typeof value !== 'object' || value === null) return output;
  const texts: string[] = [];
  eachLeaf(value, (leaf) => { if (typeof leaf === 'string') texts.push(leaf); });
  return texts.join('\n');
}

function namesIn(value: Json | undefined): readonly string[] | null {
  if (!Array.isArray(value)) return null;
  return (value as readonly Json[]).flatMap((each) => {
    const name = isJsonMap(each) ? (each['id'] ?? each['docId'] ?? each['source']) : each;
    return typeof name === 'string' && name !== '' ? [name] : [];
  });
}

/** `citations` as the target lists them, or as its structured output does. */
function toldBy(trial: Trial): readonly string[] | null {
  if (trial.citations !== null) return trial.citations;
  const value = trial.output === null ? undefined : parseOutput(trial.output)?.value;
  return isJsonMap(value) && Object.hasOwn(value, 'citations') ? namesIn(value['citations']) : null;
}

const isCalled = ({ id, title, source }: CitedDocument, name: string): boolean => id === name || source === name || title === name;

function fromNames(names: readonly string[], documents: readonly CitedDocument[]): readonly Cited[] {
  return [...new Set(names)].map((name) => ({ name, indices: documents.flatMap((document, index) => (isCalled(document, name) ? [index] : [])) }));
}

type Mark = Citation & { readonly prose: string };

/** Marks outside of code. Most answers have no bracket at all. */
function marksIn(text: string): readonly Mark[] {
  if (!/[[【(]/.test(text)) return [];
  const prose = withoutCode(text);
  return citationMarks(prose).map((mark) => ({ ...mark, prose }));
}

function fromText(text: string, documents: readonly CitedDocument[], elsewhere: readonly string[]): readonly Cited[] {
  const found = new Map<string, Set<number>>();
  const add = (name: string, indices: readonly number[]): void => {
    const there = found.get(name) ?? new Set<number>();
    for (const each of indices) there.add(each);
    found.set(name, there);
  };
  const addDocument = (index: number): void => {
    const document = documents[index];
    if (document) add(nameOf(document) ?? document.title ?? `document ${index + 1}`, [index]);
  };
  for (const mark of marksIn(text)) {
    const meant = citedBy(mark, mark.prose, documents, atTheEnd);
    if (meant !== null && meant.length > 0) for (const index of meant) addDocument(index);
    else if (meant !== null || elsewhere.includes(mark.refers)) add(mark.refers, []);
  }
  const named = finish(citationsIn([{ at: 0, part: 0, text, known: atTheEnd }], documents));
  for (const [index, places] of (named ?? []).entries()) if (places.length > 0) addDocument(index);
  return [...found].map(([name, indices]) => ({ name, indices: [...indices] }));
}

/**
 * What the answer of a trial cites; null where nothing tells. Where nothing says what was retrieved, no index is known.
 * @param known ids that a case names: one in brackets is a citation though it was never retrieved
 */
export function citationsOf(trial: Trial, known: readonly string[] = []): Citations | null {
  const documents = citableDocuments(trial);
  const told = toldBy(trial);
  if (told !== null) return { cited: fromNames(told, documents), told: true };
  if (trial.output === null) return null;
  if (trial.retrieved !== null) return { cited: fromText(answerText(trial.output), documents, known), told: false };
  // The ids that a case names are looked for all the same, and what a mark points to cannot be told.
  const text = answerText(trial.output);
  const named = known.map((id, index): CitedDocument => ({ at: 0, index, id, title: null, source: null }));
  const names = new Set(fromText(text, named, known).map(({ name }) => name));
  for (const { refers, loose } of marksIn(text)) if (!loose && !known.includes(refers)) names.add(refers);
  return { cited: [...names].map((name) => ({ name, indices: [] })), told: false };
}

/** Which of the retrieved documents the answer cites; null where it cites nothing that could be told. */
export function citedDocumentsOf(trial: Trial): ReadonlySet<number> | null {
  const citations = citationsOf(trial);
  if (citations === null || (citations.cited.length === 0 && !citations.told)) return null;
  return new Set(citations.cited.flatMap(({ indices }) => indices));
}
