import { isVolatile } from '../cases/volatile.ts';
import { documentTitle } from '../display/documentTitle.ts';
import { oneLine } from '../display/truncate.ts';
import type { SeenArgument } from '../model/catalogue.ts';
import { isJsonMap, type Json } from '../model/json.ts';
import type { Span } from '../model/span.ts';
import type { Slices } from '../support/slices.ts';
import { joinCalls, resultsInMessages, statusOf } from '../trajectory/turns.ts';

/** What one trace adds to the catalogue. Lists instead of maps, as there is one of these for each trace of an index. */
export type TraceDigest = {
  /** When the run began, in microseconds since 1970; null: not recorded. */
  readonly startUs: number | null;
  readonly tools: readonly ToolDigest[];
  /** Names of the tools that were offered. */
  readonly offered: readonly string[];
  readonly documents: readonly DocumentDigest[];
};
export type ToolDigest = readonly [name: string, calls: number, failed: number, lastUs: number | null, lastResult: string | null, args: readonly ArgumentDigest[]];
/** `types`: places in `argumentTypes`, as bits. */
export type ArgumentDigest = readonly [name: string, calls: number, types: number, values: readonly (readonly [Scalar, number])[]];
/** Versions in the order in which they were retrieved. */
export type DocumentDigest = readonly [id: string, title: string | null, versions: readonly string[]];
export type Scalar = string | number | boolean;

/** A digest that was made by other rules than these is made anew. */
export const digestVersion = 1;

export const argumentTypes: SeenArgument['types'] = ['string', 'number', 'boolean', 'null', 'array', 'object'];

/** No one writes a longer name into a case. */
const longestName = 500;
const longestValue = 80;
const longestResult = 200;
/** More of them than this is no tool, list of arguments or choice of values that a person would pick from. */
const most = { tools: 2000, arguments: 100, values: 40, documents: 2000, versions: 20 } as const;

type Told = { calls: number; failed: number; lastUs: number | null; lastResult: Json | undefined; readonly args: Map<string, ToldArgument> };
type ToldArgument = { calls: number; types: number; readonly values: Map<Scalar, number> };

/** What the catalogue learns from one trace. Counts the calls that a list's `toolsCalled` names. */
export function* digestOf(spans: readonly Span[]): Slices<TraceDigest> {
  const { issuedBy, unanswered } = joinCalls(spans);
  yield;
  const around = aroundTools(spans);
  const toolSpans = spans.filter((span) => span.tool !== null && (issuedBy.has(span.id) || !around.has(span.id)));
  yield;
  const told = unanswered.length > 0 || toolSpans.some((span) => span.tool!.result === undefined) ? resultsInMessages(spans) : undefined;
  yield;

  const tools = new Map<string, Told>();
  function add(name: string, failed: boolean, atUs: number | null, args: Json | undefined, result: Json | undefined): void {
    if (name === '' || name.length > longestName) return;
    const tool = tools.get(name) ?? { calls: 0, failed: 0, lastUs: null, lastResult: undefined, args: new Map<string, ToldArgument>() };
    if (!tools.has(name)) {
      if (tools.size >= most.tools) return;
      tools.set(name, tool);
    }
    tool.calls++;
    if (failed) tool.failed++;
    if (isJsonMap(args)) addArguments(tool.args, args);
    const isLater = atUs === null ? tool.lastUs === null : atUs >= (tool.lastUs ?? -Infinity);
    if (!isLater) return;
    tool.lastUs = atUs;
    if (result !== undefined) tool.lastResult = result;
  }

  let count = 0;
  for (const span of toolSpans) {
    const tool = span.tool!;
    const part = issuedBy.get(span.id)?.part;
    const callId = tool.callId ?? part?.id ?? null;
    add(tool.name, tool.status === 'error', span.startUs, tool.arguments ?? part?.arguments, tool.result ?? (callId === null ? undefined : told?.get(callId)?.result));
    if (++count % 500 === 0) yield;
  }
  for (const { span, part } of unanswered) {
    const result = part.id === null ? undefined : told?.get(part.id);
    add(part.name, statusOf(result) === 'error', span.endUs, part.arguments, result?.result);
    if (++count % 500 === 0) yield;
  }

  let startUs: number | null = null;
  const offered = new Set<string>();
  const documents = new Map<string, { readonly title: string | null; readonly versions: Set<string> }>();
  const offers = new Set<Span['toolDefinitions']>();
  for (const span of spans) {
    if (span.startUs !== null) startUs = startUs === null ? span.startUs : Math.min(startUs, span.startUs);
    if (span.toolDefinitions !== null && !offers.has(span.toolDefinitions)) {
      offers.add(span.toolDefinitions);
      for (const { name } of span.toolDefinitions) if (name !== '' && name.length <= longestName && offered.size < most.tools) offered.add(name);
    }
    for (const document of span.documents) {
      const { id, version } = document;
      if (id === null || id === '' || id.length > longestName) continue;
      const title = documentTitle({ ...document, content: null }, 0);
      const known = documents.get(id) ?? { title: title === id || title === 'Document 0' ? null : oneLine(title, 120), versions: new Set<string>() };
      if (!documents.has(id) && documents.size < most.documents) documents.set(id, known);
      if (version !== null && version.length <= longestName && known.versions.size < most.versions) known.versions.add(version);
    }
  }
  yield;

  return {
    startUs,
    tools: [...tools].map(([name, { calls, failed, lastUs, lastResult, args }]): ToolDigest => [
      name, calls, failed, lastUs, lastResult === undefined ? null : gistOf(lastResult),
      [...args].map(([argument, given]): ArgumentDigest => [argument, given.calls, given.types, [...given.values]]),
    ]),
    offered: [...offered],
    documents: [...documents].map(([id, { title, versions }]): DocumentDigest => [id, title, [...versions]]),
  };
}

