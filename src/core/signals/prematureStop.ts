import { oneLine, quoted } from '../display/truncate.ts';
import type { Span } from '../model/span.ts';
import { messageText } from '../model/message.ts';
import type { Assembled } from '../trajectory/assemble.ts';
import { aborted, toldSince } from '../trajectory/turns.ts';
import type { Found, ModelStep, SignalRule, SignalView } from './signal.ts';
import { lastSentence, stepTold } from './lastSentence.ts';
import { listed, named } from './words.ts';

export const prematureStop: SignalRule = {
  id: 'prematureStop',
  title: 'Premature stop',
  describe: 'The run was aborted, its last turn was cut off, asked for a call that never ran, or offers or announces a further step with no call after it.',
  severity: 'warning',
  find(view) {
    const stopped = abortedAt(view);
    if (stopped) return [stopped];
    const last = view.turns.at(-1);
    if (last === undefined || view.runs.some((run) => run.ran && run.at > last.at)) return [];
    const found = cutOff(last) ?? neverRan(view, last) ?? lastWords(view, last);
    return found ? [found] : [];
  },
};

function abortedAt({ assembled: { steps, ordered } }: SignalView): Found | undefined {
  const at = steps.findLastIndex((step, place) => step.parent === null && !step.noise && ordered[place]!.kind === 'agent' && ordered[place]!.status === 'error');
  if (at === -1) return stoppedInLog(steps, ordered);
  const { n, error } = steps[at]!;
  return { steps: [n], why: error === null ? 'the run ended with an error' : `the run ended with an error: ${oneLine(error, 80)}`, tag: 'aborted' };
}

/** Logs tell of an error, or of somebody who stopped the run, in an entry of their own: it ended there if nothing ran after it. */
function stoppedInLog(steps: Assembled['steps'], ordered: Assembled['ordered']): Found | undefined {
  const last = ordered.reduce((latest, { kind, seq }) => (kind === 'llm' || kind === 'tool' ? Math.max(latest, seq) : latest), -1);
  const error = ordered.findLastIndex((span) => span.synthetic && span.kind === 'other' && span.name === 'error' && span.status === 'error' && span.seq > last);
  if (error !== -1) {
    const { n, error: said } = steps[error]!;
    return { steps: [n], why: said === null ? 'the run ended with an error' : `the run ended with an error: ${oneLine(said, 80)}`, tag: 'aborted' };
  }
  const events = ordered.reduce((sum, span) => sum + (span.synthetic ? span.events.filter(({ name }) => aborted.test(name)).length : 0), 0);
  if (events === 0 || events <= ordered.reduce((sum, span) => sum + toldSince(span, aborted), 0)) return undefined;
  const at = ordered.findIndex(({ seq }) => seq === last);
  return { steps: at === -1 ? [] : [steps[at]!.n], why: 'the log says that the run was aborted', tag: 'aborted' };
}

function cutOff({ step, span }: ModelStep): Found | undefined {
  if (!/^(?:length|max_tokens|max_output_tokens)$/i.test(span.finishReason ?? '')) return undefined;
  return { steps: [step.n], why: `the last turn was cut off at the token limit (${named(span.finishReason!)})`, tag: 'cut off' };
}

/** Tools that end a run by being asked for: nothing runs then. */
const ends = /^(?:submit|finish|final|done|complete|attempt_completion|answer|respond|return|exit|stop|end|transfer|hand|output|structured)/i;

function neverRan({ runs }: SignalView, last: ModelStep): Found | undefined {
  const here = runs.filter((run) => run.at === last.at);
  const lost = here.filter((run) => !run.ran && !ends.test(run.name));
  if (lost.length === 0 || here.some((run) => run.ran) || !runs.some((run) => run.ran)) return undefined;
  return { steps: [last.step.n], why: `the last turn asks for ${listed([...new Set(lost.map((run) => named(run.name)))])}, which never ran`, tag: 'call never ran' };
}

/** Who said so much before an offer had something to say: what is offered then is more than was asked for, unless the user had asked for just that. */
const aReport = 200;
const goesOn: ReadonlySet<string> = new Set(['proceed', 'continue', 'go', 'start', 'begin', 'do', 'move']);
/** How much of a prompt is read. */
const longestPrompt = 4000;

function askedFor(verb: string, before: readonly Span[]): boolean {
  const prompt = before.findLast(({ input }) => input.some(({ role }) => role === 'user'))?.input.findLast(({ role }) => role === 'user');
  return prompt !== undefined && new RegExp(`\\b${verb.replace(/e$/, '')}`, 'i').test(messageText(prompt).slice(0, longestPrompt));
}

/** Only where there were tools to take the step with. */
function lastWords({ runs, assembled: { steps, ordered } }: SignalView, { step, at, span, text }: ModelStep): Found | undefined {
  if (span.output.some((message) => message.parts.some((part) => part.type === 'toolCall'))) return undefined;
  if (runs.length === 0 && !ordered.some(({ toolDefinitions }) => (toolDefinitions?.length ?? 0) > 0)) return undefined;
  const sentence = lastSentence(text);
  const told = stepTold(sentence);
  if (told === null) return undefined;
  // Somebody answered the offer, and that was all.
  const answered = steps.some((_, place) => place > at && ordered[place]!.input.some(({ role }) => role === 'user'));
  if (told.kind === 'offers' && (answered || (text.trim().length - sentence.length >= aReport && !goesOn.has(told.verb) && !askedFor(told.verb, ordered.slice(0, at + 1))))) return undefined;
  // It may say again what a call has just done.
  if (runs.some((run) => run.ran && run.name.toLowerCase().includes(told.verb))) return undefined;
  return { steps: [step.n], why: `the last turn ${told.kind} a further step, ${quoted(sentence, 100)}, and no call follows`, tag: 'stopped early' };
}
