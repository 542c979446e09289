import type { Json } from '../core/model/json.ts';
import type { Message, MessagePart } from '../core/model/message.ts';
import type { RecordPlace, Span, ToolCall, ToolDefinition } from '../core/model/span.ts';
import { emptyHeader } from '../core/model/trace.ts';
import type { TraceHeader } from '../core/model/trace.ts';
import type { TrajectoryStep } from '../core/model/trajectory.ts';
import { createContentPool, messageFingerprint } from './contentPool.ts';
import type { HeaderParts, PlacedSpan } from './merge.ts';
import { messageText, valueText } from './searchText.ts';

/**
 * How a span lies in its row: small columns, then everything else as JSON. Messages, tool definitions and long arguments
 * and results are contents of the trace, stored once and referred to by number: a tool's result stands in the tool's span,
 * in the message that answers the call, and in every later history.
 */

export type SpanRow = readonly [
  key: number, id: string, parentId: string | null, kind: Span['kind'], name: string, startUs: number | null, endUs: number | null,
  status: Span['status'], synthetic: number, counted: number, model: string | null, provider: string | null, record: number, position: number, body: string,
];

/** Numbers of contents: single ones, or [first, last] for a run. */
type Runs = (number | [number, number])[];
/** A value in place, or the number of the content that holds it. */
type Kept<T, K extends keyof T> = Omit<T, K> & { [P in K as `${string & P}At`]?: number } & { [P in K]?: T[P] };
type SpanBody = {
  statusMessage?: string; usage?: Span['usage']; cost?: Span['cost']; finishReason?: string; tool?: Kept<ToolCall, 'arguments' | 'result'>;
  in?: Runs; out?: Runs; tools?: number;
  documents?: Span['documents']; attributes?: Span['attributes']; events?: Span['events'];
  /** Fields as the span's own accounts have them, where more is shown; and what was told apart from it. */
  own?: Partial<Span>; also?: PlacedSpan;
};

/** Shorter values cost less than a reference to them. */
const shortValue = 160;

