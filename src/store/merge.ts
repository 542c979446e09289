import type { Json, JsonMap } from '../core/model/json.ts';
import { isJsonMap } from '../core/model/json.ts';
import type { Message } from '../core/model/message.ts';
import type { RecordPlace, Span } from '../core/model/span.ts';
import { emptyHeader } from '../core/model/trace.ts';
import { exportedIdKey, exportedIdOf } from '../core/trajectory/sharedIds.ts';
import type { TraceHeader } from '../core/model/trace.ts';

/**
 * Two accounts of one span, or of one trace, joined: exports deliver a run in pieces, as post and patch, and in any order.
 * So the join is the same whichever comes first, joining twice changes nothing, and what one account leaves open
 * the other fills in. Where both say something else, the fuller one stands (the later end, the longer text, the error).
 */

/** Where something stands among the files. */
export type Place = Pick<RecordPlace, 'file' | 'offset'>;

/** A span with its place among the spans of its record, which orders spans that start at the same moment. */
export type PlacedSpan = {
  readonly span: Span;
  readonly position: number;
  /** Kept where `span` is more than its own accounts: joined with nameless ones, or completed by its format. */
  readonly apart?: { readonly own: Span; readonly nameless?: PlacedSpan };
};

/** What a span was joined from. */
export function accountsOf({ span, position, apart }: PlacedSpan): readonly PlacedSpan[] {
  return apart === undefined ? [{ span, position }] : [{ span: apart.own, position }, ...(apart.nameless ? [apart.nameless] : [])];
}

/** A log record, or the end of a run told apart: it knows what happened in a span, but not which span that is. */
function isNameless({ span }: PlacedSpan): boolean {
  return span.name === '' && span.kind === 'other';
}

/** Clocks that were written with fewer digits, or as a number, differ by less than this in microseconds. */
const sameStartWithin = 1000;

/** Ids that a reader made of those in a log: what has one is the same thing, wherever a copy of the log begins. */
const namedByRecord = /^(?:llm|step|tool):/;

/**
 * Whether two accounts under one id can be of one span: what both say of its name, kind and start is the same. A session that a reader
 * made up starts where each of its files does, and a model call where a copy of its log has the first piece of it.
 */
function isSameSpan({ span: a }: PlacedSpan, { span: b }: PlacedSpan): boolean {
  return a.name === b.name && (a.kind === b.kind || a.kind === 'other' || b.kind === 'other')
    && (a.startUs === null || b.startUs === null || Math.abs(a.startUs - b.startUs) < sameStartWithin || (a.synthetic && b.synthetic && (a.kind === 'agent' || namedByRecord.test(a.id))));
}

/**
 * The spans of one trace, joined as they come. Different spans under one id are all kept: the earliest has the id, the
 * others `id#2` and so on, with the id they came with as an attribute. Nameless accounts join the earliest, and are kept apart from
 * it, as an earlier one may come.
 */
export function createSpanJoin(before: readonly PlacedSpan[]) {
  const byId = new Map<string, PlacedSpan[]>();
  const nameless = new Map<string, PlacedSpan>();

  function add(placed: PlacedSpan): void {
    const id = exportedIdOf(placed.span);
    if (isNameless(placed)) {
      const before = nameless.get(id);
      nameless.set(id, before ? joinSpans(before, placed) : placed);
      return;
    }
    const known = byId.get(id);
    if (known === undefined) {
      byId.set(id, [placed]);
      return;
    }
    const at = known.findIndex((each) => isSameSpan(each, placed));
    const same = known[at];
    if (same === undefined) known.push(placed);
    else known[at] = joinSpans(same, placed);
  }

  /** A list and no generator: each closure that is one keeps what it refers to until the next full collection. */
  function all(): PlacedSpan[] {
    const spans: PlacedSpan[] = [];
    for (const [id, known] of byId) {
      const [only] = known;
      if (known.length === 1 && only && !(exportedIdKey in only.span.attributes)) {
        spans.push(withNameless(only, nameless.get(id)));
        continue;
      }
      let n = 1;
      for (const { span, position } of known.toSorted(compareAccounts)) {
        const { [exportedIdKey]: _, ...attributes } = span.attributes;
        if (n === 1) spans.push(withNameless({ span: { ...span, id, attributes }, position }, nameless.get(id)));
        else {
          while (byId.has(`${id}#${n}`)) n++;
          spans.push({ span: { ...span, id: `${id}#${n}`, attributes: { ...attributes, [exportedIdKey]: id } }, position });
        }
        n++;
      }
    }
    for (const [id, each] of nameless) if (!byId.has(id)) spans.push(each);
    return spans;
  }

  for (const each of before) for (const account of accountsOf(each)) add(account);
  return { add, all };
}

