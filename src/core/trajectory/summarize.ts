import { completenessOf, packCompleteness } from '../doctor/completeness.ts';
import type { FactsConfig } from '../model/config.ts';
import type { FeedbackState } from '../model/feedback.ts';
import type { Label } from '../model/label.ts';
import { messageText } from '../model/message.ts';
import type { Span } from '../model/span.ts';
import type { Trace } from '../model/trace.ts';
import type { FailingBecause, TraceSummary } from '../model/trajectory.ts';
import { assemble, errorOf } from './assemble.ts';
import type { Assembled } from './assemble.ts';
import { documentsOf } from './documentsOf.ts';
import { readFacts } from './facts.ts';
import { answerOf, answerPlace, countedCalls, everyCall, queryOf, terminalOf } from './observe.ts';
import type { FoundCall } from './observe.ts';
import { approvalsIn, escalatedOf, keptOversight } from './oversight.ts';
import { scoreNamesOf } from './scores.ts';
import { costOf, latencyMsOf, tokensOf } from './totals.ts';

export type SummaryContext = { readonly factsConfig: FactsConfig; readonly importedAt: string; readonly warnings: number };

/** The list's row and the header's six answers, computed once at import. Labels and cases are joined when it is read. */
export function summarize(trace: Trace, context: SummaryContext, assembled: Assembled = assemble(trace.spans)): TraceSummary {
  const { steps } = assembled;
  const answer = answerOf(assembled);
  const answered = answer === null ? null : answerPlace(assembled, answer);
  const facts = readFacts(trace, context.factsConfig, answer);
  const all = everyCall(assembled);
  const calls = countedCalls(all);
  const escalated = escalatedOf(calls, trace.spans, answer, context.factsConfig);
  const oversight = keptOversight(approvalsIn(calls, trace.spans, context.factsConfig), { escalated, terminal: terminalOf(trace.spans, facts, escalated, answer) });
  const tokens = tokensOf(trace.spans);
  const cost = costOf(trace.spans);
  const firstFailed = steps.find((step) => step.failed && !step.failedBelow && step.failedTransport !== true) ?? steps.find((step) => step.failed && !step.failedBelow) ?? steps.find((step) => step.failed);
  const { models, startUs, toolsOffered, promptTokens, documents, callsKnown } = toldBy(trace.spans);
  const summary: TraceSummary = {
    id: trace.id, nativeId: trace.nativeId, format: trace.format, file: trace.file, sha256: trace.sha256,
    name: trace.header.name, app: trace.header.app, agent: trace.header.agent,
    models,
    sessionId: trace.header.sessionId, userId: trace.header.userId ?? facts.user ?? null,
    startUs,
    importedAt: context.importedAt,
    latencyMs: latencyMsOf(trace), inputTokens: tokens.input, outputTokens: tokens.output, costUsd: cost.usd, costSource: cost.source, ...(cost.price ? { price: cost.price } : {}),
    spans: trace.spans.length, steps: countOf(steps, (step) => !step.noise),
    toolCalls: calls.length, failedCalls: countOf(calls, (call) => call.status === 'error'),
    firstError: firstFailed ? { step: firstFailed.n, name: firstFailed.name, message: firstFailed.error } : null,
    ...queryOf(assembled),
    toolsOffered,
    // A sub-agent is picked as a tool is, where a model asked for it; what is around calls of another's making is not.
    toolsCalled: [...new Set(all.flatMap(({ name, wraps, issued }) => (wraps && issued === null ? [] : [name])))],
    callsKnown,
    ...whyOf(all),
    promptTokens,
    documents,
    answer,
    ...(answered === null ? {} : { answerStep: steps[answered]!.n }),
    feedback: facts.feedback ?? null,
    facts,
    ...(oversight ? { oversight } : {}),
    ...(trace.header.scores.length > 0 ? { scoreNames: scoreNamesOf(trace.header.scores) } : {}),
    failing: failingByItself(trace.spans, facts.feedback === 'rejected'),
    label: null, cases: [], warnings: context.warnings,
  };
  return { ...summary, completeness: packCompleteness(completenessOf(summary, trace.spans, calls)) };
}

