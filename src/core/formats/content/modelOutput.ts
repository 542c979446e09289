import type { Json, JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { Message, MessagePart } from '../../model/message.ts';
import { firstText, setKey, textOf, unwrapJson } from '../jsonText.ts';
import { listOf, mapOf } from '../values/fields.ts';
import { messagesIn } from './modelInput.ts';
import { textParts, reasoningParts, textMessage } from './parts.ts';
import { isMessage, readMessage } from './readMessage.ts';
import { callsBetweenParagraphs } from './printedCalls.ts';
import { readPart } from './readPart.ts';
import { isResponsesItem, readResponsesItems } from './responsesItems.ts';

/** What came out of a step. `usage`: the counts as recorded. `rest`: what of it says none of this; undefined where nothing is left. */
type StepOutput = { readonly messages: readonly Message[]; readonly finishReason: string | null; readonly model: string | null; readonly usage: JsonMap | null; readonly rest: Json | undefined };

type Said = { readonly messages: readonly Message[]; readonly finishReason?: string | null; readonly usage?: JsonMap | null; readonly model?: string | null };

const nothing = { messages: [], finishReason: null, model: null, usage: null } as const;

/**
 * The answer of a model, an agent or a chain, as SDKs and frameworks log it: LangChain generations, chat completions, Gemini candidates,
 * Responses output, AI SDK results, messages, text. `anyText`: a plain text, and one under a usual name, is the answer.
 */
export function readStepOutput(value: Json, anyText: boolean): StepOutput {
  const unwrapped = unwrapJson(value);
  if (typeof value === 'string' && !isCall(unwrapped) && !(Array.isArray(unwrapped) && unwrapped.some(isCall))) {
    return anyText && value !== '' ? { ...nothing, messages: [spoken(value)], rest: undefined } : { ...nothing, rest: value === '' ? undefined : value };
  }
  const said = saidIn(unwrapped);
  if (said !== undefined) return { ...nothing, ...said, rest: undefined };
  if (!isJsonMap(unwrapped)) return { ...nothing, rest: unwrapped === null ? undefined : value };

  const rest: Record<string, Json> = {};
  for (const [key, each] of Object.entries(unwrapped)) setKey(rest, key, each);
  const shape = shapes.find(({ keys }) => keys.every((key) => key in rest));
  const read = shape?.read(unwrapped);
  if (read !== undefined) for (const key of shape?.takes ?? []) delete rest[key];
  const named = read === undefined && anyText ? answers.find((key) => textOf(rest[key]) !== null) : undefined;
  const messages = read?.messages ?? (named === undefined ? [] : [spoken(textOf(rest[named]) ?? '')]);
  if (named !== undefined) delete rest[named];
  const response = mapOf(unwrapped['response']);
  const { messages: _, ...about } = response;
  if (read !== undefined && isJsonMap(rest['response'])) rest['response'] = about;
  const usage = read?.usage ?? usageIn(unwrapped);
  for (const key of Object.keys(rest)) if (rest[key] === null || (usage !== null && rest[key] === usage)) delete rest[key];
  return {
    messages, usage,
    finishReason: read?.finishReason ?? reasonOf(unwrapped), model: read?.model ?? firstText(unwrapped, 'model', 'modelVersion', 'model_version') ?? firstText(response, 'modelId'),
    rest: Object.keys(rest).length === 0 ? undefined : rest,
  };
}

const answers = ['output', 'answer', 'response', 'result', 'text', 'content', 'output_text', 'generation', 'completion'] as const;

const spoken = (text: string): Message => {
  const parts = callsBetweenParagraphs(text);
  return parts === undefined ? textMessage('assistant', text) : { role: 'assistant', parts };
};

/** A call by itself: as Chat Completions list them, as a Responses item, or by name with parameters. */
function isCall(value: unknown): value is JsonMap {
  if (!isJsonMap(value)) return false;
  return isResponsesItem(value) || (isJsonMap(value['function']) && 'arguments' in value['function']) || (typeof value['name'] === 'string' && 'input_parameters' in value);
}

function readCall(value: JsonMap): MessagePart {
  return readPart({ ...value, type: 'tool_call', ...('input_parameters' in value ? { arguments: value['input_parameters'] ?? null } : {}) });
}

/** Messages, items, parts or calls that stand by themselves. */
function saidIn(value: Json): Said | undefined {
  if (isMessage(value)) return fromMessages([value]);
  if (isJsonMap(value) && isResponsesItem(value)) return { messages: readResponsesItems([value]).messages };
  if (isCall(value)) return { messages: [{ role: 'assistant', parts: [readCall(value)] }] };
  if (isJsonMap(value)) {
    const prompt = messagesIn(value, false);
    return prompt && { messages: prompt.messages };
  }
  const list = listOf(value);
  const [only] = list;
  if (list.length === 1 && Array.isArray(only)) return saidIn(only as Json);
  if (list.some(isResponsesItem)) return { messages: readResponsesItems(list).messages };
  // The choices of a completion, without the rest of it.
  if (list.some(isChoice)) return fromChoices(list.filter(isChoice));
  if (list.some(isCall)) return { messages: withCalls(list) };
  if (list.some(isMessage)) return fromMessages(list);
  if (list.some(isPart)) return { messages: [{ role: 'assistant', parts: list.map(readPart) }] };
  return undefined;
}

/** Gemini's and Bedrock's calls have no type: their one key tells what they are. */
const isPart = (value: unknown) => isJsonMap(value) && (typeof value['type'] === 'string' || isJsonMap(value['functionCall']) || isJsonMap(value['toolUse'])) && readPart(value as Json).type !== 'other';

const isChoice = (value: Json): value is JsonMap => isJsonMap(value) && isJsonMap(value['message']) && ('finish_reason' in value || 'index' in value);

function fromChoices(choices: readonly JsonMap[]): Said {
  const messages = choices.flatMap((choice) => {
    const message = choice['message'] ?? choice['delta'];
    return isJsonMap(message) ? (readMessage({ role: 'assistant', ...message })?.message ?? []) : typeof choice['text'] === 'string' ? [spoken(choice['text'])] : [];
  });
  return { messages, finishReason: choices.map(reasonOf).find((each) => each !== null) ?? null };
}

/** Calls beside the message that they belong to. */
function withCalls(list: readonly Json[]): readonly Message[] {
  const parts = list.flatMap((each): readonly MessagePart[] => (isCall(each) ? [readCall(each)] : (readMessage(each)?.message.parts ?? [])));
  return [{ role: 'assistant', parts: parts.filter((part) => part.type !== 'text' || part.text !== '') }];
}

/** The last message's own reason, model and counts: LangChain keeps them there. */
function fromMessages(list: readonly Json[]): Said {
  const read = list.flatMap((each) => readMessage(each) ?? []);
  const last = list.findLast(isMessage);
  const inner = !isJsonMap(last) ? {} : isJsonMap(last['kwargs']) ? last['kwargs'] : isJsonMap(last['data']) ? last['data'] : last;
  const meta = mapOf(inner['response_metadata']);
  return { messages: read.map(({ message }) => message), finishReason: read.at(-1)?.finishReason ?? null, usage: usageIn(inner) ?? usageIn(meta), model: firstText(meta, 'model_name', 'model') };
}

function usageIn(map: JsonMap): JsonMap | null {
  const output = isJsonMap(map['llm_output']) ? map['llm_output'] : mapOf(map['llmOutput']);
  const found = [map['usage_metadata'], map['totalUsage'], map['usage'], map['usageMetadata'], map['token_usage'], map['tokenUsage'], output['token_usage'], output['tokenUsage']];
  return found.find((each): each is JsonMap => isJsonMap(each) && Object.keys(each).length > 0) ?? null;
}

function reasonOf(map: JsonMap): string | null {
  const reason = map['finish_reason'] ?? map['finishReason'] ?? map['stop_reason'] ?? map['stopReason'];
  // One SDK wraps it in the chunk it came with, another in its own name for it.
  return textOf(isJsonMap(reason) ? (reason['unified'] ?? reason['finish_reason']) : reason);
}

type Shape = { readonly keys: readonly string[]; readonly takes: readonly string[]; read(value: JsonMap): Said | undefined };

/** By the keys that tell a shape; the first that is there is read. */
const shapes: readonly Shape[] = [
  {
    keys: ['generations'], takes: ['generations'],
    read(value) {
      const generation = listOf(value['generations']).flatMap((each) => (Array.isArray(each) ? (each as readonly Json[]) : [each])).find(isJsonMap);
      if (generation === undefined) return undefined;
      const info = isJsonMap(generation['generation_info']) ? generation['generation_info'] : mapOf(generation['generationInfo']);
      const said = isMessage(generation['message']) ? fromMessages([generation['message'] ?? null]) : { messages: [spoken(textOf(generation['text']) ?? '')] };
      return { ...said, finishReason: said.finishReason ?? reasonOf(info), model: said.model ?? firstText(info, 'model_name'), usage: said.usage ?? usageIn(value) };
    },
  },
  {
    keys: ['choices'], takes: ['choices'],
    read(value) {
      const choices = listOf(value['choices']).filter(isJsonMap);
      return choices.length === 0 ? undefined : fromChoices(choices);
    },
  },
  {
    keys: ['candidates'], takes: ['candidates', 'text'],
    read(value) {
      const candidates = listOf(value['candidates']).filter(isJsonMap);
      const messages = candidates.flatMap(({ content }) => (isJsonMap(content) ? (readMessage({ role: 'model', ...content })?.message ?? []) : []));
      return { messages, finishReason: candidates.map(reasonOf).find((each) => each !== null) ?? null };
    },
  },
  { keys: ['messages'], takes: ['messages'], read: (value) => saidIn(unwrapJson(value['messages'] ?? null)) },
  { keys: ['output'], takes: ['output'], read: (value) => (typeof value['output'] === 'string' ? undefined : saidIn(value['output'] ?? null)) },
  {
    // The AI SDK's results: `steps` and `content` repeat what the messages say.
    keys: ['response', 'finishReason'], takes: ['text', 'content', 'steps', 'toolCalls', 'toolResults', 'object', '_output', 'reasoning', 'reasoningText'],
    read(value) {
      const messages = isJsonMap(value['response']) ? listOf(value['response']['messages']) : [];
      if (messages.length > 0) return fromMessages(messages);
      if (Array.isArray(value['content'])) return saidIn(value['content'] as Json);
      return 'object' in value ? { messages: [spoken(JSON.stringify(value['object']))] } : textAndCalls(value);
    },
  },
  { keys: ['toolCalls', 'text'], takes: ['text', 'toolCalls', 'reasoning'], read: textAndCalls },
  { keys: ['response', 'object'], takes: ['object'], read: (value) => ({ messages: [spoken(JSON.stringify(value['object']))] }) },
  { keys: ['response'], takes: ['response'], read: (value) => (isJsonMap(value['response']) && !isMessage(value['response']) ? undefined : saidIn(value['response'] ?? null)) },
  {
    // What Gemini's live connection sends when it calls.
    keys: ['toolCall'], takes: ['toolCall'],
    read: (value) => saidIn(listOf(mapOf(value['toolCall'])['functionCalls']).map((call): Json => ({ functionCall: call }))),
  },
  { keys: ['content'], takes: ['content'], read: (value) => (Array.isArray(value['content']) ? saidIn(value['content'] as Json) : undefined) },
];

function textAndCalls(value: JsonMap): Said | undefined {
  const thought = textOf(value['reasoning']);
  const text = textOf(value['text']);
  const parts: MessagePart[] = [
    ...reasoningParts(thought), ...textParts(text),
    ...listOf(value['toolCalls']).filter(isJsonMap).map((call) => readPart({ ...call, type: 'tool_call' })),
  ];
  return parts.length === 0 ? undefined : { messages: [{ role: 'assistant', parts }] };
}
