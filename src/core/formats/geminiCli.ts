import type { Json, JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import type { TraceHeader } from '../model/trace.ts';
import type { Format, ReadReport, Sample, Source, SourceRecord, TraceFragment } from './format.ts';
import { placeOf } from './format.ts';
import { createGeminiMessages, isGeminiMessage } from './geminiCli/messages.ts';
import { textOf } from './jsonText.ts';
import type { EntryReader, SessionLog } from './sessionLog.ts';
import { idOfLog, readSession, sessionIn } from './sessionLog.ts';
import { derivedId } from './values/contentId.ts';
import { mapOf } from './values/fields.ts';
import { readIsoTime, readSeconds } from './values/times.ts';

const isHead = (value: unknown): value is JsonMap => isJsonMap(value) && typeof value['sessionId'] === 'string' && typeof value['projectHash'] === 'string';
const isDocument = (value: unknown): value is JsonMap => isHead(value) && Array.isArray(value['messages']);
/** Before there were message types, turns stood as the API has them. */
const isHistory = (value: unknown): value is JsonMap => isJsonMap(value) && Array.isArray(value['history']) && value['history'].some((each: unknown) => isJsonMap(each) && (each['role'] === 'gemini' || each['role'] === 'model') && Array.isArray(each['parts']));

/** Sessions of Gemini CLI: one document, or since 0.40 lines that tell a message again as it grows (FORMATS 9c). */
export const geminiCli: Format = {
  id: 'gemini-cli',
  title: 'Gemini CLI sessions',
  example: '{"sessionId":"7f3a","projectHash":"0b7d","startTime":"2026-03-01T10:00:00.000Z","messages":[{"id":"1","timestamp":"2026-03-01T10:00:00.000Z","type":"user","content":"…"}]}',
  growth: 'resumed',

  detect({ records }: Sample): string | undefined {
    const head = records.find(({ value }) => isHead(value));
    if (head !== undefined) return `sessionId and projectHash on line ${head.line}`;
    const history = records.find(({ value }) => isHistory(value));
    if (history !== undefined) return `a history of turns with parts on line ${history.line}`;
    const spoken = records.find(({ value }) => isGeminiMessage(value) && isJsonMap(value) && value['type'] === 'gemini');
    return spoken && `a message of type gemini on line ${spoken.line}`;
  },

  read(source: Source, report: ReadReport): Generator<TraceFragment> {
    return readSession(source, report, (log, kept) => lineReader(source, log, kept), (record, warn) => (isDocument(record.value) || isHistory(record.value) ? readDocument(source, record, record.value, warn) : undefined));
  },
};

function headerOf(head: JsonMap): Partial<TraceHeader> {
  const metadata = Object.fromEntries(['projectHash', 'kind', 'directories'].flatMap((key) => (head[key] === undefined || head[key] === null ? [] : [[key, head[key]!]])));
  const name = textOf(head['summary']);
  return { app: 'Gemini CLI', ...(name === null ? {} : { name }), ...(typeof head['sessionId'] === 'string' ? { sessionId: head['sessionId'] } : {}), metadata };
}

function readDocument(source: Source, record: SourceRecord, document: JsonMap, warn: (message: string) => void): TraceFragment {
  const id = textOf(document['sessionId']) ?? derivedId(document, record.line);
  return sessionIn(record, source, id, (log, at) => {
    const messages = createGeminiMessages(log, undefined);
    for (const each of (document['messages'] ?? []) as readonly Json[]) {
      if (isGeminiMessage(each)) messages.take(each, { ...at(readIsoTime(each['timestamp'])), id: textOf(each['id']) });
      else warn('A message of the session has no type; left out.');
    }
    const meta = mapOf(document['meta']);
    for (const each of (document['history'] ?? []) as readonly Json[]) if (isJsonMap(each)) messages.takeTurn(each, textOf(meta['model']), at(readSeconds(each['ts'])));
    return headerOf(document);
  });
}

function lineReader(source: Source, log: SessionLog, kept: JsonMap): EntryReader {
  const messages = createGeminiMessages(log, kept['messages']);
  let id = textOf(kept['id']);
  return {
    take(entry, record, warn) {
      if (isHead(entry)) {
        id ??= textOf(entry['sessionId']);
        return headerOf(entry);
      }
      id ??= idOfLog(source, record);
      if (isJsonMap(entry['$set'])) {
        const name = textOf(entry['$set']['summary']);
        return name === null ? undefined : { name };
      }
      const place = placeOf(source, record);
      if (typeof entry['$rewindTo'] === 'string') log.event('rewind', { to: entry['$rewindTo'] }, { place, timeUs: null });
      else if (isGeminiMessage(entry)) messages.take(entry, { place, id: textOf(entry['id']), timeUs: readIsoTime(entry['timestamp']) });
      else warn('The line is neither a message nor a change of the session; left out.');
      return undefined;
    },
    id: () => id,
    keep: () => ({ id, messages: messages.keep() }),
  };
}
