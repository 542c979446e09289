import type { MessagePart } from '../model/message.ts';
import type { Trace } from '../model/trace.ts';
import type { StepDetail } from '../model/trajectory.ts';
import { finish, shared } from '../support/slices.ts';
import type { Slices } from '../support/slices.ts';
import { assemble } from './assemble.ts';
import type { Assembled } from './assemble.ts';
import { threadsInSlices } from './conversation/thread.ts';
import type { Threads } from './conversation/thread.ts';
import { retrievalQuery } from './retrievalQuery.ts';
import { resultsInMessages, statusOf } from './turns.ts';

const threads = new WeakMap<Assembled, Threads>();
const underWay = new WeakMap<Assembled, () => Slices<Threads>>();
/** Who opens one step after another leaves the work for each, and must not begin it anew for each. */
function* threadsIn(assembled: Assembled): Slices<Threads> {
  const work = underWay.get(assembled) ?? shared(() => threadsInSlices(assembled));
  underWay.set(assembled, work);
  const known = yield* work();
  threads.set(assembled, known);
  return known;
}

/** The step with the conversation up to it, as a page shows it. `long`: as much of it as a page can hold. */
export function stepWithThread(trace: Trace, n: number, assembled: Assembled = assemble(trace.spans), long = false): StepDetail | undefined {
  const detail = stepDetail(trace, n, assembled);
  const thread = finish(threadsIn(assembled))(n, long);
  return detail && thread ? { ...detail, thread, ...(long ? { long: true as const } : {}) } : detail;
}

/** Whether what takes long of it was done before. */
export function isThreadKnown(assembled: Assembled, n: number): boolean {
  return threads.get(assembled)?.isKnown(n) === true;
}

/** What takes long of it, ahead of it. */
export function* threadAhead(assembled: Assembled, n: number): Slices<void> {
  const known = yield* threadsIn(assembled);
  yield;
  yield* known.ahead(n);
}

type Places = {
  readonly at: ReadonlyMap<number, number>;
  readonly bySpan: ReadonlyMap<string, number>;
  readonly results: ReturnType<typeof resultsInMessages>;
  readonly spanOfCall: ReadonlyMap<MessagePart, string>;
};
const places = new WeakMap<Assembled, Places>();
/** Where each step, call and result stands. Worked out once for a trace that is read step by step. */
function placesIn(assembled: Assembled, spans: Trace['spans']): Places {
  const known = places.get(assembled);
  if (known) return known;
  const { steps, ordered, joined } = assembled;
  const found: Places = {
    at: new Map(steps.map((step, at) => [step.n, at])), bySpan: new Map(ordered.map(({ id }, at) => [id, at])),
    results: resultsInMessages(spans), spanOfCall: new Map([...joined.issuedBy].map(([spanId, call]) => [call.part, spanId])),
  };
  places.set(assembled, found);
  return found;
}

/** Everything recorded for one step, with calls joined to their results; undefined when there is no such step. */
export function stepDetail(trace: Trace, n: number, assembled: Assembled = assemble(trace.spans)): StepDetail | undefined {
  const { steps, ordered, joined } = assembled;
  const { at, bySpan, results, spanOfCall } = placesIn(assembled, trace.spans);
  const own = at.get(n);
  const span = own === undefined ? undefined : ordered[own];
  if (own === undefined || !span) return undefined;

  const calls: StepDetail['calls'][number][] = [];
  if (span.tool) {
    const { name, callId, status } = span.tool;
    const issued = joined.issuedBy.get(span.id)?.part;
    const args = span.tool.arguments ?? issued?.arguments;
    const text = span.tool.argumentsText ?? issued?.argumentsText;
    const asked = callId ?? issued?.id ?? null;
    const result = span.tool.result ?? (asked === null ? undefined : results.get(asked)?.result);
    calls.push({ step: n, callId: asked, name: steps[own]?.name ?? name, status, ...(args === undefined ? {} : { arguments: args }), ...(text === undefined ? {} : { argumentsText: text }), ...(result === undefined ? {} : { result }) });
  }
  const query = retrievalQuery(span);
  if (query !== undefined) calls.push({ step: n, callId: null, name: span.name, arguments: query, status: span.status === 'error' ? 'error' : null });
  for (const message of span.output) {
    for (const part of message.parts) if (part.type === 'toolCall') calls.push(joinedCall(part));
  }

  function joinedCall(part: Extract<MessagePart, { type: 'toolCall' }>): StepDetail['calls'][number] {
    const place = bySpan.get(spanOfCall.get(part) ?? '');
    const answeredBy = place === undefined ? undefined : ordered[place];
    const message = part.id === null ? undefined : results.get(part.id);
    const result = answeredBy?.tool?.result ?? message?.result;
    return {
      step: place === undefined ? null : (steps[place]?.n ?? null), callId: part.id, name: part.name,
      ...(part.arguments === undefined ? {} : { arguments: part.arguments }), ...(part.argumentsText === undefined ? {} : { argumentsText: part.argumentsText }),
      ...(result === undefined ? {} : { result }), status: answeredBy?.tool?.status ?? (message ? statusOf(message) : null),
    };
  }
  return { n, span, documents: span.documents, place: span.place, calls, cuts: [] };
}
