import type { z } from 'zod';
import { EvalCase, ownToOneCase } from '../model/evalCase.ts';
import { isJsonMap } from '../model/json.ts';
import type { Json, JsonMap } from '../model/json.ts';
import type { Problem, TextRange } from '../model/problem.ts';
import type { CasePath } from '../model/result.ts';
import { nearest } from '../support/nearest.ts';
import { acceptedAsIs } from './acceptedAsIs.ts';
import { mergeDefaults } from './merge.ts';
import { placeOf } from './place.ts';
import { readLayout } from './layout.ts';
import { readPart } from './readPart.ts';
import type { SuiteTree } from './layout.ts';
import { toJson, weightOf } from './tree.ts';
import type { MapNode } from './tree.ts';

export type StructureIssue = z.core.$ZodIssue;

/** One case of a file, whole or broken. */
export type ParsedCase = {
  /** Null when missing, or not written as text. */
  readonly id: string | null;
  readonly suite: string | null;
  /** After defaults are merged and peers' spellings are read; null when structurally invalid. */
  readonly value: EvalCase | null;
  /** What can be read of a broken case: the fields that are well-formed. Equal to `value` where that is not null. */
  readonly readable: EvalCase | null;
  /** Top-level fields that `readable` lacks, in part or as a whole, because they are malformed. */
  readonly unreadable: ReadonlySet<string>;
  /** After defaults are merged, before anything is checked. */
  readonly raw: Json;
  /** The whole case. */
  readonly range: TextRange;
  /**
   * Where an expectation stands: the value; the key where the value spans lines; the nearest parent's key where the path
   * is not there. A value that comes from `defaults` is found there.
   */
  rangeOf(path: CasePath): TextRange;
  readonly node: MapNode;
  readonly defaults: MapNode | null;
  readonly issues: readonly StructureIssue[];
  /** A syntax error stands in its own text, or in its defaults: what was read of it is a guess, which no rule judges. */
  readonly isGuess: boolean;
};

/** A case's own text and what it says, the same object as long as neither it nor the defaults change. `checked` is a place for what was found out about it. */
export type CaseBlock = { readonly id: string | null; checked?: unknown };

/** A file that is read block by block. */
export type CaseBlocks = {
  readonly list: readonly CaseBlock[];
  /** How many cases have an id. */
  readonly idCounts: ReadonlyMap<string, number>;
  readonly hasSharedIds: boolean;
  /** Another number whenever its ids, or their order, are others. */
  readonly idVersion: number;
  /** Whether a line ends as on Windows: edits that are offered do so too. */
  readonly hasCrlf: boolean;
  /** Whether a comment may disable a code. */
  readonly hasDisabling: boolean;
  /** Where a block starts. */
  startOf(index: number): number;
  /** Undefined where a block is no case. */
  caseOf(index: number): ParsedCase | undefined;
};

export type CaseFile = {
  readonly file: string | undefined;
  readonly text: string;
  readonly cases: readonly ParsedCase[];
  /** What keeps the text from being read: CB001, CB003 to CB007. Problems inside cases are `validateCaseFile`'s. */
  readonly problems: readonly Problem[];
  /** The file's parts in order: suites, and single cases as suites of one. */
  readonly suites: readonly SuiteTree[];
  readonly blocks?: CaseBlocks;
};

/** Aliases may stand for this many nodes in one case (CB007), and for this many in a file. */
export const aliasLimit = 10_000;
const fileLimit = 50 * aliasLimit;

/**
 * Reads a `*.case.yaml` or `*.case.json` text. Never throws; a broken case does not hide the others. Of a text with more than
 * `limit` characters only the first cases are read, and a problem says so.
 */
export function parseCaseFile(text: string, file?: string, limit = Infinity): CaseFile {
  const cut = text.length > limit ? readPart(text, limit) : undefined;
  const { suites, problems } = cut?.part === '' ? { suites: [], problems: [] } : readLayout(cut?.part ?? text);
  const found: Problem[] = [...problems, ...(cut?.problems ?? [])];
  const cases: ParsedCase[] = [];
  let budget = fileLimit;
  for (const suite of suites) {
    const defaultsTooHeavy = suite.defaults !== null && weightOf(suite.defaults) > aliasLimit + plainWeight(suite.defaults);
    if (defaultsTooHeavy && suite.defaults) found.push(tooHeavy(suite.defaults));
    const defaults = defaultsTooHeavy || !suite.defaults ? null : withoutKeys(suite.defaults, ownToOneCase);
    const defaultsJson = defaults ? toJson(defaults) : undefined;
    for (const node of suite.cases) {
      const expanded = weightOf(node) - plainWeight(node);
      budget -= expanded;
      if (expanded > aliasLimit || budget < 0) {
        found.push(tooHeavy(node));
        cases.push(unreadCase(node, suite, text));
      } else cases.push(readCase(node, suite, text, defaults, defaultsJson));
    }
  }
  return { file, text, cases, problems: found, suites };
}

function readCase(node: MapNode, suite: SuiteTree, text: string, defaults: MapNode | null, defaultsJson: Json | undefined): ParsedCase {
  return { ...placed(node, suite, text, defaults), ...readContent(node, suite.single, defaultsJson) };
}

export type CaseContent = Pick<ParsedCase, 'value' | 'readable' | 'unreadable' | 'raw' | 'issues'>;

const isCaseAsIs = acceptedAsIs(EvalCase);
const nothingUnreadable: ReadonlySet<string> = new Set();

