import type { Json } from '../model/json.ts';
import type { Message, MessagePart } from '../model/message.ts';
import type { Span } from '../model/span.ts';
import type { TrajectoryStep } from '../model/trajectory.ts';
import { finish } from '../support/slices.ts';
import type { Slices } from '../support/slices.ts';
import type { Assembled } from './assemble.ts';
import { resultKey, saidKey } from './conversation/said.ts';
import type { CallPart, ResultPart } from './conversation/said.ts';
import { modelTurns } from './turns.ts';

/** What a step tells first. A run repeats its conversation in every model call; here each message, call and result stands once. */
export type ToldStep = {
  readonly step: TrajectoryStep;
  readonly span: Span;
  /** Said here, or sent here before anything else told it. Calls and results that a step of their own tells are not among the parts. */
  readonly messages: readonly Message[];
  /** What a tool step ran, with what only messages know of it. Absent fields: not recorded. */
  readonly call: { readonly callId: string | null; readonly arguments?: Json | undefined; readonly argumentsText?: string | undefined; readonly result?: Json | undefined } | null;
  /** Calls that were asked for here and ran as the step of that number; null where none did, then the call stands in `messages`. */
  readonly asked: readonly { readonly name: string; readonly step: number | null }[];
};

/** Steps that are gone through without a pause. */
const aSlice = 1000;

/** The steps in reading order. */
export function toldOnce(assembled: Assembled): readonly ToldStep[] {
  return finish(toldInSlices(assembled));
}

export function* toldInSlices({ steps, ordered, joined }: Assembled): Slices<readonly ToldStep[]> {
  const stepOf = new Map(ordered.map((span, at) => [span.id, steps[at]!.n]));
  const ranAs = new Map<CallPart, number>([...joined.issuedBy].flatMap(([spanId, { part }]) => {
    const n = stepOf.get(spanId);
    return n === undefined ? [] : [[part, n] as const];
  }));
  const ranById = new Map<string, number>();
  ordered.forEach(({ id, tool }, at) => {
    const callId = tool?.callId ?? joined.issuedBy.get(id)?.part.id ?? null;
    if (tool && callId !== null && !ranById.has(callId)) ranById.set(callId, steps[at]!.n);
  });
  const turns = new Set(modelTurns(ordered));
  yield;
  const { results, saidByModels } = yield* sentAround(ordered, turns);

  const seenMessages = new Set<Message>();
  const seen = { texts: new Set<string>(), reasoning: new Set<string>(), calls: new Set<string>(), results: new Set<string>() };
  const isNew = (among: Set<string>, key: string): boolean => !among.has(key) && among.add(key).size > 0;

  /** Of a message that something told already, the parts that are new. What a model says is new each time. */
  function newParts(message: Message, said: boolean): readonly MessagePart[] {
    const key = saidKey(message);
    const isTold = key !== null && !isNew(seen.texts, key) && !said;
    return message.parts.filter((part) => {
      switch (part.type) {
        case 'toolCall': return !ranAs.has(part) && (part.id === null ? !isTold : !ranById.has(part.id) && isNew(seen.calls, part.id));
        case 'toolResult': return !(part.callId !== null && ranById.has(part.callId)) && isNew(seen.results, part.callId === null ? resultKey(part) : `of ${part.callId}`);
        // A turn that only thinks and calls has no words to be known by.
        case 'reasoning': return (isNew(seen.reasoning, part.text) || said) && !isTold;
        default: return !isTold;
      }
    });
  }
  const saidElsewhere = (message: Message): boolean => {
    const key = saidKey(message);
    return key !== null && saidByModels.has(key);
  };
  function told(messages: readonly Message[], said: boolean): readonly Message[] {
    return messages.flatMap((message) => {
      if (!said && (seenMessages.has(message) || (message.role === 'assistant' && saidElsewhere(message)))) return [];
      seenMessages.add(message);
      const parts = newParts(message, said);
      return parts.length === 0 ? [] : [parts.length === message.parts.length ? message : { ...message, parts }];
    });
  }

  const all: ToldStep[] = [];
  for (const [at, span] of ordered.entries()) {
    if (at % aSlice === 0) yield;
    const isTurn = turns.has(span);
    const issued = joined.issuedBy.get(span.id)?.part;
    const { tool } = span;
    const callId = tool?.callId ?? issued?.id ?? null;
    all.push({
      step: steps[at]!, span,
      messages: [...told(span.input, false), ...told(span.output, isTurn)],
      call: tool && {
        callId, arguments: tool.arguments ?? issued?.arguments, argumentsText: tool.argumentsText ?? issued?.argumentsText,
        result: tool.result ?? (callId === null ? undefined : results.get(callId)?.result),
      },
      asked: isTurn ? span.output.flatMap(({ parts }) => parts.flatMap((part) => (part.type === 'toolCall' ? [{ name: part.name, step: ranAs.get(part) ?? (part.id === null ? null : (ranById.get(part.id) ?? null)) }] : []))) : [],
    });
  }
  return all;
}

/** Results by call id, and keys of what model calls said. */
function* sentAround(ordered: readonly Span[], turns: ReadonlySet<Span>): Slices<{ readonly results: ReadonlyMap<string, ResultPart>; readonly saidByModels: ReadonlySet<string> }> {
  const results = new Map<string, ResultPart>();
  const saidByModels = new Set<string>();
  const read = new Set<Message>();
  for (const [at, span] of ordered.entries()) {
    if (at % aSlice === aSlice - 1) yield;
    if (turns.has(span)) {
      for (const message of span.output) {
        const key = saidKey(message);
        if (key !== null) saidByModels.add(key);
      }
    }
    for (const message of [...span.input, ...span.output]) {
      if (read.has(message)) continue;
      read.add(message);
      for (const part of message.parts) if (part.type === 'toolResult' && part.callId !== null && !results.has(part.callId)) results.set(part.callId, part);
    }
  }
  return { results, saidByModels };
}
