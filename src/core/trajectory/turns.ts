import { isJsonMap } from '../model/json.ts';
import type { Message, MessagePart } from '../model/message.ts';
import type { CallStatus, Span } from '../model/span.ts';
import { finish } from '../support/slices.ts';
import type { Slices } from '../support/slices.ts';

/** Name of the spans that stand for the turns of a session, where a log has several prompts. */
export const sessionTurn = 'turn';

/** Attribute of a model call in a log: names of what happened to the session since the call before it, of those that matter to it. Logs have coarse clocks or none, and their order is here alone. */
export const sinceKey = 'casebook.since';
export const compacted = /^(?:compaction|context compact\w*|compact_boundary)$/i;
export const truncated = /^context truncated$/i;
export const aborted = /^(?:turn )?aborted$/i;
/** How often a call of a session was told that something happened since the call before. */
export const toldSince = ({ attributes }: Pick<Span, 'attributes'>, what: RegExp): number => {
  const since = attributes[sinceKey];
  return Array.isArray(since) ? since.filter((name) => typeof name === 'string' && what.test(name)).length : 0;
};

/** Begins the ids of tool spans made of a call without the message that asked for it, or of a result without its call; the call's own id follows. */
export const lostCall = 'tool:';
/** The name of a tool of which only a result is known. */
export const unknownTool = 'unknown tool';

export type IssuedCall = { readonly span: Span; readonly message: Message; readonly part: Extract<MessagePart, { type: 'toolCall' }>; readonly together: number };

/**
 * Tool calls that model turns asked for, in order. A call counts once, though two instrumentations may report it: under
 * the same call id, or by model spans that overlap in time and ask for the same thing.
 */
export function issuedCalls(spans: readonly Span[]): IssuedCall[] {
  return finish(issuedInSlices(spans));
}

/** Steps that are gone through without a pause. */
const aSlice = 1000;

function* issuedInSlices(spans: readonly Span[]): Slices<IssuedCall[]> {
  const calls: IssuedCall[] = [];
  const seen = new Set<string>();
  const same = new Map<string, IssuedCall[]>();
  // An agent's span repeats the whole conversation; which turn issued a call, the turns themselves know.
  for (const [at, span] of modelTurns(spans).entries()) {
    if (at % aSlice === 0) yield;
    addCallsOf(span);
  }
  yield;
  for (const span of spans) if (span.kind !== 'llm' && span.counted) addCallsOf(span);

  function addCallsOf(span: Span): void {
    for (const message of span.output) {
      if (message.role !== 'assistant') continue;
      let together = 0;
      for (const { type } of message.parts) if (type === 'toolCall') together++;
      if (together === 0) continue;
      for (const part of message.parts) {
        if (part.type !== 'toolCall') continue;
        if (part.id !== null && seen.has(part.id)) continue;
        if (part.id !== null) seen.add(part.id);
        const key = `${part.name} ${JSON.stringify(part.arguments ?? part.argumentsText)}`;
        const others = same.get(key) ?? [];
        if (others.some((call) => call.span !== span && overlap(call.span, span))) continue;
        const call: IssuedCall = { span, message, part, together };
        calls.push(call);
        others.push(call);
        same.set(key, others);
      }
    }
  }
  return calls;
}

/** Model calls, each once where two spans repeat each other. */
export function modelTurns(spans: readonly Span[]): readonly Span[] {
  const turns = spans.filter((span) => span.kind === 'llm');
  if (turns.every((span) => span.counted)) return turns;
  const isRepeated = repeatedBy(turns.filter((span) => span.counted && span.output.length > 0));
  // Some frameworks tell what was said on the outer call alone, which does not count: the tokens are on the inner one.
  return turns.filter((span) => span.counted || (span.output.length > 0 && !isRepeated(span)));
}

/** Whether any of the calls lies right below a call or overlaps it in time. */
function repeatedBy(calls: readonly Span[]): (outer: Span) => boolean {
  const parents = new Set(calls.map((span) => span.parentId));
  const timed = calls.flatMap(({ startUs, endUs }) => (startUs === null || endUs === null ? [] : [{ startUs, endUs }])).sort((a, b) => a.startUs - b.startUs);
  const latestEnds: number[] = [];
  for (const { endUs } of timed) latestEnds.push(Math.max(endUs, latestEnds.at(-1) ?? -Infinity));
  return ({ id, startUs, endUs }) => {
    if (parents.has(id)) return true;
    if (startUs === null || endUs === null) return false;
    let begun = 0;
    for (let high = timed.length; begun < high;) {
      const middle = (begun + high) >> 1;
      if (timed[middle]!.startUs < endUs) begun = middle + 1;
      else high = middle;
    }
    return begun > 0 && latestEnds[begun - 1]! > startUs;
  };
}

function overlap(a: Span, b: Span): boolean {
  if (a.startUs === null || a.endUs === null || b.startUs === null || b.endUs === null) return false;
  return a.startUs < b.endUs && b.startUs < a.endUs;
}

/** Results that messages carry, by call id. The first one stands: later turns repeat the history. */
export function resultsInMessages(spans: readonly Span[]): Map<string, Extract<MessagePart, { type: 'toolResult' }>> {
  const results = new Map<string, Extract<MessagePart, { type: 'toolResult' }>>();
  const read = new Set<Message>();
  for (const span of spans) {
    for (const messages of [span.input, span.output]) {
      for (const message of messages) {
        if (read.has(message)) continue;
        read.add(message);
        for (const part of message.parts) {
          if (part.type === 'toolResult' && part.callId !== null && !results.has(part.callId)) results.set(part.callId, part);
        }
      }
    }
  }
  return results;
}

/** How a call ended that only messages tell of. The AI SDK answers the model so where a person refused the call. */
export function statusOf(result: Extract<MessagePart, { type: 'toolResult' }> | undefined): CallStatus {
  if (isJsonMap(result?.result) && result.result['type'] === 'execution-denied') return 'blocked';
  return result?.isError ? 'error' : 'ok';
}

/** `issuedBy`: by the id of the tool span. */
export type JoinedCalls = { readonly issuedBy: ReadonlyMap<string, IssuedCall>; readonly unanswered: readonly IssuedCall[] };

/**
 * Tool spans with the model turn that asked for each: by call id, else by name and order. What remains of `unanswered`
 * was asked for and has no span of its own.
 */
export function joinCalls(spans: readonly Span[]): JoinedCalls {
  return finish(joinInSlices(spans));
}

export function* joinInSlices(spans: readonly Span[]): Slices<JoinedCalls> {
  const issued = yield* issuedInSlices(spans);
  yield;
  const open = new Set(issued);
  const byId = new Map<string, IssuedCall>();
  for (const call of issued) if (call.part.id !== null) byId.set(call.part.id, call);
  const issuedBy = new Map<string, IssuedCall>();
  const unmatched: Span[] = [];
  for (const span of spans) {
    if (!span.tool) continue;
    const call = span.tool.callId === null ? undefined : byId.get(span.tool.callId);
    if (call) {
      issuedBy.set(span.id, call);
      open.delete(call);
    } else unmatched.push(span);
  }
  yield;
  for (const [at, span] of unmatched.entries()) {
    if (at % aSlice === aSlice - 1) yield;
    const call = open.values().find((each) => each.part.name === span.tool!.name && (each.part.id === null || span.tool!.callId === null));
    if (!call) continue;
    issuedBy.set(span.id, call);
    open.delete(call);
  }
  return { issuedBy, unanswered: [...open] };
}