/**
 * Whether spans without their messages tell the same as with them: each call has a span of its own that knows its arguments and result, and
 * none is around another.
 * @param toolCalls as the trace's summary counts them, those that only messages tell of among them
 */
export function toldBySpans(spans: readonly Span[], toolCalls: number): boolean {
  const toolSpans = spans.filter((span) => span.tool !== null);
  if (toolSpans.length !== toolCalls || toolSpans.some(({ tool }) => tool!.result === undefined || (tool!.arguments === undefined && tool!.argumentsText === undefined))) return false;
  const around = aroundTools(spans);
  return toolSpans.every((span) => !around.has(span.id));
}

/** Spans that hold a tool's span: as tools, they are what is around calls, not calls. */
function aroundTools(spans: readonly Span[]): ReadonlySet<string> {
  const parents = new Map(spans.map((span) => [span.id, span.parentId]));
  const around = new Set<string>();
  for (const span of spans) {
    if (span.kind !== 'tool') continue;
    for (let above = span.parentId; above !== null && !around.has(above); above = parents.get(above) ?? null) around.add(above);
  }
  return around;
}

function addArguments(known: Map<string, ToldArgument>, args: { readonly [name: string]: Json }): void {
  for (const name of Object.keys(args)) {
    if (name.length > longestName) continue;
    let argument = known.get(name);
    if (argument === undefined) {
      if (known.size >= most.arguments) continue;
      argument = { calls: 0, types: 0, values: new Map() };
      known.set(name, argument);
    }
    const value = args[name]!;
    argument.calls++;
    argument.types |= 1 << argumentTypes.indexOf(typeOf(value));
    if (isTypical(value) && (argument.values.has(value) || argument.values.size < most.values)) argument.values.set(value, (argument.values.get(value) ?? 0) + 1);
  }
}

export function typeOf(value: Json): SeenArgument['types'][number] {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value as 'string' | 'number' | 'boolean' | 'object';
}

/** A value that may be right in another call too. */
function isTypical(value: Json): value is Scalar {
  if (value === null || typeof value === 'object') return false;
  return !(typeof value === 'string' && (value.length > longestValue || value.trim() === '')) && !isVolatile(value);
}

function gistOf(result: Json): string | null {
  const text = typeof result === 'string' ? result.slice(0, longestResult * 8) : beginningOf(result);
  const line = text.replace(/\s+/gu, ' ').trim();
  // Between code points, not between graphemes: there is one of these for each tool of each trace.
  return line === '' ? null : line.length <= longestResult ? line : `${line.slice(0, longestResult - 1).replace(/[\uD800-\uDBFF]$/u, '').trimEnd()}…`;
}

/** The beginning of its JSON: a result may be large. */
function beginningOf(value: Json): string {
  const enough = longestResult * 8;
  let text = '';
  function write(each: Json, depth: number): void {
    if (text.length > enough) return;
    if (typeof each === 'string') text += JSON.stringify(each.slice(0, enough));
    else if (typeof each !== 'object' || each === null) text += String(each);
    else if (depth > 40) text += '…';
    else if (Array.isArray(each)) writeAll('[', each, (one: Json) => write(one, depth + 1), ']');
    else writeAll('{', Object.keys(each), (key) => { text += `${JSON.stringify(key)}: `; write((each as Record<string, Json>)[key]!, depth + 1); }, '}');
  }
  function writeAll<T>(open: string, list: readonly T[], each: (one: T) => void, close: string): void {
    text += open;
    for (const [at, one] of list.entries()) {
      if (text.length > enough) return;
      if (at > 0) text += ', ';
      each(one);
    }
    text += close;
  }
  write(value, 0);
  return text;
}
