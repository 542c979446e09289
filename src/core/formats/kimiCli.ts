import type { JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import type { MessagePart } from '../model/message.ts';
import { callPart } from './content/parts.ts';
import type { Format, ReadReport, Sample, Source, SourceRecord, TraceFragment } from './format.ts';
import { placeOf } from './format.ts';
import { textOf } from './jsonText.ts';
import { partsOf, resultOf } from './kimi/messages.ts';
import type { At, EntryReader, SessionLog } from './sessionLog.ts';
import { idOfLog, namedSession, readSession } from './sessionLog.ts';
import { mapOf, mapsIn } from './values/fields.ts';
import { tokenCount } from './values/tokenCounts.ts';

const isMark = (value: unknown): value is JsonMap => isJsonMap(value) && (
  (value['role'] === '_checkpoint' && typeof value['id'] === 'number') || (value['role'] === '_usage' && typeof value['token_count'] === 'number') || (value['role'] === '_system_prompt' && typeof value['content'] === 'string')
);

/** Contexts of Kimi's older command line: the messages the model was given, and marks between them (its source says what they mean). There are no times. */
export const kimiCli: Format = {
  id: 'kimi-cli',
  title: 'Kimi CLI sessions (context.jsonl)',
  example: '{"role":"_checkpoint","id":0}\n{"role":"user","content":"…"}\n{"role":"assistant","content":[{"type":"think","think":"…"},{"type":"text","text":"…"}]}',
  documentedOnly: true,
  growth: 'resumed',

  detect({ records }: Sample): string | undefined {
    const mark = records.find(({ value }) => isMark(value));
    return mark && `a ${String((mark.value as JsonMap)['role'])} of Kimi's command line on line ${mark.line}`;
  },

  read(source: Source, report: ReadReport): Generator<TraceFragment> {
    return readSession(source, report, (log, kept) => contextReader(source, log, kept));
  },
};

function contextReader(source: Source, log: SessionLog, kept: JsonMap): EntryReader {
  let id = textOf(kept['id']);
  return {
    take(entry, record, warn) {
      const isFirst = id === null;
      id ??= idOfContext(source, record, entry);
      if (!readEntry(entry, { place: placeOf(source, record), timeUs: null }, log)) warn('The line is no message of a session; left out.');
      return isFirst && id !== null ? { app: 'Kimi CLI', ...namedSession(idOfLog(source, record)) } : undefined;
    },
    id: () => id,
    keep: () => ({ id }),
  };
}

/**
 * The folder's name, or else the first thing that a person asked: what comes before is the same in many sessions. The program puts a context
 * aside when it goes back in it, or sums it up: what stands beside `context.jsonl` is another run.
 */
function idOfContext(source: Source, record: SourceRecord, entry: JsonMap): string | null {
  const id = idOfLog(source, record);
  if (namedSession(id).sessionId === undefined && (entry['role'] !== 'user' || partsOf(entry['content']).every(isOwn))) return null;
  const aside = /(?:^|[/\\])context(_[^/\\]+)\.jsonl$/.exec(record.file ?? source.file)?.[1];
  return aside === undefined ? id : `${id}${aside}`;
}

/** Words that the program put in stand in tags of their own. */
const isOwn = (part: MessagePart): boolean => part.type === 'text' && part.text.trim().startsWith('<system>') && part.text.trim().endsWith('</system>');

function readEntry(entry: JsonMap, at: At, log: SessionLog): boolean {
  const parts = partsOf(entry['content']);
  switch (entry['role']) {
    case '_checkpoint':
      return true;
    case '_usage':
      // How long the context has become with the call before, in and out together.
      if (tokenCount(entry['token_count']) !== null) log.ofLastCall({ attributes: { contextTokens: entry['token_count']! } }, at);
      return true;
    case '_system_prompt':
    case 'system':
      if (parts.length > 0) log.context({ role: 'system', parts }, at);
      return true;
    case 'user':
      if (parts.length > 0) log.user({ role: 'user', parts }, at, !parts.every(isOwn));
      return true;
    case 'assistant': {
      const calls = mapsIn(entry['tool_calls']).map((call) => callPart(call['id'], mapOf(call['function'])['name'], mapOf(call['function'])['arguments']));
      log.assistant({ begins: true, parts: [...parts, ...calls] }, at);
      return true;
    }
    case 'tool': {
      const [first] = parts;
      const failed = first?.type === 'text' && first.text.startsWith('<system>ERROR');
      log.result({ callId: textOf(entry['tool_call_id']), result: resultOf(entry['content']), status: failed ? 'error' : 'ok' }, at);
      return true;
    }
    default:
      return false;
  }
}
