import type { Json, JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { Message } from '../../model/message.ts';
import type { ToolDefinition } from '../../model/span.ts';
import { setKey, textOf, unwrapJson } from '../jsonText.ts';
import { mapOf } from '../values/fields.ts';
import { textMessage } from './parts.ts';
import { isMessage, readMessage } from './readMessage.ts';
import { isResponsesItem, readResponsesItems } from './responsesItems.ts';
import { readToolDefinitions } from './toolDefinitions.ts';

/** What went into a step. `rest`: what of it says none of this; undefined where nothing is left. */
type StepInput = { readonly messages: readonly Message[]; readonly tools: readonly ToolDefinition[] | null; readonly rest: Json | undefined };

const lists = ['messages', 'contents', 'input', 'prompt', 'prompts', 'chat_history'] as const;
const questions = ['input', 'query', 'question', 'prompt', 'user_msg', 'user_message', 'text'] as const;
const instructions = ['system', 'instructions', 'systemInstruction', 'system_instruction'] as const;

/**
 * The request of a model, an agent or a chain, as SDKs and frameworks log it: messages, Responses items, Gemini contents, a prompt.
 * `anyText`: a plain text, and one under a usual name, is the question; a chain's state may hold such a field for anything.
 */
export function readStepInput(value: Json, anyText: boolean): StepInput {
  const unwrapped = unwrapJson(value);
  const messages = messagesIn(unwrapped, anyText);
  if (messages !== undefined) return { messages: messages.messages, tools: messages.tools.length === 0 ? null : messages.tools, rest: undefined };
  if (!isJsonMap(unwrapped)) return { messages: [], tools: null, rest: unwrapped === null ? undefined : value };
  // What a chain passes on as a whole.
  const { input: inner, ...others } = unwrapped;
  return isJsonMap(inner) && Object.keys(others).length === 0 ? readStepInput(inner, anyText) : readRequest(unwrapped, anyText);
}

function readRequest(request: JsonMap, anyText: boolean): StepInput {
  const rest: Record<string, Json> = {};
  for (const [key, value] of Object.entries(request)) if (value !== null) setKey(rest, key, value);
  const config = isJsonMap(request['config']) ? request['config'] : mapOf(request['kwargs']);
  const found: Message[] = [];
  const told: ToolDefinition[] = [];
  for (const key of lists) {
    const read = key in rest && typeof rest[key] !== 'string' ? messagesIn(unwrapJson(rest[key] ?? null), anyText) : undefined;
    if (read === undefined) continue;
    found.push(...read.messages);
    told.push(...read.tools);
    delete rest[key];
    break;
  }
  const asked = found.length === 0 && anyText ? questions.find((key) => textOf(rest[key]) !== null) : undefined;
  if (asked !== undefined) {
    found.push({ role: 'user', parts: [{ type: 'text', text: textOf(rest[asked]) ?? '' }] });
    delete rest[asked];
  }
  if (found.length > 0) {
    const key = instructions.find((each) => each in rest);
    const system = key === undefined ? config['systemInstruction'] : rest[key];
    const read = system === undefined || system === null ? undefined : readMessage(isJsonMap(system) ? { ...system, role: 'system' } : { role: 'system', content: system });
    if (read !== undefined && read.message.parts.length > 0) {
      found.unshift(read.message);
      if (key !== undefined) delete rest[key];
    }
  }
  const offered = rest['tools'] ?? rest['functions'] ?? config['tools'];
  const tools = offered === undefined || offered === null ? undefined : namedTools(offered);
  if (tools !== undefined) for (const key of ['tools', 'functions']) delete rest[key];
  return { messages: found, tools: tools ?? (told.length === 0 ? null : told), rest: Object.keys(rest).length === 0 ? undefined : rest };
}

/** Tools as a list, or by name as the AI SDK takes them. */
export function namedTools(offered: Json): readonly ToolDefinition[] {
  if (!isJsonMap(offered) || 'name' in offered || 'function' in offered || 'functionDeclarations' in offered) return readToolDefinitions(offered);
  return Object.entries(offered).flatMap(([name, each]) => readToolDefinitions(isJsonMap(each) ? { ...each, name } : name));
}

type Found = { readonly messages: readonly Message[]; readonly tools: readonly ToolDefinition[] };

/** Undefined where the value is not messages. */
export function messagesIn(value: Json, anyText: boolean): Found | undefined {
  if (typeof value === 'string') return anyText && value !== '' ? { messages: [textMessage('user', value)], tools: [] } : undefined;
  if (Array.isArray(value)) return listIn(value as readonly Json[], anyText);
  if (!isJsonMap(value)) return undefined;
  if (isMessage(value)) return { messages: [readMessage(value)?.message].filter((each) => each !== undefined), tools: [] };
  // LangChain's prompt values are serialized objects around the messages.
  const { kwargs } = value;
  if (isJsonMap(kwargs) && Array.isArray(kwargs['messages'])) return messagesIn(kwargs['messages'] as Json, anyText);
  // Gemini takes one part where a list of contents is due.
  return anyText && typeof value['text'] === 'string' && Object.keys(value).length === 1 ? messagesIn(value['text'], true) : undefined;
}

function listIn(list: readonly Json[], anyText: boolean): Found | undefined {
  const [only] = list;
  if (list.length === 1 && Array.isArray(only)) return listIn(only as readonly Json[], anyText);
  if (list.some(isResponsesItem)) return readResponsesItems(list);
  if (list.some(isMessage)) return { messages: list.flatMap((each) => readMessage(each)?.message ?? []), tools: [] };
  if (anyText && list.length > 0 && list.every((each) => typeof each === 'string')) return { messages: list.map((text) => textMessage('user', text)), tools: [] };
  return undefined;
}
