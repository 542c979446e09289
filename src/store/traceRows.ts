import type { Json, JsonMap } from '../core/model/json.ts';
import type { Message, MessagePart } from '../core/model/message.ts';
import type { RecordPlace, RetrievedDocument, Span, ToolCall, ToolDefinition } from '../core/model/span.ts';
import { emptyHeader } from '../core/model/trace.ts';
import type { TraceHeader } from '../core/model/trace.ts';
import { createContentPool, messageFingerprint, textFingerprint } from './contentPool.ts';
import type { HeaderParts, PlacedSpan } from './merge.ts';
import { messageText, valueText } from './searchText.ts';
import type { Shaped } from './shapes.ts';
import { createShapes, unshaped } from './shapes.ts';

/**
 * How a span lies in its row: small columns, then everything else as JSON. Messages, tool definitions, documents and long arguments
 * and results are contents of the trace, stored once and referred to by number; so are short ones and reasons of failures that only a span
 * tells, for contents are what full text finds. A tool's result stands in the tool's span, in the message that answers the call, and in
 * every later history. The keys of maps stand once a trace, in its header (shapes.ts).
 */

export type SpanRow = readonly [
  key: number, id: string, parentId: string | null, kind: Span['kind'], name: string, startUs: number | null, endUs: number | null,
  status: Span['status'], synthetic: number, counted: number, model: string | null, provider: string | null, record: number, position: number, body: string,
];

/** Numbers of contents: single ones, or [first, last] for a run. */
export type Runs = (number | [number, number])[];
/** A value in place, or the number of the content that holds it. */
type Kept<T, K extends keyof T> = Omit<T, K> & { [P in K as `${string & P}At`]?: number } & { [P in K]?: T[P] };
type KeptTool = Kept<ToolCall, 'arguments' | 'result'>;
export type SpanBody = {
  statusMessage?: string; statusAt?: number;
  usage?: Shaped | JsonMap; cost?: Shaped | JsonMap; finishReason?: string; tool?: Shaped | JsonMap;
  in?: Runs; out?: Runs; tools?: number;
  documents?: readonly (Shaped | JsonMap)[]; attributes?: Shaped | JsonMap; events?: Span['events'];
  /** Fields as the span's own accounts have them, where more is shown; and what was told apart from it. */
  own?: Partial<Span>; also?: PlacedSpan;
};

/** A message of one text, as most are. */
type SaidMessage = { readonly role: Message['role']; readonly said: string };
/** A message that gives a tool's result and nothing else. */
type AnswerMessage = { readonly role: Message['role']; readonly answers: string | null; readonly resultAt: number };

/** Shorter values cost less than a reference to them. */
const shortValue = 160;

