import type { Span } from '../core/model/span.ts';
import { exportedIdKey, exportedIdOf } from '../core/trajectory/sharedIds.ts';
import { lostCall, unknownTool } from '../core/trajectory/turns.ts';
import type { PlacedSpan } from './merge.ts';
import { joinSpan } from './merge.ts';

/**
 * Joins what a part of a log tells of a call with the call itself, which another copy of the log holds: a result whose call was
 * cut off, a start whose message was. Where no copy has the call, all stays as it is.
 */
export function withLostCalls(spans: readonly PlacedSpan[]): readonly PlacedSpan[] {
  const lost = spans.filter(({ span }) => span.synthetic && span.tool !== null && exportedIdOf(span).startsWith(lostCall));
  if (lost.length === 0) return spans;
  const left = new Set(lost);
  const calls = Map.groupBy(spans.filter((each) => each.span.synthetic && each.span.tool !== null && (!left.has(each) || each.span.name !== unknownTool)), ({ span }) => span.tool?.callId ?? null);
  const found = new Map<PlacedSpan, PlacedSpan>();
  const newIds = new Map<string, string>();
  for (const each of lost) {
    const callId = each.span.tool?.callId ?? null;
    const same = callId === null ? [] : (calls.get(callId) ?? []).filter((other) => other !== each && (!left.has(other) || each.span.name === unknownTool));
    const asked = same.filter((other) => !lost.includes(other));
    const from = asked.length > 0 ? asked : same;
    const call = from.find(({ span }) => span.tool?.result === undefined) ?? from[0];
    if (call === undefined) continue;
    const whole = withTold((found.get(call) ?? call).span, each.span);
    found.set(call, { ...call, span: left.has(call) && exportedIdOf(call.span) === exportedIdOf(each.span) ? withOwnId(whole) : whole });
    newIds.set(each.span.id, call.span.id);
    left.delete(each);
  }
  const isTold = (each: PlacedSpan) => newIds.has(each.span.id) && !left.has(each);
  return spans.filter((each) => !isTold(each)).map((each) => {
    const joined = found.get(each) ?? each;
    const parentId = joined.span.parentId === null ? undefined : newIds.get(joined.span.parentId);
    return parentId === undefined ? joined : { ...joined, span: { ...joined.span, parentId } };
  });
}

/** A lost call that had to give way to one with the same id, which turned out to be the same. */
function withOwnId(span: Span): Span {
  const { [exportedIdKey]: id, ...attributes } = span.attributes;
  return typeof id === 'string' ? { ...span, id, attributes } : span;
}

/** The call with what was told apart from it, which names, moves and dates nothing. */
function withTold(call: Span, told: Span): Span {
  const tool = call.tool === null || told.tool === null ? call.tool : { ...told.tool, name: call.tool.name };
  const { [exportedIdKey]: _, ...attributes } = told.attributes;
  const joined = joinSpan(call, { ...told, attributes, tool, kind: 'other', name: '', parentId: null });
  return { ...joined, seq: call.seq, startUs: call.startUs, place: call.place };
}
