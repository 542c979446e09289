import type { Json, JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { Message, MessagePart } from '../../model/message.ts';
import type { ToolDefinition } from '../../model/span.ts';
import { unknownTool } from '../../trajectory/turns.ts';
import { firstText, lookUp, readArguments, textOf } from '../jsonText.ts';
import { listOf } from '../values/fields.ts';
import { mediaFromBase64 } from './media.ts';
import { readMessage } from './readMessage.ts';
import { readResult } from './readPart.ts';
import { readToolDefinitions } from './toolDefinitions.ts';

/** What one item says: parts of the model's turn, parts of what came back to it, tools it was told of. */
type Said = { readonly turn?: readonly MessagePart[]; readonly results?: readonly MessagePart[]; readonly tools?: readonly ToolDefinition[] };
type ItemReader = (item: JsonMap) => Said;

const call = (item: JsonMap, name: string, args: Json | undefined): MessagePart => ({ type: 'toolCall', id: firstText(item, 'call_id', 'callId', 'id'), name, ...readArguments(args) });

const result = (item: JsonMap, value: Json | undefined, failed = item['status'] === 'failed' || item['status'] === 'incomplete'): MessagePart =>
  ({ type: 'toolResult', callId: firstText(item, 'call_id', 'callId', 'id'), result: readResult(value ?? null), ...(failed ? { isError: true } : {}) });

const asked = (name: (item: JsonMap) => string, args: (item: JsonMap) => Json | undefined): ItemReader => (item) => ({ turn: [call(item, name(item), args(item))] });
const answered = (value: (item: JsonMap) => Json | undefined): ItemReader => (item) => ({ results: [result(item, value(item))] });
const named = (item: JsonMap) => firstText(item, 'name', 'tool_name') ?? unknownTool;

/** A tool that ran at the provider: one item holds the call and, where it is told, what came back. */
const hosted = (name: (item: JsonMap) => string, args: (item: JsonMap) => Json | undefined, value: (item: JsonMap) => Json | undefined): ItemReader => (item) => {
  const output = value(item);
  const failed = item['error'] !== undefined && item['error'] !== null;
  return { turn: [call(item, name(item), args(item))], ...(failed ? { results: [result(item, item['error'], true)] } : output === undefined || output === null ? {} : { results: [result(item, output)] }) };
};

const readers: Readonly<Record<string, ItemReader>> = {
  reasoning: (item) => {
    const texts = [item['summary'], item['content']].flatMap((list) => listOf(list)).flatMap((each) => (isJsonMap(each) ? (textOf(each['text']) ?? []) : []));
    return { turn: texts.map((text) => ({ type: 'reasoning', text })) };
  },
  function_call: asked(named, (item) => item['arguments']),
  custom_tool_call: asked(named, (item) => item['input']),
  computer_call: asked(() => 'computer', (item) => item['action'] ?? item['actions']),
  local_shell_call: asked(() => 'local_shell', (item) => item['action']),
  shell_call: asked(() => 'shell', (item) => item['action']),
  apply_patch_call: asked(() => 'apply_patch', (item) => item['operation']),
  program: asked(() => 'program', (item) => (item['code'] === undefined ? undefined : { code: item['code'] })),
  function_call_output: answered((item) => item['output']),
  custom_tool_call_output: answered((item) => item['output']),
  computer_call_output: answered((item) => item['output']),
  local_shell_call_output: answered((item) => item['output']),
  shell_call_output: answered((item) => item['output']),
  apply_patch_call_output: answered((item) => item['output']),
  program_output: answered((item) => item['result']),
  mcp_call: hosted(named, (item) => item['arguments'], (item) => item['output']),
  web_search_call: hosted(() => 'web_search', (item) => item['action'], (item) => item['results']),
  file_search_call: hosted(() => 'file_search', (item) => (item['queries'] === undefined ? undefined : { queries: item['queries'] }), (item) => item['results']),
  code_interpreter_call: hosted(() => 'code_interpreter', (item) => (item['code'] === undefined ? undefined : { code: item['code'] }), (item) => item['outputs']),
  image_generation_call: (item) => ({ turn: [call(item, 'image_generation', undefined)], ...(typeof item['result'] === 'string' ? { results: [mediaFromBase64(item['result'], 'image/png')] } : {}) }),
  mcp_list_tools: (item) => ({ tools: readToolDefinitions(item['tools'] ?? []) }),
};

/** Dumps leave the type out where the fields tell it. */
function kindOf(item: JsonMap): string | undefined {
  const type = item['type'];
  if (typeof type === 'string') return lookUp(readers, type) === undefined ? undefined : type;
  if (type !== undefined || item['call_id'] === undefined) return undefined;
  if ('name' in item && 'arguments' in item) return 'function_call';
  return 'output' in item ? 'function_call_output' : undefined;
}

/** Whether a map is an item of the Responses API other than a message: a call, its output, reasoning. */
export function isResponsesItem(value: unknown): value is JsonMap {
  return isJsonMap(value) && kindOf(value) !== undefined;
}

/** Items as messages. What the model said between two inputs is one message, as in a chat; calls and outputs are joined by their call ids. */
export function readResponsesItems(items: readonly Json[]): { readonly messages: readonly Message[]; readonly tools: readonly ToolDefinition[] } {
  const messages: Message[] = [];
  const tools: ToolDefinition[] = [];
  let turn: MessagePart[] = [];
  const closeTurn = () => {
    if (turn.length > 0) messages.push({ role: 'assistant', parts: turn });
    turn = [];
  };
  for (const item of items) {
    const kind = isJsonMap(item) ? kindOf(item) : undefined;
    if (!isJsonMap(item) || kind === undefined) {
      const read = readMessage(item)?.message ?? (item === null ? undefined : { role: 'assistant' as const, parts: [{ type: 'other' as const, value: item }] });
      if (read?.role === 'assistant') turn.push(...read.parts);
      else if (read !== undefined) {
        closeTurn();
        messages.push(read);
      }
      continue;
    }
    const said = lookUp(readers, kind)?.(item) ?? {};
    tools.push(...(said.tools ?? []));
    turn.push(...(said.turn ?? []));
    for (const part of said.results ?? []) {
      closeTurn();
      messages.push({ role: 'tool', parts: [part] });
    }
  }
  closeTurn();
  return { messages, tools };
}
