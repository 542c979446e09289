import { afterwards } from '../display/contextCut.ts';
import type { Message } from '../model/message.ts';
import type { Span } from '../model/span.ts';
import type { Assembled } from '../trajectory/assemble.ts';
import { compacted, toldSince, truncated } from '../trajectory/turns.ts';
import type { Scopes } from '../trajectory/conversation/scopes.ts';

const limitReached = /^(?:length|max_tokens|max_output_tokens|max_completion_tokens|model_length|model_context_window_exceeded|context_window_exceeded|incomplete: ?max_output_tokens)$/i;
const tooLong = /context_length_exceeded|context length exceeded|maximum context length|prompt is too long|exceeds? the (?:model's )?(?:maximum )?context|input token count .{0,40}exceeds/i;
const kinds = [{ words: 'compacted', what: compacted }, { words: 'truncated', what: truncated }] as const;

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

/** The first call after each compaction that the export tells of; where none follows, the last one before it. */
function cutEvents({ ordered }: Assembled, calls: readonly number[]): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  const timed = calls.flatMap((at) => (ordered[at]!.startUs === null ? [] : [{ at, startUs: ordered[at]!.startUs }])).sort((a, b) => a.startUs - b.startUs);
  for (const { words, what } of kinds) {
    // A log says it of the call itself.
    const told = calls.filter((at) => toldSince(ordered[at]!, what) > 0);
    for (const at of told) found.set(at, words);
    const events = ordered.flatMap((span) => span.events.flatMap(({ name, timeUs }) => (what.test(name) ? [{ timeUs, inLog: span.synthetic }] : [])));
    const open = events.filter(({ timeUs, inLog }) => !inLog && timeUs !== null).map(({ timeUs }) => timeUs!).sort((a, b) => a - b);
    let next = 0;
    for (const timeUs of open) {
      while (next < timed.length && timed[next]!.startUs < timeUs) next++;
      if (next < timed.length) found.set(timed[next]!.at, words);
      else if (timed.length > 0 && !found.has(timed.at(-1)!.at)) found.set(timed.at(-1)!.at, `${words}${afterwards}`);
    }
    const last = lastTold(ordered, calls);
    if (last !== undefined && !found.has(last) && events.filter(({ inLog }) => inLog).length > told.reduce((sum, at) => sum + toldSince(ordered[at]!, what), 0)) found.set(last, `${words}${afterwards}`);
  }
  return found;
}

/** The call that the log told of last. */
const lastTold = (ordered: readonly Span[], calls: readonly number[]): number | undefined =>
  calls.reduce<number | undefined>((last, at) => (last === undefined || ordered[at]!.seq > ordered[last]!.seq ? at : last), undefined);

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
