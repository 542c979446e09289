import type { Message } from '../model/message.ts';
import type { Span } from '../model/span.ts';
import type { Assembled } from '../trajectory/assemble.ts';
import type { Scopes } from '../trajectory/conversation/scopes.ts';

const limitReached = /^(?:length|max_tokens|max_output_tokens|max_completion_tokens|model_length|model_context_window_exceeded|context_window_exceeded|incomplete: ?max_output_tokens)$/i;
const tooLong = /context_length_exceeded|context length exceeded|maximum context length|prompt is too long|exceeds? the (?:model's )?(?:maximum )?context|input token count .{0,40}exceeds/i;
const compaction = /^(?:compaction|context compact\w*|compact_boundary)$/i;
const truncation = /^context truncated$/i;

/** Tokens below which a shorter prompt is no sign of anything. */
const leastTokens = 1000;

/** Why it is known that something was cut before or in a model call, by the place of the call in reading order. */
export function cutsIn(assembled: Assembled, { scope }: Scopes): ReadonlyMap<number, string> {
  const { ordered } = assembled;
  const calls = ordered.flatMap((span, at) => (span.kind === 'llm' && span.counted ? [at] : []));
  const cuts = new Map<number, string>();
  const events = cutEvents(assembled, calls);
  const before = new Map<string, number>();
  for (const at of calls) {
    const span = ordered[at]!;
    // Models beside each other in one conversation are sent what each of them needs.
    const line = `${scope[at]} ${span.model ?? ''}`;
    const previous = before.get(line);
    before.set(line, at);
    const fall = previous === undefined ? null : fallBetween(ordered[previous]!, span);
    const reason = events.get(at) ?? (tooLong.test(span.statusMessage ?? '') ? 'refused: longer than the window' : null) ?? fall ?? (limitReached.test(span.finishReason ?? '') ? 'stopped at the limit' : null);
    if (reason !== null) cuts.set(at, reason);
  }
  return cuts;
}

/** The first call that begins after each compaction that the export tells of. */
function cutEvents({ ordered }: Assembled, calls: readonly number[]): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  const timed = calls.flatMap((at) => (ordered[at]!.startUs === null ? [] : [{ at, startUs: ordered[at]!.startUs }])).sort((a, b) => a.startUs - b.startUs);
  const events = ordered.flatMap((span) => span.events.flatMap(({ name, timeUs }) => {
    const words = compaction.test(name) ? 'compacted' : truncation.test(name) ? 'truncated' : null;
    return words === null || timeUs === null ? [] : [{ words, timeUs }];
  })).sort((a, b) => a.timeUs - b.timeUs);
  let next = 0;
  for (const { words, timeUs } of events) {
    while (next < timed.length && timed[next]!.startUs < timeUs) next++;
    if (next < timed.length) found.set(timed[next]!.at, words);
  }
  return found;
}

/** Of two calls after one another in one conversation: the prompt shrank by more than half though what had been said goes on. */
function fallBetween(before: Span, span: Span): string | null {
  const from = before.usage?.input ?? null;
  const to = span.usage?.input ?? null;
  if (from === null || to === null || from < leastTokens || to * 2 >= from || to === 0 || !goesOn(before, span)) return null;
  return `prompt cut by ${Math.round(100 * (1 - to / from))} %`;
}

/** Messages of the call before come again, and some do not; of a log that tells only what is new, its one conversation goes on. */
function goesOn(before: Span, span: Span): boolean {
  const spoken = (messages: readonly Message[]): readonly string[] => messages.flatMap(({ role, parts }) => (role === 'system' ? [] : parts.flatMap((part) => (part.type === 'text' ? [part.text] : part.type === 'toolResult' && part.callId !== null ? [part.callId] : []))));
  if (span.synthetic && before.synthetic && !span.input.some(({ role }) => role === 'assistant')) return true;
  const now = new Set(spoken(span.input));
  const then = spoken([...before.input, ...before.output]);
  return then.some((key) => now.has(key)) && then.some((key) => !now.has(key));
}