/** By what tells accounts under one id apart, so that their order depends on nothing else. */
function compareAccounts({ span: a }: PlacedSpan, { span: b }: PlacedSpan): number {
  return (a.startUs ?? Infinity) - (b.startUs ?? Infinity) || compareText(a.name, b.name) || compareText(a.kind, b.kind);
}

/** What is told of a span apart from it adds to it, and does not move it. */
function withNameless(placed: PlacedSpan, nameless: PlacedSpan | undefined): PlacedSpan {
  if (nameless === undefined) return placed;
  const { span: own, position } = placed;
  const span = { ...joinSpan(own, nameless.span), startUs: own.startUs ?? nameless.span.startUs, synthetic: own.synthetic, place: own.place ?? nameless.span.place, seq: own.seq };
  return { span, position, apart: { own, nameless } };
}

function joinSpans(a: PlacedSpan, b: PlacedSpan): PlacedSpan {
  const span = joinSpan(a.span, b.span);
  if (!span.synthetic || a.position === b.position) return { span, position: Math.min(a.position, b.position) };
  // Readers of logs count what they make up: who counted further has read more of what came before.
  const further = a.position > b.position ? a : b;
  return { span: { ...span, place: further.span.place ?? span.place }, position: further.position };
}

export function joinSpan(a: Span, b: Span): Span {
  return {
    id: a.id,
    parentId: fuller(a.parentId, b.parentId),
    seq: Math.min(a.seq, b.seq),
    kind: a.kind === 'other' ? b.kind : b.kind === 'other' ? a.kind : fuller(a.kind, b.kind),
    name: fuller(a.name, b.name),
    startUs: least(a.startUs, b.startUs),
    endUs: fuller(a.endUs, b.endUs),
    status: a.status === 'error' || b.status === 'error' ? 'error' : a.status === 'ok' || b.status === 'ok' ? 'ok' : 'unset',
    statusMessage: fuller(a.statusMessage, b.statusMessage),
    synthetic: a.synthetic && b.synthetic,
    model: fuller(a.model, b.model),
    provider: fuller(a.provider, b.provider),
    usage: joinMaps(a.usage, b.usage),
    cost: fuller(reported(a.cost), reported(b.cost)),
    counted: a.counted && b.counted,
    finishReason: fuller(a.finishReason, b.finishReason),
    tool: a.tool && b.tool ? { ...joinMaps(a.tool, b.tool), status: worse(a.tool.status, b.tool.status) } : (a.tool ?? b.tool),
    toolDefinitions: fuller(a.toolDefinitions, b.toolDefinitions),
    input: longer<Message>(a.input, b.input),
    output: longer<Message>(a.output, b.output),
    documents: longer(a.documents, b.documents),
    attributes: joinMaps(a.attributes, b.attributes),
    events: union(a.events, b.events),
    place: earlier(a.place, b.place),
  };
}

/** A computed cost follows from the joined span, so no account brings its own. */
const reported = (cost: Span['cost']) => (cost?.source === 'reported' ? cost : null);

/**
 * What pieces of an export said of the run as a whole. A piece with the run's first span knows better than one with
 * nested spans alone, whichever came first, so the two kinds are kept apart until they are read.
 */
export type HeaderParts = { readonly root: TraceHeader; readonly nested: TraceHeader };
export const emptyHeaderParts: HeaderParts = { root: emptyHeader, nested: emptyHeader };

export function joinHeader(parts: HeaderParts, header: Partial<TraceHeader>, hasRoot: boolean): HeaderParts {
  const whole = { ...emptyHeader, ...header };
  return hasRoot ? { ...parts, root: joinHeaders(parts.root, whole) } : { ...parts, nested: joinHeaders(parts.nested, whole) };
}

export function headerOf({ root, nested }: HeaderParts): TraceHeader {
  if (nested === emptyHeader) return root;
  return {
    name: root.name ?? nested.name,
    app: root.app ?? nested.app,
    agent: root.agent ?? nested.agent,
    sessionId: root.sessionId ?? nested.sessionId,
    userId: root.userId ?? nested.userId,
    tags: union(root.tags, nested.tags),
    scores: union(root.scores, nested.scores),
    facts: { ...nested.facts, ...root.facts },
    metadata: { ...nested.metadata, ...root.metadata },
  };
}

function joinHeaders(a: TraceHeader, b: TraceHeader): TraceHeader {
  if (a === emptyHeader) return b;
  return {
    name: fuller(a.name, b.name),
    app: fuller(a.app, b.app),
    agent: fuller(a.agent, b.agent),
    sessionId: fuller(a.sessionId, b.sessionId),
    userId: fuller(a.userId, b.userId),
    tags: union(a.tags, b.tags),
    scores: union(a.scores, b.scores),
    facts: joinMaps(a.facts, b.facts),
    metadata: joinMaps(a.metadata, b.metadata),
  };
}

