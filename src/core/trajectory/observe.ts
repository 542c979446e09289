import { whyText } from '../display/textArguments.ts';
import type { FactsConfig } from '../model/config.ts';
import { isJsonMap } from '../model/json.ts';
import type { Json } from '../model/json.ts';
import { messageText } from '../model/message.ts';
import type { Span } from '../model/span.ts';
import type { Call, Facts, Terminal, Trace, Trial } from '../model/trace.ts';
import { assemble } from './assemble.ts';
import type { Assembled } from './assemble.ts';
import { readFacts } from './facts.ts';
import { approvalsIn, escalatedOf } from './oversight.ts';
import { documentsOf } from './documentsOf.ts';
import { costOf, latencyMsOf, tokensOf } from './totals.ts';
import { resultsInMessages, sessionTurn, statusOf } from './turns.ts';
import type { IssuedCall } from './turns.ts';

const toldOfTrials = ['finalText', 'editMinutes', 'learningMinutes', 'outcome', 'snapshot'] as const;

/** A trace as the trial evaluators read (METRICS 1). What the trace does not record is null. */
export function observe(trace: Trace, config: FactsConfig): Trial {
  const assembled = assemble(trace.spans);
  const answer = answerOf(assembled);
  const facts = readFacts(trace, config, answer);
  const all = everyCall(assembled);
  const calls = countedCalls(all);
  const wrappers = wrappersIn(all);
  const escalated = escalatedOf(calls, trace.spans, answer, config);
  const { input, output } = tokensOf(trace.spans);
  const retrievals = assembled.steps.flatMap((step, at) => {
    const span = assembled.ordered[at]!;
    return documentsOf(span) === null ? [] : [{ span, step }];
  });
  const answerAt = answer === null ? null : answerPlace(assembled, answer);
  const endUs = trace.spans.reduce<number | null>((last, span) => (span.endUs === null || (last !== null && last >= span.endUs) ? last : span.endUs), null);
  const told = Object.fromEntries(toldOfTrials.flatMap((name) => (facts[name] === undefined ? [] : [[name, facts[name]]])));
  const turns = trace.spans.filter((span) => span.kind === 'llm' && span.counted).length;
  return {
    calls,
    ...(wrappers.length === 0 ? {} : { wrappers }),
    output: answer,
    retrieved: retrievals.length === 0 ? null : retrievals.flatMap(({ span }) => span.documents),
    ...(retrievals.length === 0 ? {} : { retrievals: retrievals.map(({ span, step }) => ({ documents: span.documents.length, spanId: span.id, step: step.n })) }),
    citations: null,
    state: null,
    approvals: approvalsIn(calls, trace.spans, config),
    escalated,
    terminal: terminalOf(trace.spans, facts, escalated, answer),
    fallback: facts.fallback ?? null,
    latencyMs: latencyMsOf(trace),
    costUsd: costOf(trace.spans).usd,
    // Half of a sum is no sum: a budget must not pass on it.
    tokens: input === null || output === null ? null : input + output,
    turns: turns === 0 ? null : turns,
    feedback: facts.feedback ?? null,
    ...(answerAt === null ? {} : { answered: { spanId: assembled.ordered[answerAt]!.id, step: assembled.steps[answerAt]!.n } }),
    ...(endUs === null ? {} : { endUs }),
    ...(Object.keys(told).length === 0 ? {} : { facts: told }),
    redacted: [],
  };
}

/** The last user message that starts the run, and how many the user had sent by then; of a session with several turns its first prompt, and all turns. */
export function queryOf({ ordered }: Assembled): { query: string | null; userTurns: number } {
  const turns = turnsOf(ordered).length;
  // The root of a session has all prompts.
  for (const span of turns === 0 ? ordered : ordered.filter((each) => each.parentId !== null)) {
    let query: string | null = null;
    let users = 0;
    for (const message of span.input) {
      if (message.role !== 'user') continue;
      const text = messageText(message);
      if (text.trim() === '') continue;
      query = text;
      users++;
    }
    if (query !== null) return { query, userTurns: Math.max(users, turns) };
    const given = questionIn(span.attributes['input.value']);
    if (given !== null) return { query: given, userTurns: 1 };
  }
  return { query: null, userTurns: 0 };
}

