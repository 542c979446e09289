import type { Json } from '../model/json.ts';
import type { Span } from '../model/span.ts';
import type { Assembled } from '../trajectory/assemble.ts';
import type { Scopes } from '../trajectory/conversation/scopes.ts';
import { resultsInMessages } from '../trajectory/turns.ts';

/** A tool call as it can be told of from all that recorded it. Absent arguments or results: not recorded. */
export type RecordedCall = {
  /** Number of the step that ran it; null: only messages tell of it. */
  readonly step: number | null;
  /** Where it shows: `step`, else the number of the model turn that asked for it. */
  readonly shownAt: number;
  /** Place in reading order of what `shownAt` numbers. */
  readonly at: number;
  /** Place of the last step below it. */
  readonly last: number;
  readonly callId: string | null;
  readonly name: string;
  readonly arguments?: Json | undefined;
  readonly argumentsText?: string | undefined;
  readonly result?: Json | undefined;
  /** The model turn that asked for it; null where none is known. */
  readonly issuer: Span | null;
  readonly startUs: number | null;
  readonly endUs: number | null;
};

/** All tool calls of a trace in the order of their start, else as they were recorded. A tool step around other calls is a sub-agent's and counts too. */
export function recordedCalls({ steps, ordered, joined }: Assembled, { last }: Scopes): readonly RecordedCall[] {
  let told: ReturnType<typeof resultsInMessages> | undefined;
  const resultTold = (id: string | null): Json | undefined => (id === null ? undefined : (told ??= resultsInMessages(ordered)).get(id)?.result);
  const place = new Map(ordered.map((span, at) => [span.id, at]));

  const ran = ordered.flatMap((span, at): RecordedCall[] => {
    const { tool } = span;
    if (!tool) return [];
    const issued = joined.issuedBy.get(span.id);
    const callId = tool.callId ?? issued?.part.id ?? null;
    return [{
      step: steps[at]!.n, shownAt: steps[at]!.n, at, last: last[at]!, callId, name: steps[at]!.name,
      arguments: tool.arguments ?? issued?.part.arguments, argumentsText: tool.argumentsText ?? issued?.part.argumentsText,
      result: tool.result ?? resultTold(callId), issuer: issued?.span ?? null, startUs: span.startUs, endUs: span.endUs,
    }];
  });
  const asked = joined.unanswered.flatMap(({ span, part }): RecordedCall[] => {
    const at = place.get(span.id);
    if (at === undefined) return [];
    return [{
      step: null, shownAt: steps[at]!.n, at, last: at, callId: part.id, name: part.name, arguments: part.arguments, argumentsText: part.argumentsText,
      result: resultTold(part.id), issuer: span, startUs: span.endUs, endUs: span.endUs,
    }];
  });
  const calls = [...ran, ...asked];
  const timed = calls.every((call) => call.startUs !== null);
  return calls.sort((a, b) => (timed ? a.startUs! - b.startUs! : 0) || a.at - b.at);
}
