import type { Json, JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { Message } from '../../model/message.ts';
import { messageText } from '../../model/message.ts';
import type { RecordPlace, Span } from '../../model/span.ts';
import { emptySpan } from '../../model/span.ts';
import type { Usage } from '../../model/usage.ts';
import { unknownTool } from '../../trajectory/turns.ts';
import { readDocument } from '../content/documents.ts';
import type { CallPart, ResultPart } from '../content/parts.ts';
import { readMessage } from '../content/readMessage.ts';
import { readToolDefinitions } from '../content/toolDefinitions.ts';
import { firstText } from '../jsonText.ts';
import { mapOf } from '../values/fields.ts';
import { readUsage } from '../values/tokenUsage.ts';
import type { Conversation } from './conversation.ts';
import type { Measures } from './measures.ts';
import { unmeasured } from './measures.ts';

/** A call that waits for its result; `n`: how many were asked for before. */
type Asked = { readonly part: CallPart; readonly turn: string; readonly n: number };

/**
 * A message log as spans: the run, a model turn for each assistant message, and a tool step for each result, under the
 * turn that asked for it. All are marked as made up, and have no times. Messages are shared between the turns, not copied.
 */
export function spansOf(conversation: Conversation, place: RecordPlace, warn: (message: string) => void): Span[] {
  const { measures = unmeasured } = conversation;
  const history: Message[] = [];
  for (const raw of conversation.given) {
    const read = readMessage(raw);
    if (read === undefined) warn('A message of the input is not a message; left out.');
    else history.push(read.message);
  }
  const steps: Span[] = [];
  const open: Asked[] = [];
  const askedAs = new Map<Span, number>();
  const all: Message[] = [...history];
  let turns = 0;
  let asked = 0;

  conversation.messages.forEach((raw, index) => {
    const read = readMessage(raw);
    if (read === undefined) {
      warn(`Message ${index + 1} is not a message; left out.`);
      return;
    }
    const { message, finishReason } = read;
    if (message.role === 'assistant') {
      const details = mapOf(raw);
      const id = `turn-${++turns}`;
      steps.push({
        ...emptySpan(id, steps.length + 1, 'assistant'), parentId: 'run', kind: 'llm', synthetic: true, place, finishReason,
        model: modelOf(details) ?? conversation.model, usage: usageOf(details), input: [...all], output: [message],
      });
      for (const part of message.parts) if (part.type === 'toolCall') open.push({ part, turn: id, n: asked++ });
    }
    for (const part of message.parts) {
      if (part.type !== 'toolResult') continue;
      const call = answered(open, part);
      const step = toolStep(part, call, steps.length + 1, place);
      steps.push(step);
      if (call !== undefined) askedAs.set(step, call.n);
    }
    all.push(message);
  });

  const lastAsked = all.findLastIndex((message) => message.role === 'user' && messageText(message).trim() !== '');
  const answer = all.findLast((message, index) => index > lastAsked && message.role === 'assistant' && messageText(message).trim() !== '');
  const documents = Array.isArray(conversation.documents) ? (conversation.documents as readonly Json[]).flatMap((each) => readDocument(each) ?? []) : [];
  const root: Span = {
    ...emptySpan('run', 0, 'conversation'), startUs: measures.startUs, endUs: measures.endUs, kind: 'agent', synthetic: true, place, documents, attributes: conversation.rest,
    toolDefinitions: conversation.tools === undefined || conversation.tools === null ? null : readToolDefinitions(conversation.tools),
    input: all.slice(0, lastAsked + 1), output: answer === undefined ? [] : [spoken(answer)],
  };
  return measured([root, ...inOrderAsked(steps, askedAs)], measures);
}

/** Results come back in any order; the calls of one turn stand as the model asked for them. */
function inOrderAsked(steps: readonly Span[], askedAs: ReadonlyMap<Span, number>): Span[] {
  const ordered = [...steps];
  for (const group of Map.groupBy(askedAs.keys(), (step) => step.parentId).values()) {
    const sorted = group.toSorted((a, b) => (askedAs.get(a) ?? 0) - (askedAs.get(b) ?? 0));
    group.forEach(({ id, seq }, index) => { ordered[seq - 1] = { ...sorted[index]!, id, seq }; });
  }
  return ordered;
}

/** Counts and cost that the row tells are of its last model turn; where the turns tell their own, or there is none, of the whole. */
function measured([root, ...steps]: readonly [Span, ...Span[]], { usage, cost }: Measures): Span[] {
  const last = steps.findLastIndex((step) => step.kind === 'llm');
  const isOfLast = last >= 0 && !steps.some((step) => step.usage !== null);
  const whole = isOfLast ? null : usage && { ...usage, level: 'aggregate' as const };
  return [{ ...root, usage: whole, cost: last < 0 ? cost : null }, ...steps.map((step, index) => (index === last ? { ...step, usage: isOfLast ? usage : step.usage, cost } : step))];
}

/** The run's answer is what was said; calls in the same message belong to the turn. */
function spoken(message: Message): Message {
  return message.parts.some((part) => part.type === 'toolCall') ? { ...message, parts: message.parts.filter((part) => part.type !== 'toolCall') } : message;
}

/** The call a result answers: by its id, else the oldest open one, of that name where the result has one. */
function answered(open: Asked[], result: ResultPart): Asked | undefined {
  let at = result.callId === null ? -1 : open.findIndex(({ part }) => part.id === result.callId);
  if (at < 0 && result.callId === null) at = open.findIndex(({ part }) => result.name === undefined || part.name === result.name);
  return at < 0 ? undefined : open.splice(at, 1)[0];
}

function toolStep(result: ResultPart, call: Asked | undefined, seq: number, place: RecordPlace): Span {
  const name = call?.part.name ?? result.name ?? unknownTool;
  const failed = result.isError === true;
  return {
    ...emptySpan(`step-${seq}`, seq, name), parentId: call?.turn ?? 'run', kind: 'tool', synthetic: true, place, status: failed ? 'error' : 'unset',
    tool: {
      name, callId: result.callId ?? call?.part.id ?? null, description: null, result: result.result, status: failed ? 'error' : 'ok',
      ...(call?.part.arguments === undefined ? {} : { arguments: call.part.arguments }),
      ...(call?.part.argumentsText === undefined ? {} : { argumentsText: call.part.argumentsText }),
    },
  };
}

function modelOf(raw: JsonMap): string | null {
  const inner = isJsonMap(raw['kwargs']) ? raw['kwargs'] : isJsonMap(raw['data']) ? raw['data'] : raw;
  const meta = mapOf(inner['response_metadata']);
  return firstText(meta, 'model_name', 'model') ?? firstText(inner, 'model');
}

/** Token counts where a message carries them: LangChain's `usage_metadata`, an OpenAI or Anthropic `usage`. */
function usageOf(raw: JsonMap): Usage | null {
  const inner = isJsonMap(raw['kwargs']) ? raw['kwargs'] : isJsonMap(raw['data']) ? raw['data'] : raw;
  const meta = mapOf(inner['response_metadata']);
  const usage = [inner['usage_metadata'], meta['token_usage'], meta['usage'], inner['usage']].find((each) => isJsonMap(each) && Object.keys(each).length > 0);
  return isJsonMap(usage) ? readUsage(usage) : null;
}