/** Turns the spans of one trace into rows. Contents are numbered as they are met in the order of the spans. */
export function createSpanEncoder() {
  const messages = createContentPool<Message>(messageFingerprint);
  const tools = createContentPool<readonly ToolDefinition[]>((list) => list.map((each) => each.name).join(','));
  const numbers = new Map<object, number>();
  const values = new Map<string, number>();
  /** Of values that were met: a result is the same object in its span and in the message that answers the call. */
  const numbersOfValues = new Map<object, number | undefined>();
  const contents: string[] = [];
  const searchTexts: string[] = [];
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
    let number = values.get(json);
    if (number === undefined) {
      number = add(json, valueText(value));
      values.set(json, number);
    }
    return number;
  }

  function keptPart(part: MessagePart): object {
    if (part.type === 'toolCall') {
      const argumentsAt = valueAt(part.arguments);
      if (argumentsAt !== undefined) return { ...part, arguments: undefined, argumentsAt };
    } else if (part.type === 'toolResult') {
      const resultAt = valueAt(part.result);
      if (resultAt !== undefined) return { ...part, result: undefined, resultAt };
    }
    return part;
  }

  function messageAt(message: Message): number {
    const member = messages.add(message);
    let number = numbers.get(member);
    if (number === undefined) {
      const parts = member.parts.map(keptPart);
      number = add(JSON.stringify({ ...member, parts }), messageText(parts as MessagePart[]));
      numbers.set(member, number);
      messageCount++;
    }
    return number;
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

  function keptTool(tool: ToolCall): NonNullable<SpanBody['tool']> {
    const { arguments: args, result, ...rest } = tool;
    const argumentsAt = valueAt(args);
    const resultAt = valueAt(result);
    return {
      ...rest,
      ...(argumentsAt !== undefined ? { argumentsAt } : args === undefined ? {} : { arguments: args }),
      ...(resultAt !== undefined ? { resultAt } : result === undefined ? {} : { result }),
    };
  }

  return {
    /** JSON of each content, in order of number, and what full text is to know of it: empty for nothing. */
    contents: contents as readonly string[],
    searchTexts: searchTexts as readonly string[],
    messages: () => messageCount,
    body({ span, apart }: PlacedSpan): string {
      const body: SpanBody = {};
      if (span.statusMessage !== null) body.statusMessage = span.statusMessage;
      if (span.usage) body.usage = span.usage;
      if (span.cost) body.cost = span.cost;
      if (span.finishReason !== null) body.finishReason = span.finishReason;
      if (span.tool) body.tool = keptTool(span.tool);
      if (span.input.length > 0) body.in = runsOf(span.input);
      if (span.output.length > 0) body.out = runsOf(span.output);
      if (span.toolDefinitions) body.tools = toolsAt(span.toolDefinitions);
      if (span.documents.length > 0) body.documents = span.documents;
      if (Object.keys(span.attributes).length > 0) body.attributes = span.attributes;
      if (span.events.length > 0) body.events = span.events;
      if (apart) body.own = changedFields(apart.own, span);
      if (apart?.nameless) body.also = apart.nameless;
      return JSON.stringify(body);
    },
  };
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

/** Reads spans back from their rows, as they were read from the export. Equal messages of a trace are one object again. */
export function createSpanDecoder(contentTexts: readonly string[]) {
  const parsed: unknown[] = [];
  const valueOf = (at: number): unknown => (parsed[at] ??= JSON.parse(contentTexts[at] ?? 'null') as unknown);
  const complete = new Set<unknown>();

  function messageOf(at: number): Message {
    const message = valueOf(at) as { parts: Kept<Record<'arguments' | 'result', Json>, 'arguments' | 'result'>[] };
    if (!complete.has(message)) {
      complete.add(message);
      for (const part of message.parts) fillIn(part);
    }
    return message as unknown as Message;
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
    if (body.tool) fillIn(body.tool);
    const span: Span = {
      id, parentId, seq, kind, name, startUs, endUs, status, statusMessage: body.statusMessage ?? null,
      synthetic: synthetic === 1, model, provider, usage: body.usage ?? null, cost: body.cost ?? null, counted: counted !== 0,
      finishReason: body.finishReason ?? null, tool: (body.tool as ToolCall | undefined) ?? null,
      toolDefinitions: body.tools === undefined ? null : (valueOf(body.tools) as readonly ToolDefinition[]),
      input: messagesOf(body.in), output: messagesOf(body.out), documents: body.documents ?? [], attributes: body.attributes ?? {}, events: body.events ?? [], place,
    };
    return body.own === undefined ? { span, position } : { span, position, apart: { own: { ...span, ...body.own }, ...(body.also ? { nameless: body.also } : {}) } };
  };
}

/** A header without what is not set. */
export function encodeHeader(parts: HeaderParts): string {
  const sparse = (header: TraceHeader) => Object.fromEntries(Object.entries(header).filter(([, value]) => value !== null && Object.keys(value as object).length > 0));
  return JSON.stringify({ root: sparse(parts.root), nested: sparse(parts.nested) });
}

export function decodeHeader(text: string): HeaderParts {
  const { root, nested } = JSON.parse(text) as { root: Partial<TraceHeader>; nested: Partial<TraceHeader> };
  const whole = (sparse: Partial<TraceHeader>) => (Object.keys(sparse).length === 0 ? emptyHeader : { ...emptyHeader, ...sparse });
  return { root: whole(root), nested: whole(nested) };
}

/** Steps as one text, with their keys written once. */
export function encodeSteps(steps: readonly TrajectoryStep[]): string {
  const [first] = steps;
  if (!first) return '{"keys":[],"rows":[]}';
  const keys = Object.keys(first) as (keyof TrajectoryStep)[];
  return JSON.stringify({ keys, rows: steps.map((step) => keys.map((key) => step[key])) });
}

export function decodeSteps(text: string): readonly TrajectoryStep[] {
  const { keys, rows } = JSON.parse(text) as { keys: string[]; rows: unknown[][] };
  return rows.map((row) => {
    const step: Record<string, unknown> = {};
    for (let n = 0; n < keys.length; n++) step[keys[n] ?? ''] = row[n];
    return step as TrajectoryStep;
  });
}