/**
 * Spans in the one order that depends on nothing but the spans: by start where every span has one, else as they stand in
 * their files. Numbers them from 0.
 */
export function orderSpans(spans: Iterable<PlacedSpan>): readonly PlacedSpan[] {
  const all = [...spans];
  const timed = all.every(({ span }) => span.startUs !== null);
  const inFile = (a: PlacedSpan, b: PlacedSpan) => comparePlaces(a.span.place, b.span.place) || a.position - b.position;
  const inTime = (a: PlacedSpan, b: PlacedSpan) => (a.span.startUs ?? 0) - (b.span.startUs ?? 0) || a.position - b.position;
  all.sort((a, b) => (timed ? inTime(a, b) : inFile(a, b)) || compareText(a.span.id, b.span.id));
  return all.map((placed, seq) => (placed.span.seq === seq ? placed : { ...placed, span: { ...placed.span, seq } }));
}

export function comparePlaces(a: Place | null, b: Place | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return a.file === b.file ? a.offset - b.offset : compareText(stemOf(a.file), stemOf(b.file)) || compareText(a.file, b.file);
}

/** Without its ending a file comes before those that go on where it stops: `run.json`, then `run.cont-1.json`. */
const stemOf = (file: string) => file.replace(/\.[^./]*$/, '');

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const severity = { ok: 0, blocked: 1, error: 2 } as const;
function worse<T extends keyof typeof severity>(a: T, b: T): T {
  return severity[a] >= severity[b] ? a : b;
}

function earlier(a: RecordPlace | null, b: RecordPlace | null): RecordPlace | null {
  return comparePlaces(a, b) <= 0 ? a : b;
}

function least(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.min(a, b);
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0) || (isJsonMap(value) && Object.keys(value).length === 0);
}

const rank = { undefined: 0, boolean: 1, number: 2, bigint: 2, string: 3, object: 4, symbol: 5, function: 5 } as const;

/** The one of two values that says more, the same for either order of the arguments. */
function fuller<T>(a: T, b: T): T {
  if (a === b) return a;
  if (isEmpty(a) || isEmpty(b)) return isEmpty(a) && isEmpty(b) ? emptyOf(a, b) : isEmpty(a) ? b : a;
  if (typeof a !== typeof b) return rank[typeof a] > rank[typeof b] ? a : b;
  if (typeof a === 'number' && typeof b === 'number') return a > b ? a : b;
  const textA = typeof a === 'string' ? a : canonicalJson(a);
  const textB = typeof b === 'string' ? b : canonicalJson(b);
  if (textA.length !== textB.length) return textA.length > textB.length ? a : b;
  return textA >= textB ? a : b;
}

/** Of two ways to say nothing, the one with more form: [] before '' before null before undefined. */
function emptyOf<T>(a: T, b: T): T {
  const form = (value: T) => (value === undefined ? 0 : value === null ? 1 : typeof value === 'string' ? 2 : Array.isArray(value) ? 3 : 4);
  return form(a) >= form(b) ? a : b;
}

function longer<T>(a: readonly T[], b: readonly T[]): readonly T[] {
  return a.length === b.length ? fuller(a, b) : a.length > b.length ? a : b;
}

/** Maps key by key; nested maps likewise. Keys are sorted as soon as the maps differ, so that their order tells nothing. */
function joinMaps<T extends object | null>(a: T, b: T): T {
  if (a === null || b === null) return a ?? b;
  const left = a as JsonMap;
  const right = b as JsonMap;
  if (canonicalJson(left) === canonicalJson(right)) return a;
  const joined: Record<string, Json | undefined> = {};
  for (const key of [...new Set([...Object.keys(left), ...Object.keys(right)])].sort()) {
    const x = left[key];
    const y = right[key];
    joined[key] = x === undefined ? y : y === undefined ? x : isJsonMap(x) && isJsonMap(y) ? joinMaps(x, y) : fuller(x, y);
  }
  return joined as T;
}

/** All of both, once each; sorted as soon as the lists differ. */
function union<T>(a: readonly T[], b: readonly T[]): readonly T[] {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const byText = new Map([...a, ...b].map((each) => [canonicalJson(each), each]));
  if (byText.size === a.length && a.length === b.length && a.every((each, n) => canonicalJson(each) === canonicalJson(b[n]))) return a;
  return [...byText].sort(([x], [y]) => compareText(x, y)).map(([, each]) => each);
}

/** JSON text with sorted keys: equal values give equal texts. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (!isJsonMap(value)) return JSON.stringify(value) ?? 'null';
  const members = Object.keys(value).sort().filter((key) => value[key] !== undefined).map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key])}`);
  return `{${members.join(',')}}`;
}
