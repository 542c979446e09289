import { groundTruthOf } from '../cases/readings.ts';
import type { EvalCase } from '../model/evalCase.ts';
import { CaseMessage, EvalCase as EvalCaseSchema } from '../model/evalCase.ts';
import { isJsonMap } from '../model/json.ts';
import type { Json, JsonMap } from '../model/json.ts';
import { setKey } from '../formats/jsonText.ts';
import { caseOf } from './parts.ts';
import type { Parts } from './parts.ts';

/** What the rows of several peers have in common: a question under one of many names, and what is expected as any value. */

/** Names under which a question stands, most telling first. */
const questionKeys = ['query', 'question', 'input', 'prompt', 'message', 'user_input', 'userInput', 'user_message', 'text', 'instruction', 'task', 'problem', 'request', 'content'] as const;

/** Messages as a case has them: also OpenAI's `tool_calls`, whose arguments are JSON text, and Inspect's. Undefined where it is no list of them. */
export function readMessages(value: Json | undefined): readonly Json[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const messages = (value as readonly Json[]).map(readMessage);
  return messages.every((each) => each !== undefined && CaseMessage.safeParse(each).success) && isUser(messages.at(-1)) ? (messages as readonly Json[]) : undefined;
}

const isUser = (message: Json | undefined): boolean => isJsonMap(message) && message['role'] === 'user';

function readMessage(value: Json): Json | undefined {
  if (!isJsonMap(value) || typeof value['role'] !== 'string') return undefined;
  const role = value['role'] === 'developer' ? 'system' : value['role'] === 'model' ? 'assistant' : value['role'];
  const calls = value['toolCalls'] ?? value['tool_calls'];
  const answers = value['toolCallId'] ?? value['tool_call_id'];
  return {
    role,
    content: value['content'] ?? '',
    ...(Array.isArray(calls) ? { toolCalls: (calls as readonly Json[]).map(readCall) } : {}),
    ...(typeof answers === 'string' ? { toolCallId: answers } : {}),
  };
}

function readCall(value: Json): Json {
  if (!isJsonMap(value)) return value;
  const inner = isJsonMap(value['function']) ? value['function'] : value;
  const name = inner['name'] ?? (typeof value['function'] === 'string' ? value['function'] : null);
  const args = inner['args'] ?? inner['arguments'];
  return { ...(typeof value['id'] === 'string' ? { id: value['id'] } : {}), name, ...(args === undefined ? {} : { args: parsed(args) }) };
}

function parsed(args: Json): Json {
  if (typeof args !== 'string') return args;
  try {
    const value = JSON.parse(args) as Json;
    return isJsonMap(value) ? value : args;
  } catch {
    return args;
  }
}

/** The question among several named values: by its name, else the only text. */
export function questionIn(values: JsonMap): { readonly key: string; readonly query: string } | undefined {
  for (const key of questionKeys) {
    const value = Object.hasOwn(values, key) ? values[key] : undefined;
    if (typeof value === 'string' && value !== '') return { key, query: value };
  }
  const texts = Object.entries(values).filter(([, value]) => typeof value === 'string' && value !== '');
  const [only] = texts;
  return texts.length === 1 && only ? { key: only[0], query: String(only[1]) } : undefined;
}

export function withoutKeys(value: JsonMap, keys: readonly string[]): JsonMap {
  const left: Record<string, Json> = {};
  for (const [key, each] of Object.entries(value)) if (!keys.includes(key)) setKey(left, key, each);
  return left;
}

/** The input of a case as one value: its query, with the earlier turns and the variables where it has any. */
export function writeInput(value: JsonMap): JsonMap {
  const { query, messages, vars } = value;
  return { ...(query === undefined ? {} : { query }), ...(messages === undefined ? {} : { messages }), ...(vars === undefined ? {} : { vars }) };
}

const inputKeys: ReadonlySet<string> = new Set(['query', 'messages', 'vars']);

/** Whatever a peer's application is given, read as a question; an object without one is asked as its JSON, with its values as variables. */
export function readInput(input: Json | undefined): JsonMap {
  if (typeof input === 'string') return input === '' ? {} : { query: input };
  if (Array.isArray(input)) {
    const messages = readMessages(input);
    return messages ? { messages } : { query: JSON.stringify(input) };
  }
  if (!isJsonMap(input)) return input === undefined || input === null ? {} : { query: String(input) };
  const messages = readMessages(input['messages']);
  const ours = Object.keys(input).every((key) => inputKeys.has(key));
  const vars: JsonMap = ours && isJsonMap(input['vars']) ? { vars: input['vars'] } : {};
  if (messages) return { ...(typeof input['query'] === 'string' && input['query'] !== '' ? { query: input['query'] } : {}), messages, ...vars };
  const question = questionIn(input);
  if (!question) return { query: JSON.stringify(input), vars: input };
  if (ours) return { query: question.query, ...vars };
  const others = withoutKeys(input, [question.key]);
  return { query: question.query, ...(Object.keys(others).length > 0 ? { vars: others } : {}) };
}

/** Our names for what is expected, as CASES 5 gives them to peers whose expectation is any value. */
const fieldOfKey: Readonly<Record<string, string>> = {
  tools: 'expectedTool', behavior: 'expectedBehavior', schema: 'outputContract.schema', state: 'state', trajectory: 'trajectory', retrieval: 'retrieval',
};
const answerFields: ReadonlySet<string> = new Set(Object.keys(EvalCaseSchema.shape.answer.unwrap().shape));

export function writeExpected(value: JsonMap): JsonMap | undefined {
  const answer = isJsonMap(value['answer']) ? value['answer'] : undefined;
  const truth = groundTruthOf(value as unknown as EvalCase)?.value;
  const expected: Record<string, Json> = {};
  if (answer) expected['answer'] = { ...answer, ...(truth === undefined ? {} : { groundTruth: truth }) };
  else if (truth !== undefined) expected['answer'] = truth;
  for (const [key, path] of Object.entries(fieldOfKey)) {
    const [field = path, inner] = path.split('.');
    const whole = value[field];
    const part = inner === undefined ? whole : isJsonMap(whole) ? whole[inner] : undefined;
    if (part !== undefined) expected[key] = part;
  }
  return Object.keys(expected).length > 0 ? expected : undefined;
}

const expectedKeys: ReadonlySet<string> = new Set(['answer', ...Object.keys(fieldOfKey)]);

/** A text is the true value; an object with our keys is its fields; any other object is the true value. */
export function readExpected(expected: Json | undefined): JsonMap {
  if (expected === undefined || expected === null) return {};
  if (!isJsonMap(expected)) return { groundTruth: expected };
  const keys = Object.keys(expected);
  if (keys.length === 0 || !keys.every((key) => expectedKeys.has(key))) return { groundTruth: expected };
  const parts: Parts = new Map();
  for (const [key, value] of Object.entries(expected)) {
    const path = fieldOfKey[key];
    if (path !== undefined) parts.set(path, value);
    else if (isAnswer(value)) readAnswer(value, parts);
    else parts.set('groundTruth', value);
  }
  return caseOf(parts);
}

const isAnswer = (value: Json): value is JsonMap => isJsonMap(value) && Object.keys(value).length > 0 && Object.keys(value).every((key) => answerFields.has(key) || key === 'groundTruth') && !(Object.keys(value).length === 1 && Object.hasOwn(value, 'value'));

function readAnswer({ groundTruth, ...answer }: JsonMap, parts: Parts): void {
  if (groundTruth !== undefined) parts.set('groundTruth', groundTruth);
  for (const [key, value] of Object.entries(answer)) parts.set(`answer.${key}`, value);
}
