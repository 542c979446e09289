import { z } from 'zod';

const column = (means: string) => z.string().min(1).optional().describe(means);

/**
 * Which column of someone's own rows is what. A column is a name as it stands, or a way into nested values with dots
 * (`request.body.question`, `steps.0.text`). Columns that are not named stay attributes of the run, where facts find them.
 */
export const ColumnMap = z.strictObject({
  id: column('Id of the run. Without one, runs are told apart by their content.'),
  session: column('Conversation that the run belongs to.'),
  user: column('Who asked.'),
  name: column('Name of the run.'),
  query: column('What the user asked: a text, or a list of messages.'),
  answer: column('What the user got: a text, or a message.'),
  messages: column('The whole conversation as a list of messages.'),
  system: column('The system prompt.'),
  toolsOffered: column('Tools the model could choose from: names, or definitions.'),
  toolCalls: column('Tools that were called: names, or objects with name, arguments and result.'),
  documents: column('Documents that were retrieved: texts, or objects with id and content.'),
  model: column('Name of the model.'),
  inputTokens: column('Tokens read, cached ones included.'),
  outputTokens: column('Tokens written.'),
  costUsd: column('Cost in US dollars.'),
  latencyMs: column('Duration in milliseconds.'),
  latencySeconds: column('Duration in seconds.'),
  startedAt: column('When it began: ISO time, or seconds or milliseconds since 1970.'),
  endedAt: column('When it ended.'),
  feedback: column('accepted, edited or rejected, or a word or number for one of them.'),
  error: column('Message of the error that ended the run.'),
  tags: column('Tags: a list, or names with commas between them.'),
});
export type ColumnMap = z.infer<typeof ColumnMap>;
export type MappedField = keyof ColumnMap;
export const mappedFields = Object.keys(ColumnMap.shape) as readonly MappedField[];
