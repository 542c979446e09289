import type { ColumnMap, MappedField } from '../../model/columnMap.ts';
import { mappedFields } from '../../model/columnMap.ts';
import type { Json } from '../../model/json.ts';
import { nearest } from '../../support/nearest.ts';
import { isMessage } from '../content/readMessage.ts';
import { unwrapJson } from '../jsonText.ts';
import type { Column } from './columns.ts';

/** Names that people give to these columns, best first; compared without case, spaces, dots, hyphens and underscores. */
const names: Readonly<Record<Exclude<MappedField, 'messages'>, readonly string[]>> = {
  id: ['runid', 'traceid', 'requestid', 'conversationid', 'callid', 'uuid', 'id', 'caseid', 'ticketid', 'ticket', 'messageid', 'recordid', 'interactionid', 'ticketnumber', 'ticketno', 'casenumber', 'ref'],
  session: ['sessionid', 'threadid', 'chatid', 'session', 'conversationid', 'conversation', 'thread'],
  user: ['userid', 'username', 'useremail', 'customerid', 'user', 'enduser', 'customer', 'askedby', 'email', 'clientid', 'customername', 'requester', 'caller', 'employee'],
  name: ['name', 'title', 'task', 'taskname'],
  query: ['query', 'question', 'userquery', 'userinput', 'usermessage', 'userprompt', 'prompt', 'input', 'request', 'instruction', 'submissionbody', 'ask', 'text', 'inquiry', 'enquiry', 'utterance', 'asked'],
  answer: ['response', 'answer', 'finalanswer', 'output', 'generation', 'completion', 'reply', 'systemreply', 'botresponse', 'assistantresponse', 'modeloutput', 'prediction', 'result', 'replied', 'answered'],
  system: ['systemprompt', 'system', 'systemmessage', 'instructions'],
  toolsOffered: ['toolsconsidered', 'toolsoffered', 'availabletools', 'toolsavailable', 'tools', 'functions'],
  toolCalls: ['toolcalls', 'toolcallsequence', 'toolscalled', 'toolselected', 'toolsused', 'toolname', 'actions', 'tool', 'toolcalled', 'toolused', 'toolinvocations', 'functioncalls', 'functionscalled'],
  documents: ['retrieveddocuments', 'retrievedcontext', 'retrievedcontexts', 'documents', 'contexts', 'context', 'sources', 'passages', 'chunks', 'docs', 'references', 'retrieveddocs', 'retrievedpassages', 'retrievedchunks', 'sourcedocuments', 'citations', 'articles'],
  model: ['model', 'modelname', 'modelid', 'llm', 'llmmodel', 'engine'],
  inputTokens: ['inputtokens', 'prompttokens', 'tokensin', 'usageinputtokens', 'usageprompttokens', 'inputtokencount', 'prompttokencount', 'tokensinput', 'tokensprompt', 'intok', 'inputtok', 'tokin', 'prompttok'],
  outputTokens: ['outputtokens', 'completiontokens', 'tokensout', 'usageoutputtokens', 'usagecompletiontokens', 'outputtokencount', 'completiontokencount', 'tokensoutput', 'tokenscompletion', 'outtok', 'outputtok', 'tokout', 'completiontok'],
  costUsd: ['costusd', 'totalcost', 'cost', 'price', 'usd', 'costinusd', 'totalcostusd', 'costdollars'],
  latencyMs: ['latencyms', 'durationms', 'elapsedms', 'responsetimems', 'tookms', 'latency', 'duration', 'elapsed', 'took', 'responsetime', 'processingtime', 'timetaken'],
  latencySeconds: ['latencyseconds', 'durationseconds', 'wallclocks', 'elapsedseconds', 'durations', 'latencys', 'latency', 'duration', 'elapsed', 'took', 'latencysec', 'durationsec', 'elapsedsec', 'responsetimes', 'responsetimesec', 'responsetimeseconds', 'responsetime', 'processingtime', 'timetaken', 'secs', 'seconds', 'tooksecs'],
  startedAt: ['startedat', 'starttime', 'createdat', 'timestamp', 'time', 'date', 'created', 'when', 'at', 'askedat', 'askedon', 'createdon', 'receivedat', 'sentat', 'datetime', 'start'],
  endedAt: ['endedat', 'endtime', 'finishedat', 'completedat', 'answeredat', 'resolvedat', 'end'],
  feedback: ['userfeedback', 'feedback', 'thumbs', 'thumb', 'verdict', 'rating', 'vote', 'accepted', 'helpful', 'satisfaction'],
  error: ['error', 'errormessage', 'exception', 'failure', 'errortext'],
  tags: ['tags', 'labels', 'categories', 'topics', 'topic', 'category'],
};

