import type { ColumnMap, MappedField } from '../../src/core/model/columnMap.ts';

export type FieldWords = { readonly field: MappedField; readonly label: string; readonly hint: string };

/** Our fields as a person looks for them. `satisfies` below sees to it that none is forgotten. */
const words = {
  query: ['Question', 'What the user asked: a text, or a list of messages'],
  answer: ['Answer', 'What the user got: a text, or a message'],
  messages: ['Messages', 'The whole conversation as a list of messages'],
  system: ['System prompt', 'What the model was told beforehand'],
  toolCalls: ['Tool calls', 'Tools that were called: names, or objects with name, arguments and result'],
  toolsOffered: ['Tools offered', 'Tools the model could choose from: names, or definitions'],
  documents: ['Documents', 'What was retrieved: texts, or objects with id and content'],
  model: ['Model', 'Name of the model'],
  inputTokens: ['Input tokens', 'Tokens read, cached ones included'],
  outputTokens: ['Output tokens', 'Tokens written'],
  costUsd: ['Cost, US$', 'In US dollars'],
  startedAt: ['Started', 'ISO time, or seconds or milliseconds since 1970'],
  endedAt: ['Ended', 'ISO time, or seconds or milliseconds since 1970'],
  latencyMs: ['Duration, ms', 'How long it took, in milliseconds'],
  latencySeconds: ['Duration, s', 'How long it took, in seconds'],
  id: ['Run id', 'Tells runs apart; without one, their content does'],
  session: ['Session', 'Conversation that the run belongs to'],
  user: ['User', 'Who asked'],
  name: ['Name', 'Name of the run'],
  feedback: ['Verdict', 'Accepted, edited or rejected by the user: a word, a thumb or a number'],
  error: ['Error', 'Message of the error that ended the run'],
  tags: ['Tags', 'A list, or names with commas between them'],
} as const satisfies Readonly<Record<MappedField, readonly [label: string, hint: string]>>;

const group = (title: string, ...fields: readonly MappedField[]) => ({ title, fields: fields.map((field): FieldWords => ({ field, label: words[field][0], hint: words[field][1] })) });

export const groups = [
  group('Conversation', 'query', 'answer', 'messages', 'system'),
  group('Tools and documents', 'toolCalls', 'toolsOffered', 'documents'),
  group('Model and usage', 'model', 'inputTokens', 'outputTokens', 'costUsd'),
  group('When', 'startedAt', 'endedAt', 'latencyMs', 'latencySeconds'),
  group('Who and outcome', 'id', 'session', 'user', 'name', 'feedback', 'error', 'tags'),
] as const;

/** Whether anything of a run would be read: rows without question, answer, messages and calls say nothing of what an agent did. */
export function isMapped({ query, answer, messages, toolCalls }: ColumnMap): boolean {
  return (query ?? answer ?? messages ?? toolCalls) !== undefined;
}

/** The map with a field set to another column, or to none. */
export function withField(map: ColumnMap, field: MappedField, column: string | null): ColumnMap {
  const { [field]: _before, ...others } = map;
  return column === null ? others : { ...others, [field]: column };
}

/** A map that a page kept before it was reloaded; what is not one is left out. */
export function keptMap(value: unknown): ColumnMap | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.fromEntries(Object.entries(value).filter(([field, column]) => Object.hasOwn(words, field) && typeof column === 'string' && column !== ''));
}
