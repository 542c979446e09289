import type { Json } from '../../../src/core/model/json.ts';
import type { Message } from '../../../src/core/model/message.ts';
import { emptySpan } from '../../../src/core/model/span.ts';
import type { Span } from '../../../src/core/model/span.ts';
import { emptyHeader } from '../../../src/core/model/trace.ts';
import type { Trace } from '../../../src/core/model/trace.ts';

let seq = 0;

/** A span with what a test cares about; the order of calls is the recorded order. */
export function span(id: string, parts: Partial<Span> = {}): Span {
  return { ...emptySpan(id, ++seq, id), ...parts };
}

export function tool(id: string, name: string, args: Record<string, string | number>, parts: Partial<Span> & { callId?: string; status2?: 'ok' | 'error' | 'blocked'; result?: Json } = {}): Span {
  const { callId = null, status2 = 'ok', result, ...rest } = parts;
  return span(id, { kind: 'tool', tool: { name, callId, description: null, arguments: args, status: status2, ...(result === undefined ? {} : { result }) }, ...rest });
}

export const user = (text: string): Message => ({ role: 'user', parts: [{ type: 'text', text }] });
export const assistant = (text: string, ...calls: { id: string | null; name: string; arguments?: Record<string, string> }[]): Message => ({
  role: 'assistant',
  parts: [...(text === '' ? [] : [{ type: 'text' as const, text }]), ...calls.map((call) => ({ type: 'toolCall' as const, ...call }))],
});

export function trace(spans: readonly Span[], header: Partial<Trace['header']> = {}): Trace {
  return { id: 'tr_000000000001', nativeId: 'run-1', format: 'otlp', file: 'traces/a.jsonl', sha256: 'ab'.repeat(32), header: { ...emptyHeader, ...header }, spans };
}
