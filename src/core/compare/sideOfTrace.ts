import { canonicalJson } from '../evaluators/canonical.ts';
import { messageAsRead } from '../insights/messageAsRead.ts';
import type { ComparedSide } from '../model/comparison.ts';
import type { Json } from '../model/json.ts';
import { messageText } from '../model/message.ts';
import type { Message } from '../model/message.ts';
import type { Span } from '../model/span.ts';
import type { Trace } from '../model/trace.ts';
import type { TraceSummary, TrajectoryStep } from '../model/trajectory.ts';
import type { Assembled } from '../trajectory/assemble.ts';
import { stepDetail } from '../trajectory/detail.ts';
import { asText } from './side.ts';
import type { Side, SideStep, StepTexts } from './side.ts';

/** A trace as one side. Transport that did not fail is left out, as a reader does not see it either. */
export function sideOfTrace(trace: Trace, assembled: Assembled, summary: TraceSummary, words: string, unsupported: number | null): Side {
  const { steps, ordered, joined } = assembled;
  const place = new Map(steps.map((step, at) => [step.n, at]));
  const compared = steps.flatMap((step, at) => (step.noise && !step.failed ? [] : [sideStep(step, ordered[at]!, assembled)]));
  const tokens = summary.inputTokens === null && summary.outputTokens === null ? null : (summary.inputTokens ?? 0) + (summary.outputTokens ?? 0);
  const header: ComparedSide = {
    kind: 'trace', trace: trace.id, title: summary.query ?? summary.name ?? summary.nativeId, words,
    verdict: summary.label?.verdict ?? (summary.failing === 'error' ? 'failed' : summary.failing === 'rejected' ? 'rejected' : null),
    steps: compared.length, toolCalls: summary.callsKnown ? summary.toolCalls : null, toolErrors: summary.callsKnown ? summary.failedCalls : null,
    latencyMs: summary.latencyMs, tokens, costUsd: summary.costUsd, unsupported, feedback: summary.feedback,
  };

  function texts(n: number): StepTexts {
    const at = place.get(n);
    const span = at === undefined ? undefined : ordered[at];
    const detail = stepDetail(trace, n, assembled);
    if (!span || !detail || at === undefined) return { step: new Map(), prompt: new Map(), raw: new Map() };
    const call = span.tool === null ? undefined : detail.calls[0];
    const step = new Map<string, string>();
    if (call) {
      step.set('Arguments', call.arguments === undefined ? (call.argumentsText ?? '') : asText(call.arguments));
      if (call.result !== undefined) step.set('Result', asText(call.result));
    }
    if (detail.documents.length > 0) step.set('Documents', detail.documents.map(({ id, source, content }) => `${[id, source].filter(Boolean).join(' ')}\n${content ?? ''}`).join('\n\n'));
    if (!call) for (const [title, text] of saidTexts(span.output)) step.set(title, text);
    const error = steps[at]!.error;
    if (error !== null) step.set('Error', error);
    const asked = joined.issuedBy.get(span.id)?.span ?? ordered.slice(0, at + 1).findLast((each) => each.kind === 'llm');
    return { step, prompt: asked ? promptTexts(asked.input) : new Map(), raw: new Map([['Span', asText(span as unknown as Json)]]) };
  }
  return { header, steps: compared, texts };
}

function sideStep(step: TrajectoryStep, span: Span, { joined }: Assembled): SideStep {
  const issued = joined.issuedBy.get(span.id)?.part;
  const args = span.tool?.arguments ?? issued?.arguments;
  const text = span.tool?.argumentsText ?? issued?.argumentsText;
  const asks = span.output.some((message) => message.parts.some((part) => part.type === 'toolCall'));
  return {
    n: step.n, kind: step.kind, name: step.name, detail: step.detail, depth: step.depth,
    durationMs: step.startUs === null || step.endUs === null ? null : (step.endUs - step.startUs) / 1000,
    tokens: step.inputTokens === null && step.outputTokens === null ? null : (step.inputTokens ?? 0) + (step.outputTokens ?? 0),
    costUsd: step.costUsd, failed: step.failed, failedBelow: step.failedBelow, status: span.tool?.status ?? null, error: step.error,
    args: args === undefined ? (text === undefined ? null : JSON.stringify(text)) : canonicalJson(args),
    result: span.tool?.result === undefined ? (span.documents.length === 0 ? null : canonicalJson(span.documents)) : canonicalJson(span.tool.result),
    said: (span.kind === 'llm' || span.kind === 'agent') && span.output.length > 0 ? canonicalJson(span.output.map(({ parts }) => parts.flatMap((part): Json[] => (part.type === 'toolCall' ? [[part.name, part.arguments ?? part.argumentsText ?? null]] : part.type === 'text' ? [part.text] : [])))) : null,
    asks,
  };
}

function saidTexts(messages: readonly Message[]): readonly (readonly [title: string, text: string])[] {
  const parts = messages.flatMap((message) => message.parts);
  const calls = parts.flatMap((part) => (part.type === 'toolCall' ? [`${part.name}(${part.arguments === undefined ? (part.argumentsText ?? '') : asText(part.arguments)})`] : []));
  const reasoning = parts.flatMap((part) => (part.type === 'reasoning' ? [part.text] : []));
  const text = messages.map(messageText).filter((each) => each !== '').join('\n\n');
  return [...(reasoning.length > 0 ? [['Reasoning', reasoning.join('\n\n')] as const] : []), ...(text === '' ? [] : [['Answer', text] as const]), ...(calls.length > 0 ? [['Calls asked for', calls.join('\n')] as const] : [])];
}

/** Each message of a prompt by role and turn, so that a history of another length does not shift all. */
function promptTexts(messages: readonly Message[]): ReadonlyMap<string, string> {
  const counts = new Map<string, number>();
  return new Map(messages.map((message): [string, string] => {
    const role = `${message.role[0]!.toUpperCase()}${message.role.slice(1)}`;
    const count = (counts.get(role) ?? 0) + 1;
    counts.set(role, count);
    return [count === 1 ? `${role} message` : `${role} message ${count}`, messageAsRead(message)];
  }));
}