/** What a case says, wherever it stands. */
export function readContent(node: MapNode, single: boolean, defaultsJson: Json | undefined): CaseContent {
  // A single case may carry the version of the file format, as a suite does.
  const raw = mergeDefaults(defaultsJson, toJson(single ? withoutKeys(node, ['casebook']) : node));
  if (isCaseAsIs(raw)) return { value: raw as EvalCase, readable: raw as EvalCase, unreadable: nothingUnreadable, raw, issues: [] };
  const parsed = EvalCase.safeParse(raw);
  const salvaged = parsed.success ? { value: parsed.data, unreadable: new Set<string>() } : salvage(raw, parsed.error.issues);
  return {
    value: parsed.success ? parsed.data : null,
    readable: salvaged.value,
    unreadable: salvaged.unreadable,
    raw,
    issues: parsed.error?.issues ?? [],
  };
}

/** A case whose aliases were refused: its id and place are known, nothing else. */
function unreadCase(node: MapNode, suite: SuiteTree, text: string): ParsedCase {
  return { ...placed(node, suite, text, null), value: null, readable: null, unreadable: new Set(), raw: null, issues: [] };
}

/** Null when missing, or not written as text. */
export function idIn(node: MapNode): string | null {
  const id = node.byKey.get('id')?.value;
  return id?.kind === 'scalar' && typeof id.value === 'string' ? id.value : null;
}

function placed(node: MapNode, suite: SuiteTree, text: string, defaults: MapNode | null) {
  return {
    id: idIn(node),
    suite: suite.name,
    range: node.range,
    rangeOf: (path: CasePath) => placeOf({ text, node, defaults }, path),
    node,
    defaults,
    isGuess: suite.guessed.has(node),
  };
}

export function withoutKeys(node: MapNode, keys: readonly string[]): MapNode {
  if (!keys.some((key) => node.byKey.has(key))) return node;
  const entries = node.entries.filter((entry) => !keys.includes(entry.key));
  return { ...node, entries, byKey: new Map(entries.map((entry) => [entry.key, entry])) };
}

/**
 * Leaves out what is malformed, so that one typing error does not silence every other rule: the key where it is one, else
 * the whole field.
 */
function salvage(raw: Json, issues: readonly StructureIssue[]): { value: EvalCase | null; unreadable: ReadonlySet<string> } {
  const unreadable = new Set<string>();
  if (!isJsonMap(raw)) return { value: null, unreadable };
  let narrow: Json = raw;
  for (const issue of issues) {
    const path = issue.path as CasePath;
    const keys = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...path, key]) : [path];
    for (const key of keys) {
      unreadable.add(String(key[0]));
      // Who wrote an unknown key most likely meant a known one: that it is not stated is not news.
      const meant = issue.code === 'unrecognized_keys' && path.length === 0 ? nearest(String(key[0]), Object.keys(EvalCase.shape)) : undefined;
      if (meant !== undefined) unreadable.add(meant);
      narrow = without(narrow, key);
    }
  }
  const id = typeof raw['id'] === 'string' && !unreadable.has('id') ? raw['id'] : 'no-id';
  const narrowed = { ...(narrow as JsonMap), id };
  if (isCaseAsIs(narrowed)) return { value: narrowed as EvalCase, unreadable };
  const first = EvalCase.safeParse(narrowed);
  if (first.success) return { value: first.data, unreadable };
  const whole = EvalCase.safeParse({ ...Object.fromEntries(Object.entries(raw).filter(([key]) => !unreadable.has(key) && Object.hasOwn(EvalCase.shape, key))), id });
  return { value: whole.success ? whole.data : null, unreadable };
}

/** Without the map key at this path. A list keeps its items, as others are told by their index. */
function without(value: Json, path: CasePath): Json {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (Array.isArray(value) && typeof key === 'number' && rest.length > 0) return (value as readonly Json[]).map((item, index) => (index === key ? without(item, rest) : item));
  if (!isJsonMap(value) || !Object.hasOwn(value, key)) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(rest.length === 0 ? entries.filter(([each]) => each !== key) : entries.map(([each, inner]) => [each, each === key ? without(inner, rest) : inner]));
}

function tooHeavy(node: MapNode): Problem {
  const aliases = heaviestAlias(node);
  return {
    code: 'CB007', severity: 'error', range: aliases ?? { start: node.range.start, end: node.entries[0]?.keyRange.end ?? node.range.end },
    message: `Aliases stand for more than ${aliasLimit.toLocaleString('en')} nodes here. Write the values out, or use fewer aliases.`,
  };
}

/** Nodes as written: an alias counts once. */
export function plainWeight(node: MapNode): number {
  let weight = 0;
  const left = [node as MapNode['entries'][number]['value']];
  for (let next = left.pop(); next; next = left.pop()) {
    weight += 1;
    if (next.alias || next.kind === 'scalar') continue;
    if (next.kind === 'map') for (const entry of next.entries) left.push(entry.value);
    else left.push(...next.items);
  }
  return weight;
}

function heaviestAlias(node: MapNode): TextRange | undefined {
  const weights = new Map<readonly unknown[], number>();
  let heaviest: { range: TextRange; weight: number } | undefined;
  const left = [node as MapNode['entries'][number]['value']];
  for (let next = left.pop(); next; next = left.pop()) {
    if (next.alias) {
      const weight = weightOf(next, weights);
      if (!heaviest || weight > heaviest.weight) heaviest = { range: next.range, weight };
    } else if (next.kind === 'map') for (const entry of next.entries) left.push(entry.value);
    else if (next.kind === 'list') left.push(...next.items);
  }
  return heaviest?.range;
}