/** Place of the step that the query is read from, where a message tells it. */
export function openingPlace({ ordered }: Pick<Assembled, 'ordered'>): number | null {
  const isSession = turnsOf(ordered).length > 0;
  const at = ordered.findIndex((span) => (!isSession || span.parentId !== null) && span.input.some((message) => message.role === 'user' && messageText(message).trim() !== ''));
  return at < 0 ? null : at;
}

/** Chains record the question as their plain input; the prompt a template made of it comes later and deeper. */
function questionIn(input: Json | undefined): string | null {
  const named = isJsonMap(input) ? (input['input'] ?? input['query'] ?? input['question'] ?? input['prompt']) : input;
  return typeof named === 'string' && named.trim() !== '' ? named : null;
}

/** The turns of a session log, where it has several: made up by its reader, under a made-up root. */
export function turnsOf(ordered: readonly Span[]): readonly Span[] {
  const root = ordered.find((span) => span.parentId === null && span.kind === 'agent' && span.synthetic);
  return root === undefined ? [] : ordered.filter((span) => span.kind === 'agent' && span.synthetic && span.name === sessionTurn && span.parentId === root.id);
}

/** What the user got: the root's answer, else the text of the last model turn. What a sub-agent told the call that started it comes after what the agent said. */
export function answerOf({ ordered, steps }: Assembled): string | null {
  const tops = ordered.filter((span) => span.parentId === null);
  // A model call that holds the whole run answers it, whatever the calls within said.
  const whole = tops.length === 1 && tops[0]?.kind === 'llm' ? tops[0] : undefined;
  const root = whole ?? tops.find((span) => span.kind === 'agent') ?? ordered.find((span) => span.kind === 'agent');
  const turn = turnsOf(ordered).at(-1);
  const begun = (turn === undefined ? ordered : ordered.slice(ordered.indexOf(turn))).filter((span) => span.kind === 'llm').toReversed();
  // Agents that are recorded beside each other overlap: who asked another one speaks last, and began first.
  const calls = begun.every((span) => span.endUs !== null) ? begun.toSorted((a, b) => (b.endUs ?? 0) - (a.endUs ?? 0)) : begun;
  const below = belowTools(steps);
  const isBelow = (span: Span) => below.has(span.id);
  for (const candidates of [root ? [root] : [], below.size === 0 ? calls : [...calls.filter((span) => !isBelow(span)), ...calls.filter(isBelow)], tops]) {
    for (const span of candidates) {
      const text = lastSaid(span);
      if (text !== null) return text;
    }
  }
  return null;
}

/** Place of the step that said the answer: the model call itself rather than one around it, or an agent that passes it on. Null: none did. */
export function answerPlace({ ordered }: Pick<Assembled, 'ordered'>, answer: string): number | null {
  const said = ordered.map((span) => span.output.length > 0 && lastSaid(span) === answer);
  const at = [
    () => ordered.findLastIndex(({ kind, counted }, each) => said[each]! && kind === 'llm' && counted),
    () => ordered.findLastIndex(({ kind }, each) => said[each]! && kind === 'llm'),
    () => said.lastIndexOf(true),
  ].map((find) => find()).find((each) => each >= 0);
  return at ?? null;
}

function lastSaid({ output }: Span): string | null {
  for (let at = output.length - 1; at >= 0; at--) {
    const message = output[at]!;
    const text = message.role === 'assistant' ? messageText(message) : '';
    if (text.trim() !== '') return text;
  }
  return null;
}

/** Steps inside a tool call. */
function belowTools(steps: Assembled['steps']): ReadonlySet<string> {
  const below = new Set<string>();
  let tool = Infinity;
  for (const { spanId, kind, depth } of steps) {
    if (depth > tool) below.add(spanId);
    else tool = kind === 'tool' ? depth : Infinity;
  }
  return below;
}

/** Tool calls in order of their start (METRICS 1): tool spans, then calls that a model turn asked for and no span answers. */
export function callsOf(assembled: Assembled): Call[] {
  return countedCalls(everyCall(assembled));
}

