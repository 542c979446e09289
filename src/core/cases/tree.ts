import { isAlias, isMap, isScalar, isSeq, LineCounter, parseAllDocuments } from 'yaml';
import type { Document, Node, YAMLMap, YAMLSeq } from 'yaml';
import { setKey } from '../formats/jsonText.ts';
import type { Json } from '../model/json.ts';
import type { CasePath } from '../model/result.ts';
import type { Fix, TextRange } from '../model/problem.ts';
import { withTemplatesNamed } from './unquotedTemplates.ts';

/**
 * YAML as the rules need it: values with their places. An alias stands as its target with the alias's own range, its
 * children shared, so nothing is expanded here: ten lines of YAML can stand for a billion nodes (`weightOf` counts them).
 */
export type TreeNode = MapNode | ListNode | ScalarNode;
type Place = {
  /** The value as written, without comments. */
  readonly range: TextRange;
  readonly flow: boolean;
  /** Set when an alias stands here: editing the value would edit its anchor. */
  readonly alias: boolean;
};
export type MapNode = Place & { readonly kind: 'map'; readonly entries: readonly Entry[]; readonly byKey: ReadonlyMap<string, Entry> };
export type ListNode = Place & { readonly kind: 'list'; readonly items: readonly TreeNode[] };
export type ScalarNode = Place & { readonly kind: 'scalar'; readonly value: string | number | boolean | null; readonly style: 'plain' | 'single' | 'double' | 'block' };
export type Entry = { readonly key: string; readonly keyRange: TextRange; readonly value: TreeNode };

export type SyntaxProblem = { readonly kind: 'syntax' | 'duplicate'; readonly message: string; readonly range: TextRange; readonly fixes?: readonly Fix[] };
export type TreeDocument = { readonly root: TreeNode | null; readonly range: TextRange; readonly problems: readonly SyntaxProblem[] };

/** How deep a document may be nested; deeper ones are refused before recursion gets expensive. */
const depthLimit = 200;
/** One slip can make every later line an error; the first ones say enough. */
const errorLimit = 10;

/** All documents of a text. `offset` is added to every place, for a text cut out of a larger one. */
export function parseTree(text: string, offset = 0, anchors: Map<string, TreeNode> = new Map()): readonly TreeDocument[] {
  let documents: readonly Document.Parsed[];
  try {
    const parsed = parseAllDocuments(text, { version: '1.2', schema: 'core', merge: false, uniqueKeys: false, prettyErrors: false, logLevel: 'silent', lineCounter: new LineCounter() });
    documents = 'empty' in parsed ? [] : parsed;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return [{ root: null, range: { start: offset, end: offset + text.length }, problems: [{ kind: 'syntax', message: 'Nested too deeply to be read.', range: { start: offset, end: offset + 1 } }] }];
  }
  return documents.map((document, index) => {
    const own = index === 0 ? anchors : new Map<string, TreeNode>();
    const builder = new TreeBuilder(offset, own);
    const problems: SyntaxProblem[] = document.errors.slice(0, errorLimit).map((error) => ({ kind: 'syntax', message: /call stack/i.test(error.message) ? 'Nested too deeply to be read.' : sentence(error.message), range: placeOfError(text, error.pos, offset) }));
    const root = document.contents ? builder.build(document.contents, 0) : null;
    const [start, , end] = document.range;
    return { root, range: { start: start + offset, end: end + offset }, problems: withTemplatesNamed(text, offset, [...problems, ...builder.problems]) };
  });
}

/** What was never closed is noticed where the text ends: shown at the last thing written, not behind it. */
function placeOfError(text: string, [start, end]: readonly [number, number], offset: number): TextRange {
  const last = text.trimEnd().length;
  return start >= last && last > 0 ? { start: last - 1 + offset, end: last + offset } : atLeastOne(start + offset, end + offset);
}

const atLeastOne = (start: number, end: number): TextRange => ({ start, end: Math.max(end, start + 1) });
const sentence = (message: string): string => (/[.!?]$/.test(message) ? message : `${message}.`);

class TreeBuilder {
  readonly problems: SyntaxProblem[] = [];
  readonly #offset: number;
  readonly #anchors: Map<string, TreeNode>;
  readonly #open = new Set<string>();

  constructor(offset: number, anchors: Map<string, TreeNode>) {
    this.#offset = offset;
    this.#anchors = anchors;
  }

  build(node: Node, depth: number): TreeNode {
    const range = this.#rangeOf(node);
    if (depth > depthLimit) {
      this.#problem('syntax', `Nested more than ${depthLimit} levels deep.`, range);
      return nothing(range);
    }
    if (isAlias(node)) return this.#resolve(node.source, range);
    const anchor = 'anchor' in node ? node.anchor : undefined;
    if (anchor !== undefined) this.#open.add(anchor);
    const built = isMap(node) ? this.#map(node, range, depth) : isSeq(node) ? this.#list(node, range, depth) : this.#scalar(node, range);
    if (anchor !== undefined) {
      this.#open.delete(anchor);
      this.#anchors.set(anchor, built);
    }
    return built;
  }

  #resolve(name: string, range: TextRange): TreeNode {
    const target = this.#anchors.get(name);
    if (target && !this.#open.has(name)) return { ...target, range, alias: true };
    this.#problem('syntax', this.#open.has(name) ? `The alias *${name} stands inside its own anchor.` : `The alias *${name} has no anchor &${name} before it.`, range);
    return nothing(range);
  }

