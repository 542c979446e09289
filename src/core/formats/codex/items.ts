import type { Json, JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { MessagePart } from '../../model/message.ts';
import type { CallStatus } from '../../model/span.ts';
import { unknownTool } from '../../trajectory/turns.ts';
import { mediaFromBase64 } from '../content/media.ts';
import { textIn, piecesOf } from '../content/parts.ts';
import { readPart } from '../content/readPart.ts';
import { firstText, lookUp, readArguments, textOf, unwrapJson } from '../jsonText.ts';
import type { At } from '../sessionLog.ts';
import { listOf } from '../values/fields.ts';
import type { CodexLog } from './log.ts';
import { speak } from './log.ts';

type ItemReader = (item: JsonMap, at: At, context: CodexLog) => void;

/** Texts of the user's role that the program writes: surroundings, instructions, what became of a command. */
const ownText = /^(<(environment_context|user_instructions|turn_aborted|skill|subagent_notification|user_shell_command|user_action|INSTRUCTIONS|permissions instructions|collaboration_mode|model_switch|apps_instructions|skills_instructions)\b|# AGENTS\.md instructions|Warning: The maximum number of unified exec)/;

export const isOwnText = (text: string): boolean => ownText.test(text.trimStart());

function partsOf(content: Json | undefined): MessagePart[] {
  const list = piecesOf(content);
  return list.flatMap((each) => {
    const isEmptyPicture = isJsonMap(each) && each['type'] === 'input_image' && (each['image_url'] === null || each['image_url'] === undefined);
    return isEmptyPicture || (isJsonMap(each) && each['type'] === 'encrypted_content') ? [] : [readPart(each)];
  });
}

const message: ItemReader = (item, at, context) => {
  const parts = partsOf(item['content'] ?? item['message']);
  const text = textIn(parts);
  if (parts.length === 0) return;
  if (item['role'] === 'assistant') {
    if (context.said.answers('text', text, 'item')) speak(context, parts, at);
  } else if (item['role'] === 'user') {
    if (isOwnText(text)) context.log.context({ role: 'user', parts }, at);
    else if (context.said.asks(text, 'item')) context.log.user({ role: 'user', parts }, at, true);
  } else context.log.context({ role: 'system', parts }, at);
};

const reasoning: ItemReader = (item, at, context) => {
  const texts = [item['summary'], item['content']].flatMap((list) => listOf(list)).flatMap((each) => (isJsonMap(each) ? (textOf(each['text']) ?? []) : []));
  const fresh = texts.filter((text) => context.said.answers('reasoning', text, 'item'));
  // The rest is encrypted; that the model thought is told by the call it is part of.
  if (fresh.length > 0) speak(context, fresh.map((text) => ({ type: 'reasoning', text })), at);
};

const call = (name: (item: JsonMap) => string, args: (item: JsonMap) => Json | undefined): ItemReader => (item, at, context) =>
  speak(context, [{ type: 'toolCall', id: firstText(item, 'call_id', 'id'), name: name(item), ...readArguments(args(item)) }], at);

const calledName = (item: JsonMap): string => {
  const name = textOf(item['name']) ?? (isJsonMap(item['function']) ? textOf(item['function']['name']) : null) ?? unknownTool;
  const space = textOf(item['namespace']);
  return space === null ? name : `${space}.${name}`;
};

/** Words where a person or a rule kept a command from running. */
const refusals = /^(exec command |patch |tool call )?(rejected|denied) by (the )?user|^(This action|The command) was rejected/i;
const exitWords = /^(?:Exit code|Process exited with code|exit code)\s*:?\s*(\d+)/m;

/** What a tool gave back, as a value, and how it ended. */
export function outputOf(output: Json | undefined): { result: Json; status: CallStatus } {
  const parts = Array.isArray(output) || (isJsonMap(output) && typeof output['type'] === 'string') ? partsOf(Array.isArray(output) ? output : [output]) : undefined;
  const texts = parts?.every((part) => part.type === 'text') === true ? textIn(parts) : undefined;
  const value = texts === undefined ? unwrapJson(output ?? null) : unwrapJson(texts);
  const wrapped = isJsonMap(value) && 'output' in value && isJsonMap(value['metadata']) ? value : undefined;
  const said = wrapped === undefined ? value : (wrapped['output'] ?? null);
  const code = wrapped === undefined ? Number((typeof said === 'string' ? exitWords.exec(said.slice(0, 300))?.[1] : undefined) ?? 0) : (wrapped['metadata'] as JsonMap)['exit_code'];
  const refused = typeof said === 'string' && refusals.test(said.trimStart());
  const failed = (typeof code === 'number' && code !== 0) || (isJsonMap(output) && output['success'] === false);
  return { result: said, status: refused ? 'blocked' : failed ? 'error' : 'ok' };
}

const output: ItemReader = (item, at, { log }) => log.result({ callId: textOf(item['call_id']), tool: textOf(item['name']), ...outputOf(item['output'] ?? item['result']) }, at);

const readers: Readonly<Record<string, ItemReader>> = {
  message,
  reasoning,
  function_call: call(calledName, (item) => item['arguments']),
  custom_tool_call: call(calledName, (item) => item['input']),
  local_shell_call: call(() => 'local_shell', (item) => item['action']),
  web_search_call: call(() => 'web_search', (item) => item['action']),
  tool_search_call: call(() => 'tool_search', (item) => item['arguments']),
  image_generation_call: (item, at, context) => {
    const callId = firstText(item, 'id', 'call_id');
    speak(context, [{ type: 'toolCall', id: callId, name: 'image_generation', ...(textOf(item['revised_prompt']) === null ? {} : { arguments: { prompt: item['revised_prompt']! } }) }], at);
    const picture = textOf(item['result']);
    if (picture !== null) context.log.result({ callId, tool: 'image_generation', result: { ...mediaFromBase64(picture, 'image/png') } }, at);
  },
  function_call_output: output,
  custom_tool_call_output: output,
  local_shell_call_output: output,
  function_result: output,
  tool_search_output: (item, at, { log }) => log.result({ callId: textOf(item['call_id']), tool: 'tool_search', result: item['tools'] ?? null }, at),
  // What another agent told this one.
  agent_message: (item, at, { log }) => {
    const parts = partsOf(item['content']);
    const author = textOf(item['author']);
    if (parts.length > 0) log.context({ role: 'user', ...(author === null ? {} : { name: author }), parts }, at);
  },
};

/** One item of the conversation with the model. @returns whether it is one */
export function readItem(item: JsonMap, at: At, context: CodexLog): boolean {
  const type = textOf(item['type']) ?? (typeof item['role'] === 'string' ? 'message' : null);
  const reader = type === null ? undefined : lookUp(readers, type);
  reader?.(item, at, context);
  return reader !== undefined;
}
