import type { Json, JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { Span, ToolDefinition } from '../../model/span.ts';
import { setKey } from '../jsonText.ts';
import { listOf, mapOf } from '../values/fields.ts';
import { unwrapText } from '../values/recordedText.ts';
import { isMessage } from './readMessage.ts';
import type { Content, ContentKeys } from './stepContent.ts';
import { withContent } from './stepContent.ts';
import { readToolDefinitions } from './toolDefinitions.ts';

/**
 * What a framework passed on, in one of the shapes that `readStepInput` and `readStepOutput` know. Platforms record it as the
 * framework had it in hand, so that one export mixes the shapes of many.
 * @param role of messages that do not say theirs
 */
export function commonShape(value: Json, role: 'user' | 'assistant'): { readonly value: Json; readonly tools: readonly ToolDefinition[] | null } {
  const unwrapped = unwrapText(value);
  if (isJsonMap(unwrapped)) return { value: mapShape(unwrapped, role), tools: null };
  if (!Array.isArray(unwrapped)) return { value: unwrapped, tools: null };
  const list = unwrapped as readonly Json[];
  const vectors = list.length > 0 && list.every(isVector);
  // Embeddings are large and nobody reads them.
  if (isVector(list) || vectors) return { value: vectors ? `(${list.length} vectors, left out)` : `(a vector of ${list.length} numbers, left out)`, tools: null };
  const definitions = list.filter(isOfferedTool);
  const shape = list.filter((each) => !isOfferedTool(each)).flatMap((each) => (isJsonMap(each) ? elementShape(each, role) : [each]));
  return { value: shape, tools: definitions.length === 0 ? null : definitions.flatMap((each) => (isJsonMap(each) ? readToolDefinitions(each['content'] ?? null) : [])) };
}

/** A step with what went in and came out of it, as `withContent` reads them, in whichever shape a framework passed them on. */
export function withFrameworkContent(span: Span, { input, output }: Content, keys: ContentKeys): Span {
  const isTool = span.kind === 'tool';
  const asked = input === undefined || isTool ? undefined : commonShape(input, 'user');
  const said = output === undefined || isTool || span.kind === 'retrieval' ? output : commonShape(output, 'assistant').value;
  const read = withContent(span, { input: asked?.value ?? input, output: said }, keys);
  return { ...read, toolDefinitions: read.toolDefinitions ?? asked?.tools ?? null };
}

function isVector(value: Json): boolean {
  return Array.isArray(value) && value.length >= 20 && value.every((each) => typeof each === 'number');
}

/** LangChain's callbacks of Langfuse append the tools on offer to the messages. */
function isOfferedTool(value: Json): boolean {
  if (!isJsonMap(value) || value['role'] !== 'tool' || !isJsonMap(value['content'])) return false;
  const { type, function: offered } = value['content'];
  return type === 'function' && isJsonMap(offered) && !('arguments' in offered);
}

function elementShape(each: JsonMap, role: 'user' | 'assistant'): readonly Json[] {
  if (each['kind'] === 'request' || each['kind'] === 'response') return pydanticMessages(each);
  if ('toolCallId' in each && 'toolName' in each && !('type' in each)) return [{ ...each, type: 'output' in each || 'result' in each ? 'tool-result' : 'tool-call' }];
  return [messageShape(each, role) ?? each];
}

/** A message that leaves out its role, names its text otherwise, or stands inside a choice or an event. */
function messageShape(raw: JsonMap, role: 'user' | 'assistant'): Json | undefined {
  const { message, content, text, parts } = raw;
  if (isMessage(raw)) return undefined;
  if (isMessage(message) && !('choices' in raw)) return { ...(message as JsonMap), ...picked(raw, 'finish_reason', 'stop_reason') };
  if (typeof raw['role'] === 'string' && typeof text === 'string') return { ...raw, content: text };
  if (isJsonMap(content) && Array.isArray(content['parts'])) return { role: role === 'assistant' ? 'model' : role, ...content, ...picked(raw, 'finish_reason') };
  if (Array.isArray(parts) && !('role' in raw) && !('type' in raw)) return { ...raw, role };
  if ('content' in raw && !('role' in raw) && !('type' in raw) && (typeof content === 'string' || Array.isArray(content)) && Object.keys(raw).length <= 2) return { ...raw, role };
  return undefined;
}

function mapShape(raw: JsonMap, role: 'user' | 'assistant'): Json {
  const message = messageShape(raw, role);
  if (isJsonMap(message)) {
    const usage = picked(raw, 'usage_metadata', 'usageMetadata', 'usage');
    return Object.keys(usage).length === 0 ? message : { messages: [message], ...usage, ...picked(raw, 'finish_reason') };
  }
  if (Array.isArray(raw['args']) && (raw['kwargs'] === undefined || isJsonMap(raw['kwargs'])) && Object.keys(raw).length <= 2) return pythonCall(raw['args'] as readonly Json[], raw['kwargs'] ?? {}, role);
  if ('contents' in raw) return geminiRequest(raw);
  const { new_message: asked, ...state } = raw;
  if (isJsonMap(asked) && Array.isArray(asked['parts'])) return { ...state, messages: [{ role: 'user', ...asked }] };
  return raw;
}

/** The arguments of a traced Python function: one value is what it was asked. */
function pythonCall(args: readonly Json[], kwargs: Json, role: 'user' | 'assistant'): Json {
  const named = mapOf(kwargs);
  const [only] = args;
  if (args.length === 1 && only !== undefined && Object.keys(named).length === 0) return commonShape(only, role).value;
  return args.length === 0 ? mapShape(named, role) : { args, ...(Object.keys(named).length === 0 ? {} : { kwargs: named }) };
}

function geminiRequest(raw: JsonMap): Json {
  const { contents, config, ...rest } = raw;
  const { system_instruction: system, tools, ...settings } = mapOf(config);
  const list: readonly Json[] = Array.isArray(contents) ? (contents as readonly Json[]) : [contents ?? null];
  const messages = list.map((each): Json => (isJsonMap(each) && Array.isArray(each['parts']) ? { role: 'user', ...each } : typeof each === 'string' ? { role: 'user', content: each } : each));
  return {
    ...rest, messages, ...(system === undefined || system === null ? {} : { system: system }), ...(tools === undefined || tools === null ? {} : { tools }),
    ...(Object.keys(settings).length === 0 ? {} : { config: settings }),
  };
}

/** Pydantic AI's own messages: a request holds instructions, the question and results of tools; each is a message here. */
function pydanticMessages(raw: JsonMap): readonly Json[] {
  const parts = listOf(raw['parts']);
  if (raw['kind'] === 'response') return [{ role: 'assistant', parts, ...picked(raw, 'finish_reason') }];
  return parts.map((part): Json => {
    const kind = isJsonMap(part) ? part['part_kind'] : undefined;
    return { role: kind === 'system-prompt' ? 'system' : kind === 'tool-return' || kind === 'retry-prompt' ? 'tool' : 'user', parts: [part] };
  });
}

function picked(raw: JsonMap, ...keys: readonly string[]): JsonMap {
  const map: Record<string, Json> = {};
  for (const key of keys) if (raw[key] !== undefined && raw[key] !== null) setKey(map, key, raw[key]);
  return map;
}
