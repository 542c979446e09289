import type { Json, JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import { textOf, unwrapJson } from '../jsonText.ts';
import { mapOf } from '../values/fields.ts';
import { unwrapText } from '../values/recordedText.ts';

/** What a message says, unwrapped, with the reason its turn ended. */
type Logged = { readonly role: string; readonly said: Json; readonly finishReason: string | null };

/**
 * The AWS distribution logs a span's messages as `{input: {messages}, output: {messages}}`, content as text that holds what the
 * instrumentation recorded. They become the attributes that an instrumentation of the current conventions writes.
 * @param alone nothing but the log is known of the span, so nothing is said of its kind
 */
export function addLoggedMessages(body: JsonMap, attributes: Map<string, Json>, alone: boolean): void {
  const input = messagesOf(body['input']);
  const output = messagesOf(body['output']);
  const result = output.length === 1 ? toolResultOf(output[0]!.said) : undefined;
  if (result !== undefined) {
    addTool(result, input, attributes);
    return;
  }
  const known = alone || attributes.has('gen_ai.operation.name') || attributes.has('openinference.span.kind');
  const operation = known ? null : output.some(({ said }) => isJsonMap(said) && Array.isArray(said['generations'])) ? 'chat' : isConversation(input) && isConversation(output) ? 'invoke_agent' : undefined;
  if (operation === undefined) {
    // A node of a graph: its state went in and came out, and is no talk.
    attributes.set('openinference.span.kind', 'CHAIN');
    set(attributes, 'input.value', input.map(({ said }) => said));
    set(attributes, 'output.value', output.map(({ said }) => said));
    return;
  }
  if (operation !== null) attributes.set('gen_ai.operation.name', operation);
  set(attributes, 'gen_ai.input.messages', input.flatMap(spoken));
  set(attributes, 'gen_ai.output.messages', output.flatMap(spoken));
}

function set(attributes: Map<string, Json>, key: string, list: readonly Json[]): void {
  if (list.length > 0 && !attributes.has(key)) attributes.set(key, list.length === 1 && key.endsWith('.value') ? list[0]! : list);
}

function messagesOf(side: Json | undefined): readonly Logged[] {
  const list = isJsonMap(side) && Array.isArray(side['messages']) ? (side['messages'] as readonly Json[]) : [];
  return list.flatMap((each) => {
    if (!isJsonMap(each)) return [];
    const { content = null } = each;
    const inner = isJsonMap(content) ? (content['content'] ?? content['message'] ?? content) : content;
    return [{ role: textOf(each['role']) ?? 'user', said: unwrapJson(inner), finishReason: isJsonMap(content) ? textOf(content['finish_reason']) : null }];
  });
}

/** A message as the current conventions have it, or those of the list that stands in its place. */
function spoken({ role, said, finishReason }: Logged): readonly Json[] {
  if (isJsonMap(said) && Array.isArray(said['messages'])) return said['messages'] as readonly Json[];
  if (isJsonMap(said) && Array.isArray(said['generations'])) return (said['generations'] as readonly Json[]).flat().flatMap(generated);
  return [{ role, content: Array.isArray(said) || typeof said === 'string' ? said : [said], ...(finishReason === null ? {} : { finish_reason: finishReason }) }];
}

/** One of LangChain's generations: the text, and the message where it holds more than that. */
function generated(value: Json): readonly Json[] {
  if (!isJsonMap(value)) return [];
  const { message } = value;
  const inner: JsonMap = isJsonMap(message) && isJsonMap(message['kwargs']) ? message['kwargs'] : mapOf(message);
  return [{ ...inner, role: 'assistant', content: inner['content'] ?? value['text'] ?? null }];
}

/** A node of a graph logs its state, with fields beside the messages; an agent is asked and answers with messages alone. */
function isConversation(list: readonly Logged[]): boolean {
  return list.length === 1 && list.every(({ said }) => isJsonMap(said) && Array.isArray(said['messages']) && Object.keys(said).length === 1);
}

function toolResultOf(said: Json): JsonMap | undefined {
  return isJsonMap(said) && said['type'] === 'tool' && 'tool_call_id' in said ? said : undefined;
}

function addTool(result: JsonMap, input: readonly Logged[], attributes: Map<string, Json>): void {
  attributes.set('gen_ai.operation.name', 'execute_tool');
  for (const [key, value] of [['gen_ai.tool.name', result['name']], ['gen_ai.tool.call.id', result['tool_call_id']], ['gen_ai.tool.call.result', result['content']]] as const) {
    if (value !== undefined && value !== null) attributes.set(key, value);
  }
  if (result['status'] === 'error') attributes.set('error.type', 'tool error');
  const [asked] = input;
  if (asked === undefined) return;
  attributes.set('gen_ai.tool.call.arguments', unwrapText(asked.said));
}
