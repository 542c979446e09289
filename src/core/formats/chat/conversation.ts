import type { Json, JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import { isMessage } from '../content/readMessage.ts';
import { firstText, setKey, textOf } from '../jsonText.ts';
import type { Measures } from './measures.ts';
import { conversationKey, messagesOfTurn, toolsOfTurns } from './shareGpt.ts';
import { answerBeside, takeMeasures } from './measures.ts';

/** One conversation before it is read: which messages are the run's own, and which only led to it. */
export type Conversation = {
  readonly id: string | null;
  /** Earlier turns that the export gives as input: they are not steps of this run. */
  readonly given: readonly Json[];
  readonly messages: readonly Json[];
  readonly tools: Json | undefined;
  readonly documents: Json | undefined;
  readonly model: string | null;
  readonly userId: string | null;
  readonly sessionId: string | null;
  readonly measures?: Measures;
  /** Fields of the row that say nothing of the above. */
  readonly rest: JsonMap;
};

const questions = ['query', 'input', 'question', 'prompt'] as const;
const answers = ['response', 'output', 'answer', 'generation', 'completion'] as const;
/** Rows of formats that have spans hold `input` and `output` too. */
const spanKeys = new Set(['span_id', 'spanId', 'trace_id', 'traceId', 'run_type', 'span_attributes', 'observations', 'parent_id', 'parentId']);

const userKeys = ['userId', 'user_id'] as const;
const sessionKeys = ['sessionId', 'session_id', 'thread_id', 'conversation_id'] as const;

function isSide(value: Json | undefined): boolean {
  return typeof value === 'string' || isMessage(value) || (Array.isArray(value) && value.length > 0 && value.every(isMessage));
}

const sideOf = (row: JsonMap, names: readonly string[]) => names.find((name) => isSide(row[name]));

/** A list of messages, one of ShareGPT's turns, or what a LangChain model returned: `{generations: [[{text, message}]]}`. */
export function holdsMessages(row: JsonMap): boolean {
  return (Array.isArray(row['messages']) && messageList(row['messages']).some(isMessage)) || conversationKey(row) !== undefined || generated(row['generations']).length > 0;
}

function generated(generations: unknown): readonly Json[] {
  if (!Array.isArray(generations)) return [];
  return generations.flat().flatMap((each: unknown) => {
    if (!isJsonMap(each)) return [];
    if (isMessage(each['message'])) return [each['message'] as Json];
    return typeof each['text'] === 'string' ? [{ role: 'assistant', content: each['text'] }] : [];
  });
}

/** A row with a list of messages, or with a question and an answer under one of the usual names. */
export function isConversation(row: JsonMap): boolean {
  if (holdsMessages(row)) return true;
  if (Object.keys(row).some((key) => spanKeys.has(key) || /spans$/i.test(key))) return false;
  return sideOf(row, questions) !== undefined && sideOf(row, answers) !== undefined;
}

/** LangChain batches: a list in a list. */
function messageList(list: readonly unknown[]): readonly Json[] {
  return (list.length === 1 && Array.isArray(list[0]) ? list[0] : list) as readonly Json[];
}

export function conversationIn(row: JsonMap): Conversation {
  const rest: Record<string, Json> = {};
  for (const [key, value] of Object.entries(row)) setKey(rest, key, value);
  const take = (key: string | undefined): Json | undefined => {
    if (key === undefined) return undefined;
    const value = rest[key];
    delete rest[key];
    return value;
  };
  const id = idOf(row, 'id', 'conversation_id', 'conversationId', 'thread_id', 'run_id', 'runId');
  const turns = Array.isArray(row['messages']) ? undefined : conversationKey(row);
  const sides = Array.isArray(row['messages'])
    ? { given: [], messages: messageList(take('messages') as readonly Json[]) }
    : turns !== undefined ? { given: [], messages: (take(turns) as readonly Json[]).flatMap(messagesOfTurn) }
    : holdsMessages(row) ? { given: [], messages: generated(take('generations')) } : { given: asMessages(take(sideOf(row, questions)), 'user'), messages: asMessages(take(sideOf(row, answers)), 'assistant') };
  const beside = Array.isArray(row['messages']) ? answerBeside(rest, sides.messages) : null;
  take(beside?.key);
  const instructed = isSystem(row['system']) ? [{ role: 'system', content: take('system') ?? '' }] : [];
  const tools = take('tools') ?? take('functions') ?? (turns === undefined ? undefined : toolsOfTurns(row[turns] as readonly Json[]));
  const documents = Array.isArray(row['documents']) && row['documents'].every(isJsonMap) ? take('documents') : undefined;
  const model = typeof row['model'] === 'string' ? textOf(take('model')) : null;
  const userId = firstText(row, ...userKeys);
  const sessionId = firstText(row, ...sessionKeys);
  for (const key of [...userKeys, ...sessionKeys]) if (rest[key] === userId || rest[key] === sessionId) delete rest[key];
  if (id !== null) delete rest[id.key];
  const { measures, rest: left } = takeMeasures(rest);
  return { id: id?.value ?? null, given: [...instructed, ...sides.given], messages: beside === null ? sides.messages : [...sides.messages, beside.message], tools, documents, model, userId, sessionId, measures, rest: left };
}

export function conversationOf(messages: readonly Json[]): Conversation {
  return { id: null, given: [], messages: messageList(messages), tools: undefined, documents: undefined, model: null, userId: null, sessionId: null, rest: {} };
}

/** Instructions, as a text or as Anthropic's list of texts. */
function isSystem(value: Json | undefined): boolean {
  return (typeof value === 'string' && value !== '') || (Array.isArray(value) && value.length > 0 && (value as readonly Json[]).every((each) => isJsonMap(each) && each['type'] === 'text' && typeof each['text'] === 'string'));
}

function asMessages(side: Json | undefined, role: 'user' | 'assistant'): readonly Json[] {
  if (side === undefined) return [];
  if (typeof side === 'string') return [{ role, content: side }];
  return Array.isArray(side) ? (side as readonly Json[]) : [side];
}

function idOf(row: JsonMap, ...names: readonly string[]): { key: string; value: string } | null {
  for (const key of names) {
    const id = row[key];
    if (typeof id === 'number' || (typeof id === 'string' && id !== '')) return { key, value: String(id) };
  }
  return null;
}
