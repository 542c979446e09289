import type { Span } from '../model/span.ts';

/**
 * Frameworks emit an outer and an inner model call with the same prompt and tokens. The outer one is a wrapper: a model call
 * that another model call lies below, with no agent or tool between. Only the inner one counts toward totals.
 */
export function isWrapperCall(spans: readonly Span[]): (span: Span) => boolean {
  const calls = spans.filter((span) => span.kind === 'llm' && (span.usage !== null || span.output.length > 0));
  if (calls.length < 2) return () => false;
  const byId = new Map(spans.map((span) => [span.id, span]));
  const wrappers = new Set<string>();
  for (const call of calls) {
    const path = new Set([call.id]);
    for (let id = call.parentId; id !== null && !path.has(id); ) {
      path.add(id);
      const above = byId.get(id);
      if (above === undefined || above.kind === 'agent' || above.kind === 'tool') break;
      if (above.kind === 'llm') {
        wrappers.add(id);
        break;
      }
      id = above.parentId;
    }
  }
  return (span) => wrappers.has(span.id);
}

/** The call as a sum of what lies below it. */
export function asWrapper(span: Span): Span {
  return span.counted ? { ...span, counted: false, usage: span.usage && { ...span.usage, level: 'aggregate' } } : span;
}
