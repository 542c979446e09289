/** Small OTLP/JSON exports, written by hand in the test that needs them. */
export type SmallSpan = {
  readonly trace: string;
  readonly id: string;
  readonly parent?: string;
  readonly name?: string;
  /** Milliseconds. Absent: the export does not say. */
  readonly start?: number;
  readonly end?: number;
  readonly failed?: string;
  readonly attributes?: Readonly<Record<string, string | number>>;
};

const hex = (text: string, digits: number) => Buffer.from(text).toString('hex').padEnd(digits, '0').slice(0, digits);
export const traceIdOf = (name: string) => hex(name, 32);
export const spanIdOf = (name: string) => hex(name, 16);

export function otlpSpan({ trace, id, parent, name = id, start, end, failed, attributes = {} }: SmallSpan): unknown {
  return {
    traceId: traceIdOf(trace), spanId: spanIdOf(id), ...(parent === undefined ? {} : { parentSpanId: spanIdOf(parent) }), name,
    ...(start === undefined ? {} : { startTimeUnixNano: `${1_760_000_000_000 + start}000000` }), ...(end === undefined ? {} : { endTimeUnixNano: `${1_760_000_000_000 + end}000000` }),
    attributes: Object.entries(attributes).map(([key, value]) => ({ key, value: typeof value === 'number' ? { intValue: String(value) } : { stringValue: value } })),
    status: failed === undefined ? {} : { code: 2, message: failed },
  };
}

/** One export request: a line of a JSON lines file, or a document. */
export function otlpRequest(...spans: readonly SmallSpan[]): string {
  return JSON.stringify({ resourceSpans: [{ resource: { attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }] }, scopeSpans: [{ scope: { name: 'test' }, spans: spans.map(otlpSpan) }] }] });
}

export const textMessage = (role: string, text: string) => ({ role, parts: [{ type: 'text', content: text }] });

/** A model call that was asked `history` and answered `answer`. */
export function chatSpan(span: SmallSpan, history: readonly unknown[], answer: unknown): SmallSpan {
  return { ...span, name: 'chat small', attributes: { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'small', 'gen_ai.input.messages': JSON.stringify(history), 'gen_ai.output.messages': JSON.stringify([answer]), ...span.attributes } };
}