/** Turns the spans of one trace into rows. Contents are numbered as they are met in the order of the spans. */
export function createSpanEncoder() {
  const messages = createContentPool<Message>(messageFingerprint);
  const tools = createContentPool<readonly ToolDefinition[]>((list) => list.map((each) => each.name).join(','));
  const numbers = new Map<object, number>();
  const values = new Map<string, { readonly json: string; readonly number: number }[]>();
  /** Of values that were met: a result is the same object in its span and in the message that answers the call. */
  const numbersOfValues = new Map<object, number | undefined>();
  const { shapes, shaped } = createShapes();
  const contents: string[] = [];
  const searchTexts: string[] = [];
  /** Words of short arguments and results. */
  const said = new Set<string>(['']);
  let messageCount = 0;

  function add(json: string, search: string | undefined): number {
    searchTexts.push(search ?? '');
    return contents.push(json) - 1;
  }

  /** The number of a long value, undefined for a short one. */
  function valueAt(value: Json | undefined): number | undefined {
    if (typeof value === 'string') return value.length < shortValue ? undefined : longValueAt(value);
    if (typeof value !== 'object' || value === null) return undefined;
    if (numbersOfValues.has(value)) return numbersOfValues.get(value);
    const number = longValueAt(value);
    numbersOfValues.set(value, number);
    return number;
  }

  function longValueAt(value: Json): number | undefined {
    const json = JSON.stringify(value);
    if (json.length < shortValue) return undefined;
    const print = textFingerprint(json);
    const alike = values.get(print);
    const known = alike?.find((each) => each.json === json);
    if (known) return known.number;
    const number = add(json, valueText(value));
    if (alike) alike.push({ json, number });
    else values.set(print, [{ json, number }]);
    return number;
  }

  function keptPart(part: MessagePart): object {
    if (part.type === 'toolCall') {
      const argumentsAt = valueAt(part.arguments);
      if (argumentsAt !== undefined) return { ...part, arguments: undefined, argumentsAt };
      if (part.arguments !== undefined) said.add(valueText(part.arguments) ?? '');
    } else if (part.type === 'toolResult') {
      const resultAt = valueAt(part.result);
      if (resultAt !== undefined) return { ...part, result: undefined, resultAt };
      if (part.result !== undefined) said.add(valueText(part.result) ?? '');
    }
    return part;
  }

  /** The number of a short value that no message says, so that it is found. Undefined where there is nothing to find, or a message says it. */
  function unsaidAt(value: Json): number | undefined {
    const text = valueText(value) ?? '';
    if (said.has(text) || !/[\p{L}\p{N}]/u.test(text)) return undefined;
    said.add(text);
    return add(JSON.stringify(value), text);
  }

  function messageAt(message: Message): number {
    const met = numbers.get(message);
    if (met !== undefined) return met;
    const member = messages.add(message);
    let number = numbers.get(member);
    if (number === undefined) {
      number = contentOf(member);
      numbers.set(member, number);
      messageCount++;
    }
    numbers.set(message, number);
    return number;
  }

  function contentOf(message: Message): number {
    const said = saidOnly(message);
    if (said) return add(JSON.stringify(said), said.said);
    const parts: object[] = [];
    for (const part of message.parts) parts.push(keptPart(part));
    return add(JSON.stringify(answerOnly(message, parts) ?? { ...message, parts }), messageText(parts as MessagePart[]));
  }

  function toolsAt(list: readonly ToolDefinition[]): number {
    const member = tools.add(list);
    const number = numbers.get(member) ?? add(JSON.stringify(member), undefined);
    numbers.set(member, number);
    return number;
  }

  function runsOf(list: readonly Message[]): Runs {
    const runs: Runs = [];
    for (const message of list) {
      const number = messageAt(message);
      const last = runs.at(-1);
      if (typeof last === 'object' && last[1] + 1 === number) last[1] = number;
      else if (typeof last === 'number' && last + 1 === number) runs[runs.length - 1] = [last, number];
      else runs.push(number);
    }
    return runs;
  }

  function keptTool(tool: ToolCall): KeptTool {
    const { arguments: args, result, ...kept } = tool;
    const holder: { -readonly [K in keyof KeptTool]: KeptTool[K] } = kept;
    const argumentsAt = valueAt(args) ?? (args === undefined ? undefined : unsaidAt(args));
    if (argumentsAt !== undefined) holder.argumentsAt = argumentsAt;
    else if (args !== undefined) holder.arguments = args;
    const resultAt = valueAt(result) ?? (result === undefined ? undefined : unsaidAt(result));
    if (resultAt !== undefined) holder.resultAt = resultAt;
    else if (result !== undefined) holder.result = result;
    return holder;
  }

  function keptDocument({ content, ...kept }: RetrievedDocument): object {
    const contentAt = content === null ? undefined : valueAt(content) ?? unsaidAt(content);
    return contentAt === undefined ? { content, ...kept } : { ...kept, contentAt };
  }

  return {
    /** JSON of each content, in order of number, and what full text is to know of it: empty for nothing. */
    contents: contents as readonly string[],
    searchTexts: searchTexts as readonly string[],
    messages: () => messageCount,
    shapes,
    body({ span, apart }: PlacedSpan): string {
      const body: SpanBody = {};
      const statusAt = span.statusMessage === null ? undefined : unsaidAt(span.statusMessage);
      if (statusAt !== undefined) body.statusAt = statusAt;
      else if (span.statusMessage !== null) body.statusMessage = span.statusMessage;
      if (span.usage) body.usage = shaped(span.usage.raw === undefined ? span.usage : { ...span.usage, raw: shaped(span.usage.raw) });
      if (span.cost) body.cost = shaped(span.cost);
      if (span.finishReason !== null) body.finishReason = span.finishReason;
      if (span.tool) body.tool = shaped(keptTool(span.tool));
      if (span.input.length > 0) body.in = runsOf(span.input);
      if (span.output.length > 0) body.out = runsOf(span.output);
      if (span.toolDefinitions) body.tools = toolsAt(span.toolDefinitions);
      if (span.documents.length > 0) body.documents = span.documents.map((document) => shaped(keptDocument(document)));
      if (Object.keys(span.attributes).length > 0) body.attributes = shaped(span.attributes);
      if (span.events.length > 0) body.events = span.events;
      if (apart) body.own = changedFields(apart.own, span);
      if (apart?.nameless) body.also = apart.nameless;
      return JSON.stringify(body);
    },
  };
}