  #map(node: YAMLMap, range: TextRange, depth: number): MapNode {
    const entries: Entry[] = [];
    const byKey = new Map<string, Entry>();
    for (const pair of node.items) {
      const keyNode = pair.key as Node | null;
      const keyRange = keyNode ? this.#rangeOf(keyNode) : { start: range.start, end: range.start };
      if (keyNode && !isScalar(keyNode)) {
        this.#problem('syntax', 'A key must be plain text, not a list or a map.', keyRange);
        continue;
      }
      const key = keyNode && isScalar(keyNode) ? keyText(keyNode.value, keyNode.source) : '';
      const valueNode = pair.value as Node | null;
      const value = valueNode ? this.build(valueNode, depth + 1) : nothing({ start: keyRange.end, end: keyRange.end });
      const entry = { key, keyRange, value };
      if (byKey.has(key)) this.#problem('duplicate', `The key ${key} stands twice in this map. The first one counts.`, keyRange);
      else {
        entries.push(entry);
        byKey.set(key, entry);
      }
    }
    return { kind: 'map', range, flow: node.flow === true, alias: false, entries, byKey };
  }

  #list(node: YAMLSeq, range: TextRange, depth: number): ListNode {
    const items = (node.items as (Node | null)[]).map((item) => (item === null ? nothing(range) : isNode(item) ? this.build(item, depth + 1) : this.#pairInList(item, depth)));
    return { kind: 'list', range, flow: node.flow === true, alias: false, items };
  }

  /** `[a: 1]` is a list with a one-key map. */
  #pairInList(item: unknown, depth: number): TreeNode {
    const pair = item as { key: Node; value: Node | null };
    const keyRange = this.#rangeOf(pair.key);
    const value = pair.value ? this.build(pair.value, depth + 1) : nothing({ start: keyRange.end, end: keyRange.end });
    const key = isScalar(pair.key) ? keyText(pair.key.value, pair.key.source) : '';
    const entry = { key, keyRange, value };
    return { kind: 'map', range: { start: keyRange.start, end: value.range.end }, flow: true, alias: false, entries: [entry], byKey: new Map([[key, entry]]) };
  }

  #scalar(node: Node, range: TextRange): ScalarNode {
    const scalar = isScalar(node) ? node : null;
    const value = scalar?.value;
    const known = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
    const style = scalar?.type === 'QUOTE_SINGLE' ? 'single' : scalar?.type === 'QUOTE_DOUBLE' ? 'double' : scalar?.type === 'BLOCK_LITERAL' || scalar?.type === 'BLOCK_FOLDED' ? 'block' : 'plain';
    return { kind: 'scalar', range, flow: false, alias: false, value: known, style };
  }

  #rangeOf(node: Node): TextRange {
    const [start, end] = node.range ?? [0, 0];
    return { start: start + this.#offset, end: end + this.#offset };
  }

  #problem(kind: SyntaxProblem['kind'], message: string, range: TextRange): void {
    this.problems.push({ kind, message, range: atLeastOne(range.start, range.end) });
  }
}

const isNode = (item: unknown): item is Node => isMap(item) || isSeq(item) || isScalar(item) || isAlias(item);
const nothing = (range: TextRange): ScalarNode => ({ kind: 'scalar', range, flow: false, alias: false, value: null, style: 'plain' });
const keyText = (value: unknown, source: string | undefined): string => (typeof value === 'string' ? value : (source ?? String(value)));

/** The value without places. Parts reached through aliases are shared, not copied. */
export function toJson(node: TreeNode, seen: Map<readonly unknown[], Json> = new Map()): Json {
  if (node.kind === 'scalar') return node.value;
  if (!node.alias) return insideOf(node, seen);
  const inside: readonly unknown[] = node.kind === 'map' ? node.entries : node.items;
  const value = seen.get(inside) ?? insideOf(node, seen);
  seen.set(inside, value);
  return value;
}

function insideOf(node: MapNode | ListNode, seen: Map<readonly unknown[], Json>): Json {
  if (node.kind === 'list') return node.items.map((item) => toJson(item, seen));
  const map: Record<string, Json> = {};
  for (const { key, value } of node.entries) setKey(map, key, toJson(value, seen));
  return map;
}

/** How many nodes the value has once every alias stands for its target. Counts without expanding. */
export function weightOf(node: TreeNode, seen: Map<readonly unknown[], number> = new Map()): number {
  if (node.kind === 'scalar') return 1;
  const inside: readonly unknown[] = node.kind === 'map' ? node.entries : node.items;
  const known = seen.get(inside);
  if (known !== undefined) return known;
  let weight = 1;
  for (const child of childrenOf(node)) weight += weightOf(child, seen);
  seen.set(inside, weight);
  return weight;
}

export function childrenOf(node: TreeNode): readonly TreeNode[] {
  if (node.kind === 'scalar') return [];
  return node.kind === 'map' ? node.entries.map((entry) => entry.value) : node.items;
}

/** One step down; undefined when there is nothing under that key or index. */
export function childAt(node: TreeNode, key: string | number): TreeNode | undefined {
  if (node.kind === 'map') return node.byKey.get(String(key))?.value;
  return node.kind === 'list' && typeof key === 'number' ? node.items[key] : undefined;
}

export function nodeAt(node: TreeNode, path: CasePath): TreeNode | undefined {
  let found: TreeNode | undefined = node;
  for (const key of path) found = found && childAt(found, key);
  return found;
}