/** What the spans tell together, looked through once. */
function toldBy(spans: readonly Span[]): Pick<TraceSummary, 'models' | 'startUs' | 'toolsOffered' | 'promptTokens' | 'documents' | 'callsKnown'> {
  const models = new Set<string>();
  let startUs: number | null = null;
  let offered: Set<string> | null = null;
  let promptTokens: number | null = null;
  let documents: number | null = null;
  let callsKnown = false;
  for (const span of spans) {
    if (span.model !== null) models.add(span.model);
    if (span.startUs !== null) startUs = startUs === null ? span.startUs : Math.min(startUs, span.startUs);
    if (span.toolDefinitions !== null) {
      offered ??= new Set();
      for (const { name } of span.toolDefinitions) offered.add(name);
    }
    const prompt = span.usage?.level === 'leaf' ? span.usage.input : null;
    if (prompt !== null) promptTokens = promptTokens === null ? prompt : Math.max(promptTokens, prompt);
    const retrieved = documentsOf(span);
    if (retrieved !== null) documents = (documents ?? 0) + retrieved;
    callsKnown ||= tellsOfCalls(span);
  }
  return { models: [...models], startUs, toolsOffered: offered && [...offered], promptTokens, documents, callsKnown };
}

function countOf<T>(list: readonly T[], has: (each: T) => boolean): number {
  let count = 0;
  for (const each of list) if (has(each)) count++;
  return count;
}

/** Spans of an agent's own kinds, or with messages; plain HTTP or database spans say nothing of tools. */
function tellsOfCalls(span: Span): boolean {
  return (span.kind !== 'other' && span.kind !== 'guardrail') || span.input.length > 0 || span.output.length > 0 || span.toolDefinitions !== null;
}

/** The reasoning or text of the model turn that issued the first call, else of the first one that has any, with the tool it called. */
function whyOf(calls: readonly FoundCall[]): Pick<TraceSummary, 'why' | 'whyTool'> {
  for (const { name, issued } of calls) {
    if (issued === null) continue;
    const reasoning = issued.message.parts.flatMap((part) => (part.type === 'reasoning' ? [part.text] : [])).join('\n').trim();
    const why = reasoning || messageText(issued.message).trim();
    if (why !== '') return issued.message === calls[0]!.issued?.message ? { why } : { why, whyTool: name };
  }
  return { why: null };
}

function failingByItself(spans: readonly Span[], rejected: boolean): FailingBecause | null {
  if (rejected) return 'rejected';
  return spans.some((span) => span.parentId === null && span.status === 'error' && (span.kind !== 'tool' || errorOf(span) !== null)) ? 'error' : null;
}

/** The row with what users said apart from the trace: that stands over what came with it, for better or worse. */
export function summaryWithFeedback(summary: TraceSummary, { note, by, at, ...said }: FeedbackState): TraceSummary {
  const facts = { ...summary.facts, ...said };
  const feedback = facts.feedback ?? null;
  const feedbackSaid = { ...(note === undefined ? {} : { note }), ...(by === undefined ? {} : { by }), ...(at === undefined ? {} : { at }) };
  return { ...summary, facts, feedback, ...(Object.keys(feedbackSaid).length === 0 ? {} : { feedbackSaid }), failing: feedback === 'rejected' ? 'rejected' : summary.failing === 'rejected' && said.feedback !== undefined ? null : summary.failing };
}

/** A person's verdict decides over what the trace says of itself. */
export function failingOf(summary: Pick<TraceSummary, 'failing'>, label: Label | null): FailingBecause | null {
  if (label?.verdict === 'fail') return 'label';
  if (label?.verdict === 'pass') return null;
  return summary.failing;
}
