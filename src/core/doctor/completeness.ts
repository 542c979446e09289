import type { Span } from '../model/span.ts';
import type { Call } from '../model/trace.ts';
import type { TraceSummary } from '../model/trajectory.ts';

/** Of how many there are, how many have it. */
export type Share = { readonly have: number; readonly of: number };

/** What an export was looked through for, and how much of it was there. Shares of other exports can be added. */
export const lookedFor = {
  query: 'the question, for each trace',
  toolsConsidered: 'the tools offered, for each trace',
  toolPicked: 'the tools called, for each trace',
  why: 'why the first tool was called, for each trace with a call',
  context: 'prompt tokens or retrieved documents, for each trace',
  response: 'the answer, for each trace',
  feedback: 'whether the user accepted, edited or rejected it, for each trace',
  user: 'the user, for each trace',
  session: 'the session, for each trace',
  times: 'start and end, for each step',
  model: 'the model, for each model call',
  tokens: 'token counts, for each model call',
  cost: 'cost, for each model call',
  messages: 'the messages, for each model call',
  arguments: 'arguments, for each tool call',
  results: 'the result, for each tool call',
} as const;
export type LookedFor = keyof typeof lookedFor;
export type Completeness = Readonly<Record<LookedFor, Share>>;

const share = (have: boolean, of = true): Share => ({ have: Number(have && of), of: Number(of) });
function shareOf<T>(all: readonly T[], has: (each: T) => boolean): Share {
  return { have: all.reduce((count, each) => count + Number(has(each)), 0), of: all.length };
}

/**
 * Of one trace. `tools` are its calls joined with their results, as what is not in one step may be in another. Steps that a reader made up are not expected to have times.
 */
export function completenessOf(summary: Omit<TraceSummary, 'completeness'>, spans: readonly Span[], tools: readonly Call[]): Completeness {
  const calls = spans.filter((span) => span.kind === 'llm' && span.counted);
  return {
    query: share(summary.query !== null),
    toolsConsidered: share(summary.toolsOffered !== null),
    toolPicked: share(summary.callsKnown),
    why: share(summary.why !== null, summary.toolCalls > 0),
    context: share(summary.promptTokens !== null || summary.documents !== null),
    response: share(summary.answer !== null),
    feedback: share(summary.feedback !== null),
    user: share(summary.userId !== null),
    session: share(summary.sessionId !== null),
    times: shareOf(spans, (span) => span.startUs !== null && span.endUs !== null),
    model: shareOf(calls, (span) => span.model !== null),
    tokens: shareOf(calls, (span) => span.usage !== null && (span.usage.input !== null || span.usage.output !== null)),
    cost: shareOf(calls, (span) => span.cost !== null),
    messages: shareOf(calls, (span) => span.output.length > 0),
    arguments: shareOf(tools, (call) => call.args !== undefined),
    results: shareOf(tools, (call) => call.result !== undefined || call.status !== 'ok'),
  };
}

const fields = Object.keys(lookedFor) as readonly LookedFor[];

/** Two numbers a field, in the order of `lookedFor`: what a summary keeps. */
export function packCompleteness(completeness: Completeness): readonly number[] {
  return fields.flatMap((field) => [completeness[field].have, completeness[field].of]);
}

/** Fields that were not yet looked for when it was packed count nothing. */
export function unpackCompleteness(packed: readonly number[]): Completeness {
  return Object.fromEntries(fields.map((field, at) => [field, { have: packed[2 * at] ?? 0, of: packed[2 * at + 1] ?? 0 }])) as Completeness;
}

export const nothingLookedFor: Completeness = unpackCompleteness([]);

export function addCompleteness(a: Completeness, b: Completeness): Completeness {
  return Object.fromEntries(fields.map((field) => [field, { have: a[field].have + b[field].have, of: a[field].of + b[field].of }])) as Completeness;
}
