import { ownToOneCase } from '../model/evalCase.ts';
import type { Json } from '../model/json.ts';
import type { Problem, TextRange } from '../model/problem.ts';
import type { CasePath } from '../model/result.ts';
import { sharedEnds } from '../support/sharedEnds.ts';
import { itemStarts, listStartOf } from './blocks.ts';
import type { ListStart } from './blocks.ts';
import { firstCharacters, isBroken, suiteOf } from './layout.ts';
import type { SuiteTree } from './layout.ts';
import { movedMap, movedProblem, movedRange } from './moved.ts';
import { aliasLimit, idIn, plainWeight, readContent, withoutKeys } from './parse.ts';
import type { CaseBlock, CaseContent, CaseFile, ParsedCase } from './parse.ts';
import { placeOf } from './place.ts';
import { readItem } from './readItem.ts';
import { readPart } from './readPart.ts';
import { mayDisable } from './suppress.ts';
import { nodeAt, parseTree, toJson } from './tree.ts';
import type { ListNode, MapNode, TreeNode } from './tree.ts';

/** One item of `cases:`, read by itself: its places count from its own start. */
type Item = CaseBlock & { readonly text: string; readonly node: TreeNode | null; readonly problems: readonly Problem[]; readonly broken: boolean; readonly hasDisabling: boolean; content: CaseContent | undefined };
type Header = { readonly text: string; readonly start: ListStart; readonly suite: SuiteTree; readonly problems: readonly Problem[]; readonly defaults: MapNode | null; readonly defaultsJson: Json | undefined; readonly hasDisabling: boolean };

/**
 * A case file as it is typed: one document whose `cases:` are a list in block style is read item by item, and of the next text
 * only the items that changed. It gives what `parseCaseFile` gives, or undefined where items cannot be read apart: other
 * layouts, anchors, a broken header.
 */
export class BlockFile {
  readonly #file: string;
  #text = '';
  #header: Header | undefined;
  #items: readonly Item[] = [];
  #starts: readonly number[] = [];
  #idCounts = new Map<string, number>();
  /** Cases that have an id. */
  #named = 0;
  #idVersion = 0;

  constructor(file: string) {
    this.#file = file;
  }

  /** Of more than `limit` characters only the first cases are read, and a problem says so. */
  read(text: string, limit = Infinity): CaseFile | undefined {
    const { part, problems } = text.length > limit ? readPart(text, limit) : { part: text, problems: [] };
    if (!this.#follow(part) && !this.#begin(part)) {
      this.#header = undefined;
      return undefined;
    }
    this.#text = part;
    return this.#assemble(text, problems);
  }

  #begin(text: string): boolean {
    const start = listStartOf(text);
    this.#header = start && readHeader(text, start);
    if (!start || !this.#header) return false;
    const items = this.#cut(text.slice(start.first), start.indent);
    if (!items) return false;
    this.#items = items.read;
    this.#starts = items.starts.map((each) => each + start.first);
    this.#idCounts = new Map();
    this.#named = 0;
    for (const { id } of items.read) this.#count(id, 1);
    this.#idVersion += 1;
    return true;
  }

