import type { Problem, TextRange } from '../model/problem.ts';
import { blocksOf } from './blocks.ts';
import { parseTree } from './tree.ts';
import type { MapNode, TreeDocument, TreeNode } from './tree.ts';

/** One document's cases with what surrounds them. A document that is one case is a suite of one. */
export type SuiteTree = {
  readonly name: string | null;
  readonly single: boolean;
  readonly root: MapNode;
  readonly defaults: MapNode | null;
  readonly cases: readonly MapNode[];
  /** Cases in whose own text, or in whose defaults, a syntax error stands: what was read of them is a guess. `root` is among them when the suite's own keys are one. */
  readonly guessed: ReadonlySet<TreeNode>;
};

/** A document read again part by part also knows which of its cases are broken. */
type ReadDocument = TreeDocument & { readonly brokenItems?: ReadonlySet<TreeNode> };

/** The three layouts of CASES 1: one case, `cases:`, and several documents of either. */
export function readLayout(text: string): { readonly suites: readonly SuiteTree[]; readonly problems: readonly Problem[] } {
  const documents = documentsOf(text);
  const problems: Problem[] = [];
  const suites: SuiteTree[] = [];
  for (const document of documents) {
    for (const { kind, ...problem } of document.problems) problems.push({ code: kind === 'syntax' ? 'CB001' : 'CB005', severity: 'error', ...problem });
    if (!document.root || isEmpty(document.root)) continue;
    const suite = suiteOf(document, document.root, text, problems);
    if (suite) suites.push(suite);
  }
  if (suites.length === 0 && problems.length === 0) {
    problems.push({ code: 'CB004', severity: 'error', message: 'This file holds no case. A case starts with id and query; several stand under cases.', range: { start: 0, end: Math.min(1, text.length) } });
  }
  return { suites, problems };
}

export const isBroken = (document: TreeDocument): boolean => document.problems.some((problem) => problem.kind === 'syntax');

/** An open quote reaches over the `---` of the next document: a broken text is cut at these lines, and read part by part. */
function documentsOf(text: string): readonly ReadDocument[] {
  const documents = parseTree(text);
  if (!documents.some(isBroken)) return documents;
  const starts = [0, ...[...text.matchAll(/^---(?=\s|$)/gm)].map((match) => match.index).filter((index) => index > 0)];
  if (starts.length === 1) return eachMended(text, documents, text.length);
  return starts.flatMap((start, index) => eachMended(text, parseTree(text.slice(start, starts[index + 1]), start), starts[index + 1] ?? text.length));
}

/** What follows an error may count as no part of its document: each reaches to the next one. */
function eachMended(text: string, documents: readonly TreeDocument[], end: number): readonly ReadDocument[] {
  return documents.flatMap((document, index) => (isBroken(document) ? mended(text, { ...document, range: { start: document.range.start, end: documents[index + 1]?.range.start ?? end } }) : [document]));
}

const isEmpty = (node: TreeNode): boolean => node.kind === 'scalar' && node.value === null;