const plain = (name: string) => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
const lastPart = (name: string) => plain(name.slice(name.lastIndexOf('.') + 1));

/** Words that say whose text it is, or which of several: `customer question`, `final reply`, `model used`. */
const qualifiers: Readonly<Partial<Record<MappedField, { readonly who?: readonly string[]; readonly which: readonly string[] }>>> = {
  query: { who: ['user', 'customer', 'client', 'human', 'visitor', 'caller', 'buyer', 'guest', 'patient', 'employee'], which: ['end', 'original', 'raw', 'full', 'first', 'initial', 'incoming', 'the'] },
  answer: { who: ['agent', 'bot', 'chatbot', 'assistant', 'ai', 'llm', 'model', 'support', 'copilot'], which: ['final', 'full', 'raw', 'generated', 'suggested', 'given', 'actual', 'outgoing', 'the'] },
  model: { which: ['used', 'ai', 'agent', 'language', 'the'] },
  system: { which: ['agent', 'bot', 'the'] },
  feedback: { which: ['user', 'customer', 'client', 'human', 'the'] },
};
const said: ReadonlySet<string> = new Set(['message', 'msg', 'text', 'says', 'said', 'turn', 'words', 'content', 'body']);

const wordsOf = (name: string) => name.slice(name.lastIndexOf('.') + 1).replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase().split(/[^a-z0-9]+/).filter((word) => word !== '');

/** What a name comes to without the words that qualify it. Whoever speaks with what is said is the field itself. */
function coreOf(field: MappedField): (name: string) => string {
  const { who = [], which = [] } = qualifiers[field] ?? {};
  return (name) => {
    const words = wordsOf(name);
    const kept = words.filter((word) => !who.includes(word) && !which.includes(word));
    if (kept.length === words.length) return '';
    const core = kept.filter((word) => !said.has(word));
    return core.length === 0 && kept.length === 1 && words.some((word) => who.includes(word)) ? field : core.join('');
  };
}

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
    take(field, named(plain) ?? named(lastPart) ?? named(coreOf(field)));
  }
  // One text beside a question of the same kind: where neither has a usual name, nothing is guessed.
  return map as ColumnMap;
}

const numbers: ReadonlySet<MappedField> = new Set(['inputTokens', 'outputTokens', 'costUsd', 'latencyMs', 'latencySeconds']);
const isNumeric = (value: Json) => typeof value === 'number' || (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)));
const isWord = (value: Json) => typeof value === 'string' || typeof value === 'number';

/** Names of durations that do not say their unit: a run takes seconds, so a larger number is of milliseconds. */
const unitless = new Set(['latency', 'duration', 'elapsed', 'took', 'responsetime', 'processingtime', 'timetaken']);
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

/** The field that somebody probably means by a word of their own: `start`, `question`, `cost`. */
export function fieldMeant(word: string): MappedField | undefined {
  const wanted = plain(word);
  const known = Object.entries(names) as [MappedField, readonly string[]][];
  const near = nearest(word, mappedFields);
  return known.find(([, synonyms]) => synonyms.includes(wanted))?.[0]
    ?? mappedFields.find((field) => field === near)
    ?? (wanted.length < 3 ? undefined : mappedFields.find((field) => field.toLowerCase().startsWith(wanted)));
}
