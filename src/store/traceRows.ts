import type { Message } from '../core/model/message.ts';
import type { RecordPlace, Span, ToolDefinition } from '../core/model/span.ts';
import { createContentPool, messageFingerprint } from './contentPool.ts';
import type { PlacedSpan } from './merge.ts';

/** How a span lies in its row: small columns, then everything else as JSON with messages and tools by number. */

export type SpanColumns = readonly [
  seq: number, id: string, parentId: string | null, kind: Span['kind'], name: string, startUs: number | null, endUs: number | null,
  status: Span['status'], synthetic: number, counted: number, model: string | null, provider: string | null, record: number, position: number,
];

type SpanBody = {
  statusMessage?: string; usage?: Span['usage']; cost?: Span['cost']; finishReason?: string; tool?: Span['tool'];
  /** Numbers of contents: single ones, or [first, last] for a run. `tools` is one number. */
  in?: Runs; out?: Runs; tools?: number;
  documents?: Span['documents']; attributes?: Span['attributes']; events?: Span['events'];
};
type Runs = (number | [number, number])[];

/** Turns the spans of one trace into rows. Contents are numbered as they are met in the order of the spans. */
export function createSpanEncoder() {
  const messages = createContentPool<Message>(messageFingerprint);
  const tools = createContentPool<readonly ToolDefinition[]>((list) => list.map((each) => each.name).join(','));
  const numbers = new Map<object, number>();
  const contents: object[] = [];

  function numberOf(member: object): number {
    let number = numbers.get(member);
    if (number === undefined) {
      number = contents.length;
      numbers.set(member, number);
      contents.push(member);
    }
    return number;
  }

  function runsOf(list: readonly Message[]): Runs {
    const runs: Runs = [];
    for (const message of list) {
      const number = numberOf(messages.add(message));
      const last = runs.at(-1);
      if (typeof last === 'object' && last[1] + 1 === number) last[1] = number;
      else if (typeof last === 'number' && last + 1 === number) runs[runs.length - 1] = [last, number];
      else runs.push(number);
    }
    return runs;
  }

  return {
    /** In order of number; a message, or a list of tool definitions. */
    contents: contents as readonly object[],
    body(span: Span): string {
      const body: SpanBody = {};
      if (span.statusMessage !== null) body.statusMessage = span.statusMessage;
      if (span.usage) body.usage = span.usage;
      if (span.cost) body.cost = span.cost;
      if (span.finishReason !== null) body.finishReason = span.finishReason;
      if (span.tool) body.tool = span.tool;
      if (span.input.length > 0) body.in = runsOf(span.input);
      if (span.output.length > 0) body.out = runsOf(span.output);
      if (span.toolDefinitions) body.tools = numberOf(tools.add(span.toolDefinitions));
      if (span.documents.length > 0) body.documents = span.documents;
      if (Object.keys(span.attributes).length > 0) body.attributes = span.attributes;
      if (span.events.length > 0) body.events = span.events;
      return JSON.stringify(body);
    },
  };
}

export function columnsOf({ span, position }: PlacedSpan, record: number): SpanColumns {
  return [span.seq, span.id, span.parentId, span.kind, span.name, span.startUs, span.endUs, span.status, Number(span.synthetic), Number(span.counted), span.model, span.provider, record, position];
}

export function decodeSpan(columns: SpanColumns, bodyText: string, place: RecordPlace | null, contents: readonly unknown[]): Span {
  const [seq, id, parentId, kind, name, startUs, endUs, status, synthetic, counted, model, provider] = columns;
  const body = JSON.parse(bodyText) as SpanBody;
  const messages = (runs: Runs | undefined) => (runs ?? []).flatMap((run) => (typeof run === 'number' ? [contents[run]] : contents.slice(run[0], run[1] + 1))) as Message[];
  return {
    id, parentId, seq, kind, name, startUs, endUs, status, statusMessage: body.statusMessage ?? null,
    synthetic: synthetic === 1, model, provider, usage: body.usage ?? null, cost: body.cost ?? null, counted: counted === 1,
    finishReason: body.finishReason ?? null, tool: body.tool ?? null,
    toolDefinitions: body.tools === undefined ? null : (contents[body.tools] as readonly ToolDefinition[]),
    input: messages(body.in), output: messages(body.out), documents: body.documents ?? [], attributes: body.attributes ?? {}, events: body.events ?? [], place,
  };
}