export function suiteOf(document: ReadDocument, root: TreeNode, text: string, problems: Problem[]): SuiteTree | null {
  const broken = isBroken(document);
  if (root.kind !== 'map') {
    if (!broken) problems.push({ code: 'CB003', severity: 'error', message: `A case file is a map with id, or with cases; this is a ${root.kind === 'list' ? 'list' : 'single value'}.`, range: firstCharacters(root.range) });
    return null;
  }
  const version = root.byKey.get('casebook');
  if (version && !(version.value.kind === 'scalar' && version.value.value === 1)) {
    problems.push({
      code: 'CB006', severity: 'error', message: 'This version of the file format is not known; this Casebook reads version 1.', range: version.value.range.start < version.value.range.end ? version.value.range : version.keyRange,
      fixes: version.value.range.start < version.value.range.end ? [{ title: 'Change to 1', edits: [{ range: version.value.range, text: '1' }] }] : [],
    });
  }
  const list = root.byKey.get('cases');
  const onlySuiteKeys = root.entries.every((entry) => entry.key === 'casebook' || entry.key === 'suite' || entry.key === 'description' || entry.key === 'defaults');
  if (!list && !onlySuiteKeys) return { name: null, single: true, root, defaults: null, cases: [root], guessed: new Set(broken ? [root] : []) };

  const name = root.byKey.get('suite')?.value;
  const defaults = root.byKey.get('defaults')?.value;
  if (defaults && defaults.kind !== 'map' && !isEmpty(defaults)) problems.push({ code: 'CB003', severity: 'error', message: 'defaults must be a map of case fields.', range: root.byKey.get('defaults')?.keyRange ?? root.range });
  const cases: MapNode[] = [];
  if (!list && !broken) problems.push({ code: 'CB004', severity: 'error', message: 'The key cases is missing: this suite holds no case.', range: root.entries[0]?.keyRange ?? firstCharacters(root.range) });
  if (list && list.value.kind !== 'list') problems.push({ code: 'CB003', severity: 'error', message: 'cases must be a list; each case starts with "- id:".', range: list.keyRange });
  for (const item of list?.value.kind === 'list' ? list.value.items : []) {
    if (item.kind === 'map') cases.push(item);
    else if (!broken) problems.push({ code: 'CB003', severity: 'error', message: 'A case must be a map that starts with id.', range: firstCharacters(item.range) });
  }
  return {
    name: name?.kind === 'scalar' && typeof name.value === 'string' ? name.value : null,
    single: false, root, defaults: defaults?.kind === 'map' ? defaults : null, cases,
    guessed: guessedOf(document, root, cases, text),
  };
}

function guessedOf(document: ReadDocument, root: MapNode, cases: readonly MapNode[], text: string): ReadonlySet<TreeNode> {
  const errors = document.problems.filter((problem) => problem.kind === 'syntax').map((problem) => problem.range.start);
  if (errors.length === 0) return new Set();
  const firstCase = Math.min(document.range.end, ...cases.map((each) => each.range.start));
  const header = text.slice(document.range.start, firstCase);
  const headerBroken = errors.some((at) => at < firstCase);
  if (headerBroken && (root.byKey.has('defaults') || /^["']?defaults\b/m.test(header))) return new Set([root, ...cases]);
  const broken = document.brokenItems ?? errors.flatMap((at) => cases.findLast((each) => each.range.start <= at) ?? []);
  return new Set([...(headerBroken ? [root] : []), ...broken]);
}

export const firstCharacters = (range: TextRange): TextRange => ({ start: range.start, end: Math.max(range.start + 1, Math.min(range.end, range.start + 20)) });

/**
 * A syntax error can swallow what follows it: an open bracket takes every later case with it. So a broken document with a
 * `cases:` list is read again case by case, and only the broken ones are left out.
 */
function mended(text: string, document: TreeDocument): readonly ReadDocument[] {
  const blocks = blocksOf(text, document.range);
  if (!blocks) return [document];
  const anchors = new Map<string, TreeNode>();
  const [header, ...rest] = parseTree(text.slice(blocks.header.start, blocks.header.end), blocks.header.start, anchors);
  if (!header || rest.length > 0) return [document];
  const root = header.root?.kind === 'map' ? header.root : emptyMap(blocks.header);
  const entry = root.byKey.get('cases') ?? { key: 'cases', keyRange: { start: blocks.listKey, end: blocks.listKey + 'cases'.length } };
  const items: TreeNode[] = [];
  const problems = [...header.problems];
  const brokenItems = new Set<TreeNode>();
  for (const block of blocks.items) {
    const [piece] = parseTree(text.slice(block.start, block.end), block.start, anchors);
    if (!piece) continue;
    problems.push(...piece.problems);
    if (piece.root?.kind !== 'list') continue;
    items.push(...piece.root.items);
    if (isBroken(piece)) for (const item of piece.root.items) brokenItems.add(item);
  }
  const list: TreeNode = { kind: 'list', range: { start: blocks.header.end, end: document.range.end }, flow: false, alias: false, items };
  const cases = { ...entry, value: list };
  const entries = [...root.entries.filter((each) => each.key !== 'cases'), cases];
  return [{ root: { ...root, entries, byKey: new Map(entries.map((each) => [each.key, each])) }, range: document.range, problems, brokenItems }];
}

/** Stands for a header that could not be read. */
const emptyMap = (range: TextRange): MapNode => ({ kind: 'map', range, flow: false, alias: false, entries: [], byKey: new Map() });
