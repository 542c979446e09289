import type { LookedFor } from '../completeness.ts';
import type { Framework, Setting } from '../framework.ts';
import type { MappedField } from '../../model/columnMap.ts';

const columns: readonly (readonly [LookedFor, MappedField, string])[] = [
  ['query', 'query', 'The column with the user\'s words.'],
  ['toolsConsidered', 'toolsOffered', 'A list of names or definitions of the tools the model could choose from.'],
  ['toolPicked', 'toolCalls', 'Names of the tools that were called, or objects with name, arguments and result.'],
  ['arguments', 'toolCalls', 'Objects with name, arguments and result instead of names.'],
  ['results', 'toolCalls', 'Objects with name, arguments and result instead of names.'],
  ['why', 'messages', 'The whole conversation: what the model said before a call is in it.'],
  ['context', 'inputTokens', 'Tokens of the prompt; or documents, for what was retrieved.'],
  ['response', 'answer', 'The column with the answer.'],
  ['feedback', 'feedback', 'accepted, edited or rejected, or a word or number for one of them.'],
  ['user', 'user', 'The column with the user.'],
  ['session', 'session', 'The column with the conversation.'],
  ['times', 'startedAt', 'When the run began; with endedAt or latencyMs, how long it took.'],
  ['model', 'model', 'The column with the model\'s name.'],
  ['tokens', 'outputTokens', 'With inputTokens.'],
  ['cost', 'costUsd', 'In US dollars; or model and tokens, from which it is computed.'],
];

/** Rows that a mapping in config.yaml reads: each thing is a column, if the rows have one. */
export const mappedRows: Framework = {
  id: 'mapped',
  title: 'Mapped rows',
  recognise: ({ formats }) => ([...formats].some((id) => id === 'mapped' || id.startsWith('mapped-')) ? 'rows read by a mapping' : undefined),
  settings: columns.map(([field, column, words]): Setting => ({ adds: [field], set: `sources:\n  - map: { ${column}: <your column> }`, words })),
};