function saidOnly(message: Message): SaidMessage | undefined {
  const [only] = message.parts;
  const plain = only?.type === 'text' && message.parts.length === 1 && Object.keys(only).length === 2 && Object.keys(message).length === 2;
  return plain ? { role: message.role, said: only.text } : undefined;
}

function answerOnly(message: Message, parts: readonly object[]): AnswerMessage | undefined {
  const kept = parts[0] as { readonly type: string; readonly callId?: string | null; readonly resultAt?: number } | undefined;
  const plain = kept?.type === 'toolResult' && kept.resultAt !== undefined && kept.callId !== undefined && parts.length === 1 && Object.keys(kept).length === 4 && Object.keys(message).length === 2;
  return plain ? { role: message.role, answers: kept.callId, resultAt: kept.resultAt } : undefined;
}

/** The fields of `own` that are otherwise in `shown`. */
function changedFields(own: Span, shown: Span): Partial<Span> {
  const keys = Object.keys(own) as (keyof Span)[];
  return Object.fromEntries(keys.filter((key) => key !== 'seq' && own[key] !== shown[key] && JSON.stringify(own[key]) !== JSON.stringify(shown[key])).map((key) => [key, own[key]]));
}

/**
 * Adds the cells of a row up to its body.
 * `counted`: 0 no, 1 yes, 2 it would, but wraps another model call; that may change when more of the trace comes.
 */
export function addSpanCells(cells: (string | number | null)[], { span, position }: PlacedSpan, wraps: boolean, record: number): void {
  const counted = !span.counted ? 0 : wraps ? 2 : 1;
  cells.push(
    span.seq, span.id, span.parentId, span.kind, span.name, span.startUs, span.endUs, span.status, Number(span.synthetic), counted, span.model, span.provider, record, position,
  );
}

