import type { Json } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import type { TraceHeader } from '../model/trace.ts';
import { latencyKey } from '../trajectory/totals.ts';
import type { Conversation } from './chat/conversation.ts';
import { conversationIn, conversationOf, holdsMessages, isConversation } from './chat/conversation.ts';
import { spansOf } from './chat/turns.ts';
import { isMessage } from './content/readMessage.ts';
import type { Format, ReadReport, Sample, Source, SourceRecord, TraceFragment } from './format.ts';
import { placeOf, recordOf } from './format.ts';
import { isReadable, rowsIn } from './rows.ts';
import { derivedId } from './values/contentId.ts';
import { nonEmpty } from './values/fields.ts';

const isMessageList = (value: unknown): value is readonly Json[] => Array.isArray(value) && value.length > 0 && value.every(isMessage);
const rowsOf = (value: unknown) => (isMessageList(value) ? [value] : rowsIn(value, isConversation));

type Shape = { readonly why: string; readonly holds: 'message' | 'conversation' | 'question and answer' };

/** What a sampled value counts as. */
function shapeOf(value: unknown): Shape | undefined {
  if (isMessage(value)) return { why: 'messages with role and content', holds: 'message' };
  const first = rowsOf(value)[0];
  if (isMessageList(first)) return { why: 'a list of messages with role and content', holds: 'conversation' };
  if (!isJsonMap(first) || !isConversation(first)) return undefined;
  return holdsMessages(first) ? { why: 'a row with a list of messages', holds: 'conversation' } : { why: 'rows with a question and an answer', holds: 'question and answer' };
}

/** Messages are beyond doubt; questions and answers have names that others use too. */
const rank = { message: 0, conversation: 0, 'question and answer': 1 } as const satisfies Record<Shape['holds'], number>;

/** An entry of a coding agent's session log: single ones look like chat, and most of the session stands in the others. */
function isLogEntry(value: unknown): boolean {
  if (!isJsonMap(value) || typeof value['type'] !== 'string') return false;
  return 'payload' in value || ('uuid' in value && 'sessionId' in value) || ('parentId' in value && 'timestamp' in value);
}

/** Chat messages without spans: a list, a list a line, rows that hold one, or rows of question and answer (FORMATS 13). */
export const chat: Format = {
  id: 'chat',
  title: 'Chat messages',
  alsoCalled: ['ShareGPT', 'Hermes function calling', 'LangChain messages'],
  example: '{"messages":[{"role":"user","content":"…"},{"role":"assistant","content":"…"}]}',
  repeats: 'separate',
  growth: 'resumed',

  detect({ records }: Sample): string | undefined {
    if (records.some(({ value }) => isLogEntry(value))) return undefined;
    const shapes = records.map(({ value, line }) => ({ value, line, shape: shapeOf(value) }));
    const known = shapes.flatMap(({ line, shape }) => (shape === undefined ? [] : [{ line, ...shape }]));
    // The states of a graph, streamed, hold whole conversations among much else; rows that name a type are events.
    const mayBeStates = shapes.every(({ value, shape }) => shape !== undefined || !(isJsonMap(value) && typeof value['type'] === 'string'));
    const [first] = known.length * 2 >= records.length ? known.toSorted((a, b) => rank[a.holds] - rank[b.holds]) : mayBeStates ? known.filter(({ holds }) => holds === 'conversation') : [];
    return first && `${first.why} on line ${first.line}`;
  },

  *read(source: Source, report: ReadReport): Generator<TraceFragment> {
    let log: { messages: Json[]; first: SourceRecord; end: number } | undefined;

    for (const record of source.records) {
      if (isMessage(record.value) && isReadable(record.value)) {
        log ??= { messages: [], first: record, end: 0 };
        log.messages.push(record.value as Json);
        log.end = record.offset + record.length;
        continue;
      }
      const fragments = [...readRecord(record)];
      if (fragments.length > 0 && log !== undefined) {
        yield logFragment(log);
        log = undefined;
      }
      yield* fragments;
    }
    // Rows stand by themselves; a conversation of single messages may go on when the file grows, so it is then read whole.
    if (log === undefined) report.keep?.(null);
    else yield logFragment(log);

    /** One message a record: together they are one conversation. */
    function logFragment({ messages, first, end }: NonNullable<typeof log>): TraceFragment {
      return fragment(conversationOf(messages), messages, { ...first, length: end - first.offset });
    }

    function* readRecord(record: SourceRecord): Generator<TraceFragment> {
      for (const row of rowsOf(record.value)) {
        if (!isReadable(row)) report.warn(record.line, 'The record is nested too deep to be read; left out.', record.file);
        else if (isMessageList(row)) yield fragment(conversationOf(row), row, record);
        else if (isJsonMap(row) && isConversation(row)) yield fragment(conversationIn(row), row, record);
        else report.warn(record.line, 'Neither messages nor a question with its answer were found; left out.', record.file);
      }
    }

    function fragment(conversation: Conversation, row: unknown, record: SourceRecord): TraceFragment {
      const { metadata, ...rest } = conversation.rest;
      const latencyMs = conversation.measures?.latencyMs ?? null;
      const known = { ...(isJsonMap(metadata) ? metadata : {}), ...(latencyMs === null ? {} : { [latencyKey]: latencyMs }) };
      const header: Partial<TraceHeader> = {
        ...nonEmpty({ userId: conversation.userId, sessionId: conversation.sessionId }),
        ...(Object.keys(known).length > 0 || isJsonMap(metadata) ? { metadata: known } : {}),
      };
      const kept = isJsonMap(metadata) ? { ...conversation, rest } : conversation;
      const spans = spansOf(kept, placeOf(source, record), (message) => report.warn(record.line, message, record.file));
      return { nativeId: conversation.id ?? derivedId(row, record.line), header, spans, record: recordOf(record) };
    }
  },
};
