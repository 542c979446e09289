import type { MessagePart } from '../model/message.ts';
import type { Trace } from '../model/trace.ts';
import type { StepDetail } from '../model/trajectory.ts';
import { assemble } from './assemble.ts';
import type { Assembled } from './assemble.ts';
import { threadsOf } from './conversation/thread.ts';
import { resultsInMessages, statusOf } from './turns.ts';

const threads = new WeakMap<Assembled, ReturnType<typeof threadsOf>>();

/** The step with the conversation up to it, as a page shows it. */
export function stepWithThread(trace: Trace, n: number, assembled: Assembled = assemble(trace.spans)): StepDetail | undefined {
  const threadAt = threads.get(assembled) ?? threadsOf(assembled);
  threads.set(assembled, threadAt);
  const detail = stepDetail(trace, n, assembled);
  const thread = threadAt(n);
  return detail && thread ? { ...detail, thread } : detail;
}

/** Everything recorded for one step, with calls joined to their results; undefined when there is no such step. */
export function stepDetail(trace: Trace, n: number, assembled: Assembled = assemble(trace.spans)): StepDetail | undefined {
  const { steps, ordered, joined } = assembled;
  const span = ordered[steps.findIndex((step) => step.n === n)];
  if (!span) return undefined;
  const stepOf = new Map(steps.map((step) => [step.spanId, step.n]));
  const results = resultsInMessages(trace.spans);
  const spanOfCall = new Map([...joined.issuedBy].map(([spanId, call]) => [call.part, spanId]));

  const calls: StepDetail['calls'][number][] = [];
  if (span.tool) {
    const { name, callId, status } = span.tool;
    const issued = joined.issuedBy.get(span.id)?.part;
    const args = span.tool.arguments ?? issued?.arguments;
    const text = span.tool.argumentsText ?? issued?.argumentsText;
    const asked = callId ?? issued?.id ?? null;
    const result = span.tool.result ?? (asked === null ? undefined : results.get(asked)?.result);
    calls.push({ step: n, callId: asked, name: steps.find((step) => step.n === n)?.name ?? name, status, ...(args === undefined ? {} : { arguments: args }), ...(text === undefined ? {} : { argumentsText: text }), ...(result === undefined ? {} : { result }) });
  }
  for (const message of span.output) {
    for (const part of message.parts) if (part.type === 'toolCall') calls.push(joinedCall(part));
  }

  function joinedCall(part: Extract<MessagePart, { type: 'toolCall' }>): StepDetail['calls'][number] {
    const answeredBy = trace.spans.find((each) => each.id === spanOfCall.get(part));
    const message = part.id === null ? undefined : results.get(part.id);
    const result = answeredBy?.tool?.result ?? message?.result;
    return {
      step: answeredBy ? (stepOf.get(answeredBy.id) ?? null) : null, callId: part.id, name: part.name,
      ...(part.arguments === undefined ? {} : { arguments: part.arguments }), ...(part.argumentsText === undefined ? {} : { argumentsText: part.argumentsText }),
      ...(result === undefined ? {} : { result }), status: answeredBy?.tool?.status ?? (message ? statusOf(message) : null),
    };
  }
  return { n, span, documents: span.documents, place: span.place, calls, cuts: [] };
}
