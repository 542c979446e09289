import type { ColumnMap, MappedField } from '../../model/columnMap.ts';
import type { Json } from '../../model/json.ts';
import { isMessage } from '../content/readMessage.ts';
import { unwrapJson } from '../jsonText.ts';
import type { Column } from './columns.ts';

/** Names that people give to these columns, best first; compared without case, spaces, dots, hyphens and underscores. */
const names: Readonly<Record<Exclude<MappedField, 'messages'>, readonly string[]>> = {
  id: ['runid', 'traceid', 'requestid', 'conversationid', 'callid', 'uuid', 'id', 'caseid', 'ticketid', 'ticket', 'messageid', 'recordid'],
  session: ['sessionid', 'threadid', 'chatid', 'session', 'conversationid'],
  user: ['userid', 'username', 'useremail', 'customerid', 'user', 'enduser', 'customer', 'askedby', 'email'],
  name: ['name', 'title', 'task', 'taskname'],
  query: ['query', 'question', 'userquery', 'userinput', 'usermessage', 'userprompt', 'prompt', 'input', 'request', 'instruction', 'submissionbody', 'ask', 'text'],
  answer: ['response', 'answer', 'finalanswer', 'output', 'generation', 'completion', 'reply', 'systemreply', 'botresponse', 'assistantresponse', 'modeloutput', 'prediction', 'result'],
  system: ['systemprompt', 'system', 'systemmessage', 'instructions'],
  toolsOffered: ['toolsconsidered', 'toolsoffered', 'availabletools', 'toolsavailable', 'tools', 'functions'],
  toolCalls: ['toolcalls', 'toolcallsequence', 'toolscalled', 'toolselected', 'toolsused', 'toolname', 'actions', 'tool'],
  documents: ['retrieveddocuments', 'retrievedcontext', 'retrievedcontexts', 'documents', 'contexts', 'context', 'sources', 'passages', 'chunks', 'docs', 'references'],
  model: ['model', 'modelname', 'modelid', 'llm', 'llmmodel', 'engine'],
  inputTokens: ['inputtokens', 'prompttokens', 'tokensin', 'usageinputtokens', 'usageprompttokens'],
  outputTokens: ['outputtokens', 'completiontokens', 'tokensout', 'usageoutputtokens', 'usagecompletiontokens'],
  costUsd: ['costusd', 'totalcost', 'cost', 'price'],
  latencyMs: ['latencyms', 'durationms', 'elapsedms', 'responsetimems', 'tookms', 'latency', 'duration', 'elapsed', 'took'],
  latencySeconds: ['latencyseconds', 'durationseconds', 'wallclocks', 'elapsedseconds', 'durations', 'latencys', 'latency', 'duration', 'elapsed', 'took'],
  startedAt: ['startedat', 'starttime', 'createdat', 'timestamp', 'time', 'date', 'created', 'when', 'at'],
  endedAt: ['endedat', 'endtime', 'finishedat', 'completedat'],
  feedback: ['userfeedback', 'feedback', 'thumbs', 'thumb', 'verdict', 'rating', 'vote', 'accepted'],
  error: ['error', 'errormessage', 'exception', 'failure'],
  tags: ['tags', 'labels', 'categories', 'topics', 'topic', 'category'],
};

const plain = (name: string) => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
const lastPart = (name: string) => plain(name.slice(name.lastIndexOf('.') + 1));

const isMessageList = (value: Json): boolean => {
  const list = unwrapJson(value);
  return Array.isArray(list) && list.length > 0 && list.every(isMessage);
};

/** What the columns most likely are, by their names and values. Each column is used once; what is not clear is left open. */
export function guessColumnMap(columns: readonly Column[]): ColumnMap {
  const map: Record<string, string> = {};
  const used = new Set<string>();
  const take = (field: MappedField, column: Column | undefined) => {
    if (column === undefined) return;
    map[field] = column.name;
    used.add(column.name);
  };

  take('messages', columns.find(({ examples }) => examples.length > 0 && examples.every(isMessageList)));
  for (const [field, synonyms] of Object.entries(names) as [keyof typeof names, readonly string[]][]) {
    const free = columns.filter((column) => !used.has(column.name) && fits(field, column));
    const named = (spelling: (name: string) => string) => synonyms.map((each) => free.find(({ name }) => spelling(name) === each)).find((each) => each !== undefined);
    take(field, named(plain) ?? named(lastPart));
  }
  // One text beside a question of the same kind: where neither has a usual name, nothing is guessed.
  return map as ColumnMap;
}

const numbers: ReadonlySet<MappedField> = new Set(['inputTokens', 'outputTokens', 'costUsd', 'latencyMs', 'latencySeconds']);
const isNumeric = (value: Json) => typeof value === 'number' || (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)));
const isWord = (value: Json) => typeof value === 'string' || typeof value === 'number';

/** Names of durations that do not say their unit: a run takes seconds, so a larger number is of milliseconds. */
const unitless = new Set(['latency', 'duration', 'elapsed', 'took']);
const fewestMs = 100;

/** Whether the values can be what the name says. A column without values is taken by its name. */
function fits(field: MappedField, { name, examples }: Column): boolean {
  if ((field === 'latencyMs' || field === 'latencySeconds') && (unitless.has(plain(name)) || unitless.has(lastPart(name)))) {
    const most = Math.max(...examples.map(Number));
    return examples.length > 0 && examples.every(isNumeric) && (field === 'latencyMs') === most >= fewestMs;
  }
  if (numbers.has(field)) return examples.every(isNumeric);
  if (field === 'id' || field === 'session' || field === 'user' || field === 'name' || field === 'model' || field === 'system') return examples.every(isWord);
  if (field === 'query' || field === 'answer') return examples.every((value) => typeof value === 'string' || isMessage(value) || isMessageList(value));
  return true;
}
