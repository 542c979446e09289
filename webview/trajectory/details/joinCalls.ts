import type { Json } from '../../../src/core/model/json.ts';
import type { Message, MessagePart } from '../../../src/core/model/message.ts';

/** Messages with each call and its result as one thing, at the place of the call. Pure. */

export type CallView = {
  readonly callId: string | null;
  readonly name: string;
  readonly arguments?: Json | undefined;
  readonly argumentsText?: string | undefined;
  readonly result?: Json | undefined;
  readonly status: 'ok' | 'error' | 'blocked' | null;
  readonly step: number | null;
};

type ToolCallPart = Extract<MessagePart, { type: 'toolCall' }>;
type ToolResultPart = Extract<MessagePart, { type: 'toolResult' }>;

/** Items in the order they were said; `startOf` gives the index of the first item of a message. */
export type JoinedCalls = { readonly items: readonly (Message | CallView)[]; readonly startOf: (message: number) => number };

const isSaid = (part: MessagePart) => part.type !== 'toolCall' && part.type !== 'toolResult';
const mayAnswer = (call: ToolCallPart, result: ToolResultPart) => (call.id === null || result.callId === null) && (result.name === undefined || result.name === call.name);

/**
 * The result of each call: by id where both have one. Where the id of either was not recorded, a result answers the earliest
 * call before it that has none yet and could have its name.
 */
function resultsOf(parts: readonly MessagePart[]): { readonly resultOf: ReadonlyMap<ToolCallPart, ToolResultPart>; readonly joined: ReadonlySet<ToolResultPart> } {
  const resultOf = new Map<ToolCallPart, ToolResultPart>();
  const joined = new Set<ToolResultPart>();
  const callById = new Map(parts.flatMap((part) => (part.type === 'toolCall' && part.id !== null ? [[part.id, part] as const] : [])).toReversed());
  for (const part of parts) {
    const call = part.type === 'toolResult' && part.callId !== null ? callById.get(part.callId) : undefined;
    if (part.type !== 'toolResult' || !call) continue;
    // Told twice is one result.
    joined.add(part);
    if (!resultOf.has(call)) resultOf.set(call, part);
  }
  const waiting = new Set<ToolCallPart>();
  for (const part of parts) {
    if (part.type === 'toolCall' && !resultOf.has(part)) waiting.add(part);
    if (part.type !== 'toolResult' || joined.has(part)) continue;
    const call = waiting.values().find((each) => mayAnswer(each, part));
    if (!call) continue;
    waiting.delete(call);
    joined.add(part);
    resultOf.set(call, part);
  }
  return { resultOf, joined };
}

function statusOf(result: ToolResultPart | undefined): CallView['status'] {
  return result?.isError === undefined ? null : result.isError ? 'error' : 'ok';
}

export function joinCalls(messages: readonly Message[]): JoinedCalls {
  const { resultOf, joined } = resultsOf(messages.flatMap((message) => message.parts));
  const items: (Message | CallView)[] = [];
  const starts: number[] = [];
  for (const message of messages) {
    starts.push(items.length);
    const said = message.parts.filter(isSaid);
    if (said.length > 0 || message.parts.length === 0) items.push({ ...message, parts: said });
    for (const part of message.parts) {
      if (part.type === 'toolCall') {
        const result = resultOf.get(part);
        items.push({
          callId: part.id ?? result?.callId ?? null, name: part.name, arguments: part.arguments, argumentsText: part.argumentsText, result: result?.result, status: statusOf(result), step: null,
        });
      } else if (part.type === 'toolResult' && !joined.has(part)) {
        items.push({ callId: part.callId, name: part.name ?? 'Tool result', result: part.result, status: part.isError === true ? 'error' : null, step: null });
      }
    }
  }
  return { items, startOf: (message) => starts[message] ?? items.length };
}