  /** Reads again what lies between the ends that both texts share. */
  #follow(text: string): boolean {
    const header = this.#header;
    if (!header) return false;
    const { before, after } = sharedEnds(this.#text, text);
    if (before < header.start.first + header.start.indent.length + 2) return false;
    const starts = this.#starts;
    // An item whose first line is gone belongs to the one before it, so reading begins there.
    const touched = lastUpTo(starts, before) - 1;
    const from = Math.max(0, touched);
    const kept = lastUpTo(starts, this.#text.length - after) + 1;
    const by = text.length - this.#text.length;
    const start = starts[from] ?? 0;
    const end = (starts[kept] ?? this.#text.length) + by;
    const items = this.#cut(text.slice(start, end), header.start.indent);
    if (!items) return false;
    const old = this.#items.slice(from, kept);
    if (old.length !== items.read.length || old.some(({ id }, at) => id !== items.read[at]?.id)) this.#idVersion += 1;
    for (const { id } of old) this.#count(id, -1);
    for (const { id } of items.read) this.#count(id, 1);
    this.#items = this.#items.toSpliced(from, kept - from, ...items.read);
    this.#starts = [...starts.slice(0, from), ...items.starts.map((each) => each + start), ...starts.slice(kept).map((each) => each + by)];
    return true;
  }

  #cut(text: string, indent: string): { readonly read: readonly Item[]; readonly starts: readonly number[] } | undefined {
    const starts = itemStarts(text, indent);
    if (!starts || starts[0] !== 0) return undefined;
    const read: Item[] = [];
    for (const [index, start] of starts.entries()) {
      const item = itemOf(text.slice(start, starts[index + 1]));
      if (!item) return undefined;
      read.push(item);
    }
    return { read, starts };
  }

  #count(id: string | null, by: number): void {
    if (id === null) return;
    const count = (this.#idCounts.get(id) ?? 0) + by;
    this.#named += by;
    if (count > 0) this.#idCounts.set(id, count);
    else this.#idCounts.delete(id);
  }

  /** At every key: of most items nothing is made until somebody looks at them. */
  #assemble(text: string, cut: readonly Problem[]): CaseFile | undefined {
    const header = this.#header;
    if (!header) return undefined;
    const items = this.#items;
    const starts = this.#starts;
    const problems: Problem[] = [...header.problems];
    const broken = items.some((item) => item.broken);
    let hasDisabling = header.hasDisabling;
    for (let index = 0; index < items.length; index++) {
      const { node, problems: own, hasDisabling: has } = items[index] as Item;
      hasDisabling ||= has;
      const start = starts[index] ?? 0;
      for (const problem of own) problems.push(movedProblem(problem, start, 0, this.#file));
      if (node && node.kind !== 'map' && !broken) problems.push({ code: 'CB003', severity: 'error', message: 'A case must be a map that starts with id.', range: firstCharacters(movedRange(node.range, start)) });
    }
    problems.push(...cut);
    const made = new Map<number, BlockCase>();
    const startOf = (index: number): number => starts[index] ?? 0;
    const caseOf = (index: number): BlockCase | undefined => {
      const item = items[index];
      if (item?.node?.kind !== 'map') return undefined;
      const known = made.get(index) ?? new BlockCase(text, header, item, item.node, startOf(index));
      made.set(index, known);
      return known;
    };
    let cases: readonly ParsedCase[] | undefined;
    const casesOf = (): readonly ParsedCase[] => (cases ??= items.flatMap((_, index) => caseOf(index) ?? []));
    return {
      file: this.#file, text, problems,
      get cases() { return casesOf(); },
      suites: [suiteWith(header, items, starts, casesOf, broken)],
      blocks: { list: items, idCounts: this.#idCounts, hasSharedIds: this.#named > this.#idCounts.size, idVersion: this.#idVersion, hasCrlf: text.includes('\r\n'), hasDisabling, startOf, caseOf },
    };
  }
}

/** A case of such a file. Its tree is made when somebody looks at it. */
class BlockCase implements ParsedCase {
  readonly #text: string;
  readonly #header: Header;
  readonly #item: Item;
  readonly #relative: MapNode;
  readonly #start: number;
  #node: MapNode | undefined;

  constructor(text: string, header: Header, item: Item, node: MapNode, start: number) {
    this.#text = text;
    this.#header = header;
    this.#item = item;
    this.#relative = node;
    this.#start = start;
  }

  get #content(): CaseContent { return (this.#item.content ??= readContent(this.#relative, false, this.#header.defaultsJson)); }
  get id(): string | null { return this.#item.id; }
  get suite(): string | null { return this.#header.suite.name; }
  get value(): ParsedCase['value'] { return this.#content.value; }
  get readable(): ParsedCase['readable'] { return this.#content.readable; }
  get unreadable(): ReadonlySet<string> { return this.#content.unreadable; }
  get raw(): Json { return this.#content.raw; }
  get issues(): ParsedCase['issues'] { return this.#content.issues; }
  get isGuess(): boolean { return this.#item.broken; }
  get defaults(): MapNode | null { return this.#header.defaults; }
  get range(): TextRange { return movedRange(this.#relative.range, this.#start); }
  get node(): MapNode { return (this.#node ??= movedMap(this.#relative, this.#start)); }

  rangeOf(path: CasePath): TextRange {
    const { defaults } = this.#header;
    if (defaults && path.length > 0 && !nodeAt(this.#relative, path) && nodeAt(defaults, path)) return placeOf({ text: this.#text, node: this.#relative, defaults }, path);
    return movedRange(placeOf({ text: this.#item.text, node: this.#relative, defaults: null }, path), this.#start);
  }
}

function suiteWith({ suite, start }: Header, items: readonly Item[], starts: readonly number[], cases: () => readonly ParsedCase[], broken: boolean): SuiteTree {
  let nodes: readonly MapNode[] | undefined;
  let root: MapNode | undefined;
  const nodesOf = () => (nodes ??= cases().map((each) => each.node));
  return {
    ...suite,
    get cases() { return nodesOf(); },
    get guessed() { return new Set<TreeNode>(broken ? cases().filter((each) => each.isGuess).map((each) => each.node) : []); },
    get root() { return (root ??= withList(suite.root, nodesOf, { start: start.first + start.indent.length, end: (items.at(-1)?.node?.range.end ?? 0) + (starts.at(-1) ?? 0) })); },
  };
}

function withList(root: MapNode, items: () => readonly TreeNode[], range: TextRange): MapNode {
  const list: ListNode = { kind: 'list', range, flow: false, alias: false, get items() { return items(); } };
  const entries = root.entries.map((entry) => (entry.key === 'cases' ? { ...entry, value: list } : entry));
  return { ...root, range: { start: root.range.start, end: range.end }, entries, byKey: new Map(entries.map((each) => [each.key, each])) };
}

/** Undefined where the header cannot be told from the list: then the file is read as a whole. */
function readHeader(whole: string, start: ListStart): Header | undefined {
  const text = whole.slice(0, start.first);
  if (/^(?:---|\.\.\.)(?:\s|$)|^%|^\uFEFF/m.test(text)) return undefined;
  const anchors = new Map<string, TreeNode>();
  const [document, ...others] = parseTree(text, 0, anchors);
  const root = document?.root;
  if (!document || others.length > 0 || root?.kind !== 'map' || anchors.size > 0 || isBroken(document)) return undefined;
  const last = root.entries.at(-1);
  if (last?.key !== 'cases' || last.keyRange.start !== start.listKey || last.value.kind !== 'scalar' || last.value.value !== null || document.problems.length > 0) return undefined;
  const problems: Problem[] = [];
  // What is said of the list is said of its items; an empty one stands for it here.
  const suite = suiteOf(document, withList(root, () => [], last.value.range), whole, problems);
  if (!suite) return undefined;
  const { defaults } = suite;
  const shared = defaults && withoutKeys(defaults, ownToOneCase);
  return { text, start, suite, problems, defaults: shared, defaultsJson: shared ? toJson(shared) : undefined, hasDisabling: mayDisable(text) };
}

/** Undefined for one that reaches beyond itself, by an anchor or an alias. */
function itemOf(text: string): Item | undefined {
  const hasDisabling = mayDisable(text);
  const quick = readItem(text);
  if (quick) return { text, node: quick, problems: [], broken: false, id: idIn(quick), hasDisabling, content: undefined };
  const anchors = new Map<string, TreeNode>();
  const [document, ...others] = parseTree(text, 0, anchors);
  if (!document || others.length > 0 || anchors.size > 0 || document.problems.some((problem) => problem.message.startsWith('The alias '))) return undefined;
  const broken = isBroken(document);
  const problems = document.problems.map(({ kind, ...problem }): Problem => ({ code: kind === 'syntax' ? 'CB001' : 'CB005', severity: 'error', ...problem }));
  if (document.root?.kind !== 'list') return broken ? { text, node: null, problems, broken, id: null, hasDisabling, content: undefined } : undefined;
  const [node, ...more] = document.root.items;
  if (!node || more.length > 0 || (node.kind === 'map' && plainWeight(node) > aliasLimit)) return undefined;
  return { text, node, problems, broken, id: node.kind === 'map' ? idIn(node) : null, hasDisabling, content: undefined };
}

/** The index of the last start that is not behind a place; -1 where all are. */
function lastUpTo(starts: readonly number[], place: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= place) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
