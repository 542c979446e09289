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
import { answerOf, callsOf, queryOf, terminalOf } from './observe.ts';
import { approvalsIn, escalatedOf, keptOversight } from './oversight.ts';
import { scoreNamesOf } from './scores.ts';
import { costOf, latencyMsOf, tokensOf } from './totals.ts';

export type SummaryContext = { readonly factsConfig: FactsConfig; readonly importedAt: string; readonly warnings: number };

/** The list's row and the header's six answers, computed once at import. Labels and cases are joined when it is read. */
export function summarize(trace: Trace, context: SummaryContext, assembled: Assembled = assemble(trace.spans)): TraceSummary {
  const { steps } = assembled;
  const answer = answerOf(assembled);
  const facts = readFacts(trace, context.factsConfig, answer);
  const calls = callsOf(assembled);
  const escalated = escalatedOf(calls, trace.spans, answer, context.factsConfig);
  const oversight = keptOversight(approvalsIn(calls, trace.spans, context.factsConfig), { escalated, terminal: terminalOf(trace.spans, facts, escalated, answer) });
  const tokens = tokensOf(trace.spans);
  const cost = costOf(trace.spans);
  const firstFailed = steps.find((step) => step.failed && !step.failedBelow && step.failedTransport !== true) ?? steps.find((step) => step.failed && !step.failedBelow) ?? steps.find((step) => step.failed);
  const offered = trace.spans.flatMap((span) => (span.toolDefinitions ? [span.toolDefinitions] : []));
  const prompts = trace.spans.flatMap((span) => (span.usage?.level === 'leaf' && span.usage.input !== null ? [span.usage.input] : []));
  const retrieved = trace.spans.flatMap((span) => documentsOf(span) ?? []);
  const starts = trace.spans.flatMap((span) => (span.startUs === null ? [] : [span.startUs]));
  const summary: TraceSummary = {
    id: trace.id, nativeId: trace.nativeId, format: trace.format, file: trace.file, sha256: trace.sha256,
    name: trace.header.name, app: trace.header.app, agent: trace.header.agent,
    models: [...new Set(trace.spans.flatMap((span) => span.model ?? []))],
    sessionId: trace.header.sessionId, userId: trace.header.userId ?? facts.user ?? null,
    startUs: starts.length === 0 ? null : starts.reduce((a, b) => Math.min(a, b)),
    importedAt: context.importedAt,
    latencyMs: latencyMsOf(trace), inputTokens: tokens.input, outputTokens: tokens.output, costUsd: cost.usd, costSource: cost.source, ...(cost.price ? { price: cost.price } : {}),
    spans: trace.spans.length, steps: steps.filter((step) => !step.noise).length,
    toolCalls: calls.length, failedCalls: calls.filter((call) => call.status === 'error').length,
    firstError: firstFailed ? { step: firstFailed.n, name: firstFailed.name, message: firstFailed.error } : null,
    ...queryOf(assembled),
    toolsOffered: offered.length === 0 ? null : [...new Set(offered.flatMap((tools) => tools.map((tool) => tool.name)))],
    toolsCalled: [...new Set(calls.map((call) => call.name))],
    callsKnown: trace.spans.some(tellsOfCalls),
    why: whyOf(assembled),
    promptTokens: prompts.length === 0 ? null : prompts.reduce((a, b) => Math.max(a, b)),
    documents: retrieved.length === 0 ? null : retrieved.reduce((total, count) => total + count, 0),
    answer,
    feedback: facts.feedback ?? null,
    facts,
    ...(oversight ? { oversight } : {}),
    ...(trace.header.scores.length > 0 ? { scoreNames: scoreNamesOf(trace.header.scores) } : {}),
    failing: failingByItself(trace.spans, facts.feedback === 'rejected'),
    label: null, cases: [], warnings: context.warnings,
  };
  return { ...summary, completeness: packCompleteness(completenessOf(summary, trace.spans, calls)) };
}

/** Spans of an agent's own kinds, or with messages; plain HTTP or database spans say nothing of tools. */
function tellsOfCalls(span: Span): boolean {
  return (span.kind !== 'other' && span.kind !== 'guardrail') || span.input.length > 0 || span.output.length > 0 || span.toolDefinitions !== null;
}

/** The reasoning or text of the model turn that issued the first call. */
function whyOf({ joined }: Assembled): string | null {
  for (const call of [...joined.issuedBy.values(), ...joined.unanswered]) {
    const reasoning = call.message.parts.flatMap((part) => (part.type === 'reasoning' ? [part.text] : [])).join('\n').trim();
    const why = reasoning || messageText(call.message).trim();
    if (why !== '') return why;
  }
  return null;
}

function failingByItself(spans: readonly Span[], rejected: boolean): FailingBecause | null {
  if (rejected) return 'rejected';
  return spans.some((span) => span.parentId === null && span.status === 'error' && (span.kind !== 'tool' || errorOf(span) !== null)) ? 'error' : null;
}

/** The row with what users said apart from the trace: that stands over what came with it, for better or worse. */
export function summaryWithFeedback(summary: TraceSummary, { note: _, by: __, at: ___, ...said }: FeedbackState): TraceSummary {
  const facts = { ...summary.facts, ...said };
  const feedback = facts.feedback ?? null;
  return { ...summary, facts, feedback, failing: feedback === 'rejected' ? 'rejected' : summary.failing === 'rejected' && said.feedback !== undefined ? null : summary.failing };
}

/** A person's verdict decides over what the trace says of itself. */
export function failingOf(summary: Pick<TraceSummary, 'failing'>, label: Label | null): FailingBecause | null {
  if (label?.verdict === 'fail') return 'label';
  if (label?.verdict === 'pass') return null;
  return summary.failing;
}
