import type { ContextCall } from '../model/insights.ts';
import type { Assembled } from '../trajectory/assemble.ts';

/** Each model call that counts, in reading order, with what it was sent. */
export function contextCalls({ ordered, steps }: Assembled): readonly ContextCall[] {
  return ordered.flatMap((span, at) => (span.kind === 'llm' && span.counted
    ? [{ step: steps[at]!.n, promptTokens: span.usage?.input ?? null, window: null, messages: span.input.length, documents: span.documents.length, cut: null }]
    : []));
}
