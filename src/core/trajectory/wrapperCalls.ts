import type { Message } from '../model/message.ts';
import { messageText } from '../model/message.ts';
import type { Span } from '../model/span.ts';

/**
 * Model calls that repeat another one, so that only one of them counts toward totals and turns: the outer of two calls where a framework
 * wraps the client's (a model call that another one lies below, with no agent or tool between), and the longer of two where
 * two instrumentations watched the same call from different branches of the trace.
 */
export function isWrapperCall(spans: readonly Span[]): (span: Span) => boolean {
  const calls = spans.filter((span) => span.kind === 'llm' && (span.usage !== null || span.output.length > 0));
  if (calls.length < 2) return () => false;
  const byId = new Map(spans.map((span) => [span.id, span]));
  const below = new Map<Span, Span[]>();
  for (const call of calls) {
    const path = new Set([call.id]);
    for (let id = call.parentId; id !== null && !path.has(id); ) {
      path.add(id);
      const above = byId.get(id);
      if (above === undefined || above.kind === 'agent' || above.kind === 'tool') break;
      if (above.kind === 'llm') {
        below.set(above, [...(below.get(above) ?? []), call]);
        break;
      }
      id = above.parentId;
    }
  }
  const wrappers = new Set([...below].map(([outer, inner]) => repeatOf(outer, inner).id));
  for (const twin of twinsIn(calls.filter((call) => !wrappers.has(call.id)))) wrappers.add(twin.id);
  return (span) => wrappers.has(span.id);
}

/** The outer call, unless it alone tells the tokens of the one call below it. */
function repeatOf(outer: Span, inner: readonly Span[]): Span {
  const [only] = inner;
  return inner.length === 1 && only !== undefined && only.usage === null && outer.usage?.level === 'leaf' ? only : outer;
}

const scopeOf = (span: Span) => span.attributes['otel.scope.name'];

/** How many calls of one answer are compared with each other: an answer that many calls gave tells nothing of any two. */
const mostAlike = 50;

/** The longer of each two calls of different instrumentations that gave the same answer, where one lies within the other's time. */
function twinsIn(calls: readonly Span[]): Span[] {
  const scopes = new Set(calls.map(scopeOf));
  if (scopes.size < 2) return [];
  const twins: Span[] = [];
  for (const alike of Map.groupBy(calls, saidBy).values()) {
    const timed = alike.filter((call) => call.startUs !== null && call.endUs !== null && call.output.length > 0).slice(0, mostAlike);
    const taken = new Set<Span>();
    for (const outer of timed) {
      const inner = timed.find((each) => !taken.has(each) && scopeOf(each) !== scopeOf(outer) && liesWithin(each, outer));
      if (inner === undefined) continue;
      taken.add(inner);
      twins.push(repeatOf(outer, [inner]));
    }
  }
  return twins;
}

function liesWithin(inner: Span, outer: Span): boolean {
  const [a, b, c, d] = [outer.startUs ?? 0, inner.startUs ?? 0, inner.endUs ?? 0, outer.endUs ?? 0];
  return a <= b && b <= c && c <= d && (a < b || c < d);
}

/** What was said and asked for, without ids: one of two instrumentations may leave them out. */
function saidBy(call: Span): string {
  const said = ({ parts }: Message) => parts.flatMap((part) => (part.type === 'toolCall' ? [[part.name, part.arguments ?? part.argumentsText ?? null]] : []));
  return JSON.stringify(call.output.map((message) => [messageText(message), said(message)]));
}

/** The call as a sum of what lies below it. A price worked out for it again would be another one, as it may not know what was cached. */
export function asWrapper(span: Span): Span {
  return span.counted ? { ...span, counted: false, usage: span.usage && { ...span.usage, level: 'aggregate' }, cost: span.cost?.source === 'computed' ? null : span.cost } : span;
}