export type FoundCall = Omit<Call, 'index'> & {
  /** Null: no message that asked for it is known. */
  readonly issued: IssuedCall | null;
  /** A sub-agent's wrapper: its leaves count, not the wrapper. */
  readonly wraps: boolean;
};

/** Text is what was recorded where it is no value that can be compared: no JSON, or JSON that is nested too deep. */
function argumentsOf(value: Json | undefined, text: string | undefined): Pick<Call, 'args' | 'argsTooDeep'> {
  if (value !== undefined && value !== null) return { args: value };
  if (text === undefined) return {};
  return whyText(text) === 'not JSON' ? { args: null } : { argsTooDeep: true };
}

export function countedCalls(all: readonly FoundCall[]): Call[] {
  return all.filter(({ wraps }) => !wraps).map(({ issued: _, wraps: _leaf, ...call }, index) => ({ ...call, index }));
}

/** Those that started sub-agents, each with the index of the first call inside. */
function wrappersIn(all: readonly FoundCall[]): readonly Call[] {
  let index = 0;
  return all.flatMap(({ issued: _, wraps, ...call }) => {
    if (wraps) return [{ ...call, index }];
    index++;
    return [];
  });
}

/** The same with the calls that started sub-agents, and who asked for each. */
export function everyCall({ steps, ordered, joined }: Assembled): readonly FoundCall[] {
  const { issuedBy, unanswered } = joined;
  const stepOf = new Map<string, Assembled['steps'][number]>();
  for (const step of steps) stepOf.set(step.spanId, step);
  const wrappers = new Set(ordered.filter((span, at) => span.tool && wrapsCalls(steps, at)));
  const toolSpans = ordered.filter((span) => span.tool);
  const told = unanswered.length > 0 || toolSpans.some((span) => span.tool!.result === undefined) ? resultsInMessages(ordered) : undefined;

  type Found = FoundCall & { readonly at: readonly [number, number] };
  const found: Found[] = toolSpans.map((span) => {
    const tool = span.tool!;
    const call = issuedBy.get(span.id);
    const parallel = stepOf.get(span.id)?.parallel ?? null;
    const callId = tool.callId ?? call?.part.id ?? null;
    const result = tool.result ?? (callId === null ? undefined : told?.get(callId)?.result);
    return {
      name: tool.name, ...argumentsOf(tool.arguments ?? call?.part.arguments, tool.argumentsText ?? call?.part.argumentsText), ...(result === undefined ? {} : { result }),
      groupId: call && (call.together > 1 || parallel === null) ? call.span.id : parallel === null ? null : `parallel-${parallel}`,
      status: tool.status, startUs: span.startUs, endUs: span.endUs, spanId: span.id, step: stepOf.get(span.id)?.n ?? null,
      issued: call ?? null, wraps: wrappers.has(span), at: [span.startUs ?? -1, span.seq],
    };
  });
  for (const call of unanswered) {
    const result = call.part.id === null ? undefined : told?.get(call.part.id);
    found.push({
      name: call.part.name, ...argumentsOf(call.part.arguments, call.part.argumentsText), ...(result === undefined ? {} : { result: result.result }),
      groupId: call.span.id, status: statusOf(result),
      startUs: call.span.endUs, endUs: call.span.endUs, spanId: call.span.id, step: stepOf.get(call.span.id)?.n ?? null,
      issued: call, wraps: false, at: [call.span.endUs ?? -1, call.span.seq],
    });
  }
  const timed = found.every((call) => call.at[0] >= 0);
  found.sort((a, b) => (timed ? a.at[0] - b.at[0] : 0) || a.at[1] - b.at[1]);
  return found.map(({ at: _, ...call }) => call);
}

function wrapsCalls(steps: Assembled['steps'], at: number): boolean {
  const depth = steps[at]!.depth;
  for (let i = at + 1; i < steps.length && steps[i]!.depth > depth; i++) if (steps[i]!.kind === 'tool') return true;
  return false;
}

export function terminalOf(spans: readonly Span[], facts: Facts, escalated: boolean | null, answer: string | null): Terminal | null {
  if (facts.fallback) return 'fallback';
  if (escalated) return 'escalated';
  if (spans.some((span) => span.parentId === null && span.status === 'error')) return 'aborted';
  return answer === null ? null : 'finished';
}
