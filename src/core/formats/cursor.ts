import type { JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import { readParts } from './content/readPart.ts';
import type { Format, ReadReport, Sample, Source, TraceFragment } from './format.ts';
import { placeOf } from './format.ts';
import { textOf } from './jsonText.ts';
import type { At, EntryReader, SessionLog } from './sessionLog.ts';
import { idOfLog, namedSession, readSession, tellResults } from './sessionLog.ts';
import { splitPrompt } from './sessionLog/promptText.ts';
import { restOf } from './values/fields.ts';
import { readIsoTime } from './values/times.ts';

const isLine = (value: unknown): value is JsonMap => isJsonMap(value) && (value['role'] === 'user' || value['role'] === 'assistant') && isJsonMap(value['message']) && 'content' in value['message'] && !('type' in value);

/** Transcripts of Cursor's agent: messages without ids, times or tokens (FORMATS 9g). The file has the session's name; without it the first line is all that tells it from others. */
export const cursor: Format = {
  id: 'cursor',
  title: 'Cursor transcripts',
  example: '{"role":"user","message":{"content":[{"type":"text","text":"…"}]}}',
  growth: 'resumed',

  detect({ records }: Sample): string | undefined {
    const [first] = records;
    return first !== undefined && isLine(first.value) ? `role and message.content on line ${first.line}` : undefined;
  },

  read(source: Source, report: ReadReport): Generator<TraceFragment> {
    return readSession(source, report, (log, kept) => cursorReader(source, log, kept));
  },
};

function cursorReader(source: Source, log: SessionLog, kept: JsonMap): EntryReader {
  let id = textOf(kept['id']);
  return {
    take(line, record, warn) {
      const isFirst = id === null;
      id ??= idOfLog(source, record);
      const at: At = { place: placeOf(source, record), timeUs: readIsoTime(line['timestamp']) };
      if (!isLine(line)) warn('The line is no message of a transcript; left out.');
      else readLine(line, at, log);
      return isFirst ? { app: 'Cursor', ...namedSession(id) } : undefined;
    },
    id: () => id,
    keep: () => ({ id }),
  };
}

function readLine(line: JsonMap, at: At, log: SessionLog): void {
  const { content } = line['message'] as JsonMap;
  const parts = readParts(content);
  const rest = restOf(line, 'role', 'message', 'model', 'timestamp');
  if (line['role'] === 'assistant') {
    log.assistant({ begins: true, parts, model: textOf(line['model']), ...(Object.keys(rest).length === 0 ? {} : { attributes: rest }) }, at);
    return;
  }
  const { prompt, context } = splitPrompt(tellResults(parts, log, at), { asked: 'user_query' });
  if (context !== null) log.context(context, at);
  if (prompt !== null) log.user(prompt, at, true);
}