/** Reads spans back from their rows, as they were read from the export. Equal messages of a trace are one object again. `textOf`: of a content, by number. Without messages, spans have none. */
export function createSpanDecoder(textOf: (at: number) => string | undefined, shapes: readonly (readonly string[])[], { messages = true } = {}) {
  const parsed: unknown[] = [];
  const valueOf = (at: number): unknown => (parsed[at] ??= JSON.parse(textOf(at) ?? 'null') as unknown);
  const complete = new Set<unknown>();

  function messageOf(at: number): Message {
    const stored = valueOf(at) as { parts: Kept<Record<'arguments' | 'result', Json>, 'arguments' | 'result'>[] } | SaidMessage | AnswerMessage;
    if ('said' in stored) return (parsed[at] = { role: stored.role, parts: [{ type: 'text', text: stored.said }] } satisfies Message);
    if ('answers' in stored) return (parsed[at] = { role: stored.role, parts: [{ type: 'toolResult', callId: stored.answers, result: valueOf(stored.resultAt) as Json }] } satisfies Message);
    if (!complete.has(stored)) {
      complete.add(stored);
      for (const part of stored.parts) fillIn(part);
    }
    return stored as unknown as Message;
  }

  function usageOf(stored: Shaped | JsonMap | undefined): Span['usage'] {
    if (stored === undefined) return null;
    const usage = unshaped(shapes, stored);
    const { raw } = usage;
    return (raw === undefined ? usage : { ...usage, raw: unshaped(shapes, raw as JsonMap) }) as Span['usage'];
  }

  function toolOf(stored: Shaped | JsonMap | undefined): Span['tool'] {
    if (stored === undefined) return null;
    const tool = unshaped(shapes, stored);
    fillIn(tool);
    return tool as unknown as ToolCall;
  }

  function documentOf(stored: Shaped | JsonMap): RetrievedDocument {
    const { contentAt, ...document } = unshaped(shapes, stored) as unknown as RetrievedDocument & { readonly contentAt?: number };
    return contentAt === undefined ? document : { ...document, content: valueOf(contentAt) as string };
  }

  function fillIn(holder: { argumentsAt?: number; arguments?: Json; resultAt?: number; result?: Json }): void {
    if (holder.argumentsAt !== undefined) {
      holder.arguments = valueOf(holder.argumentsAt) as Json;
      delete holder.argumentsAt;
    }
    if (holder.resultAt !== undefined) {
      holder.result = valueOf(holder.resultAt) as Json;
      delete holder.resultAt;
    }
  }

  function messagesOf(runs: Runs | undefined): Message[] {
    const list: Message[] = [];
    for (const run of runs ?? []) {
      const [first, last] = typeof run === 'number' ? [run, run] : run;
      for (let at = first; at <= last; at++) list.push(messageOf(at));
    }
    return list;
  }

  return (seq: number, row: SpanRow, place: RecordPlace | null): PlacedSpan => {
    const [, id, parentId, kind, name, startUs, endUs, status, synthetic, counted, model, provider, , position, bodyText] = row;
    const body = JSON.parse(bodyText) as SpanBody;
    const span: Span = {
      id, parentId, seq, kind, name, startUs, endUs, status, statusMessage: body.statusAt === undefined ? (body.statusMessage ?? null) : (valueOf(body.statusAt) as string),
      synthetic: synthetic === 1, model, provider, usage: usageOf(body.usage), cost: body.cost === undefined ? null : (unshaped(shapes, body.cost) as Span['cost']), counted: counted !== 0,
      finishReason: body.finishReason ?? null, tool: toolOf(body.tool),
      toolDefinitions: body.tools === undefined ? null : (valueOf(body.tools) as readonly ToolDefinition[]),
      input: messages ? messagesOf(body.in) : [], output: messages ? messagesOf(body.out) : [], documents: (body.documents ?? []).map(documentOf), attributes: body.attributes === undefined ? {} : unshaped(shapes, body.attributes), events: body.events ?? [], place,
    };
    return body.own === undefined ? { span, position } : { span, position, apart: { own: { ...span, ...body.own }, ...(body.also ? { nameless: body.also } : {}) } };
  };
}

/** A header without what is not set, with the shapes that the trace's spans refer to. */
export function encodeHeader(parts: HeaderParts, shapes: readonly (readonly string[])[]): string {
  const isSet = (value: unknown) => (typeof value === 'object' && value !== null ? Object.keys(value).length > 0 : value !== null && value !== '');
  const sparse = (header: TraceHeader) => Object.fromEntries(Object.entries(header).filter(([, value]) => isSet(value)));
  return JSON.stringify({ root: sparse(parts.root), nested: sparse(parts.nested), shapes });
}

export function decodeHeader(text: string): HeaderParts {
  const { root, nested } = JSON.parse(text) as { root: Partial<TraceHeader>; nested: Partial<TraceHeader> };
  const whole = (sparse: Partial<TraceHeader>) => (Object.keys(sparse).length === 0 ? emptyHeader : { ...emptyHeader, ...sparse });
  return { root: whole(root), nested: whole(nested) };
}

export function decodeShapes(text: string): readonly (readonly string[])[] {
  return (JSON.parse(text) as { shapes?: readonly (readonly string[])[] }).shapes ?? [];
}
