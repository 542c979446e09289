import type { Json, JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { MessagePart } from '../../model/message.ts';
import { firstText, lookUp, readArguments, textOf, unwrapJson } from '../jsonText.ts';
import { readPythonObject } from '../values/pythonText.ts';
import { readDocument, readMedia } from './mediaPart.ts';
import { piecesOf } from './parts.ts';

type PartReader = (part: JsonMap) => MessagePart | undefined;

const text = (part: JsonMap): MessagePart | undefined => {
  const said = part['content'] ?? part['text'];
  if (typeof said !== 'string') return undefined;
  return (said.startsWith('ResponseFunctionToolCall(') ? readPrintedCall(said) : undefined) ?? { type: 'text', text: said };
};

/** OpenLLMetry's tracer of OpenAI's agents writes a call as Python prints the object. */
function readPrintedCall(said: string): MessagePart | undefined {
  const fields = readPythonObject(said, 'ResponseFunctionToolCall');
  const name = textOf(fields?.['name']);
  return fields === undefined || name === null ? undefined : { type: 'toolCall', id: textOf(fields['call_id']), name, ...readArguments(fields['arguments']) };
}

const reasoning = (part: JsonMap): MessagePart | undefined => {
  const content = part['content'];
  const said = (isJsonMap(content) ? content['text'] : content) ?? part['thinking'] ?? part['reasoning'] ?? part['text'];
  return typeof said === 'string' ? { type: 'reasoning', text: said } : undefined;
};

/** A call's id. Microsoft's agents over OpenAI's assistants write the run's id before it, as a list or the text of one. */
export function readCallId(map: JsonMap, ...names: readonly string[]): string | null {
  for (const name of names) {
    const value = map[name];
    const list = typeof value === 'string' && value.startsWith('["') ? unwrapJson(value) : value;
    const id = textOf(Array.isArray(list) ? list.at(-1) : value);
    if (id !== null) return id;
  }
  return null;
}

const toolCall = (part: JsonMap): MessagePart | undefined => {
  const called = isJsonMap(part['function']) ? part['function'] : part;
  const name = firstText(called, 'name', 'tool_name', 'toolName');
  if (name === null) return undefined;
  return { type: 'toolCall', id: readCallId(part, 'id', 'call_id', 'tool_call_id', 'toolCallId', 'toolUseId'), name, ...readArguments(called['arguments'] ?? called['input'] ?? called['args'] ?? called['tool_kwargs']) };
};

const toolResult = (part: JsonMap): MessagePart => {
  const name = firstText(part, 'name', 'tool_name', 'toolName');
  const output = isJsonMap(part['output']) && typeof part['output']['type'] === 'string' && 'value' in part['output'] ? part['output'] : undefined;
  const failed = part['is_error'] ?? part['isError'] ?? (output === undefined ? undefined : String(output['type']).startsWith('error'));
  return {
    type: 'toolResult', callId: readCallId(part, 'id', 'tool_use_id', 'tool_call_id', 'call_id', 'toolCallId', 'toolUseId'), ...(name === null ? {} : { name }),
    result: readResult(output?.['value'] ?? part['response'] ?? part['result'] ?? part['content'] ?? part['output'] ?? null),
    ...(typeof failed === 'boolean' ? { isError: failed } : {}),
  };
};

/** Where the content goes by no name of its own. */
const blob = (part: JsonMap): MessagePart | undefined => (typeof part['content'] === 'string' ? readMedia({ ...part, data: part['content'] }) : typeof (part['data'] ?? part['blob']) === 'string' ? readMedia(part) : undefined);

/** What a tool of Bedrock gave back: a list of one `{text}` or `{json}` is what it holds. */
export function bedrockContent(content: Json): Json {
  const [only] = Array.isArray(content) && content.length === 1 ? (content as readonly Json[]) : [];
  return isJsonMap(only) && Object.keys(only).length === 1 ? (only['json'] ?? only['text'] ?? content) : content;
}

const bedrockResult = (part: JsonMap): MessagePart => toolResult({ ...part, content: bedrockContent(part['content'] ?? null), is_error: part['status'] === 'error' });

/** Gemini's and Bedrock's parts have no type; the one key each has tells what it is. */
const untyped = (part: JsonMap): MessagePart | undefined => {
  const { functionCall = part['function_call'], functionResponse = part['function_response'], inlineData = part['inline_data'], fileData = part['file_data'] } = part;
  if (isJsonMap(functionCall)) return toolCall(functionCall);
  if (isJsonMap(functionResponse)) return toolResult(functionResponse);
  const { image } = part;
  if (isJsonMap(inlineData) || isJsonMap(fileData) || (isJsonMap(image) && isJsonMap(image['source']))) return readMedia(part);
  const { toolUse, toolResult: returned, reasoningContent } = part;
  if (isJsonMap(toolUse)) return toolCall(toolUse);
  if (isJsonMap(returned)) return bedrockResult(returned);
  if (isJsonMap(reasoningContent)) return reasoning(isJsonMap(reasoningContent['reasoningText']) ? reasoningContent['reasoningText'] : reasoningContent);
  return part['thought'] === true ? reasoning(part) : text(part);
};

/** Part types of the GenAI conventions, of OpenAI, Anthropic, LangChain, the AI SDK, Pydantic AI and Microsoft's agents. What is not here is kept as it is. */
const readers: Readonly<Record<string, PartReader>> = {
  text, input_text: text, output_text: text,
  reasoning, thinking: reasoning,
  tool_call: toolCall, 'tool-call': toolCall, tool_use: toolCall, function_call: toolCall,
  tool_call_response: toolResult, tool_result: toolResult, 'tool-result': toolResult, function_call_output: toolResult,
  'user-prompt': text, 'system-prompt': text, 'tool-return': toolResult, 'retry-prompt': (part) => ({ ...toolResult(part), isError: true }),
  'Microsoft.Extensions.AI.TextReasoningContent': reasoning,
  image_url: readMedia, image: readMedia, input_image: readMedia, computer_screenshot: readMedia, input_audio: readMedia, audio: readMedia, media: readMedia,
  blob, binary: blob, uri: readMedia, file: readMedia, input_file: readMedia, document: readDocument,
};

/** One piece of a message, in any of the known spellings. */
export function readPart(value: Json): MessagePart {
  if (typeof value === 'string') return { type: 'text', text: value };
  if (!isJsonMap(value)) return { type: 'other', value };
  const type = value['type'] ?? value['block_type'] ?? value['part_kind'];
  const reader = typeof type === 'string' ? lookUp(readers, type) : type === undefined ? untyped : undefined;
  return reader?.(value) ?? { type: 'other', value };
}

/** The parts of a content, whether it is a list or a lone one. */
export function readParts(content: Json | undefined): readonly MessagePart[] {
  return piecesOf(content).map(readPart);
}

/** What a tool gave back: a value where it is JSON, one text where it is a list of one text part. */
export function readResult(value: Json): Json {
  if (Array.isArray(value) && value.length === 1 && isJsonMap(value[0]) && (value[0]['type'] ?? value[0]['block_type']) === 'text' && typeof value[0]['text'] === 'string') return unwrapJson(value[0]['text']);
  return unwrapJson(value);
}
