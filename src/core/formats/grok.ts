import type { Json, JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import type { MessagePart } from '../model/message.ts';
import { mediaFromUri } from './content/media.ts';
import { callPart, piecesOf } from './content/parts.ts';
import { readPart } from './content/readPart.ts';
import type { Format, ReadReport, Sample, Source, TraceFragment } from './format.ts';
import { placeOf } from './format.ts';
import { textOf, unwrapJson } from './jsonText.ts';
import type { At, EntryReader, SessionLog } from './sessionLog.ts';
import { idOfLog, namedSession, readSession } from './sessionLog.ts';
import { mapOf, mapsIn, restOf } from './values/fields.ts';
import { readIsoTime } from './values/times.ts';

/** Entries that no other log writes this way. */
const isOwn = (value: unknown): value is JsonMap => isJsonMap(value) && (
  (value['type'] === 'user' && ('prompt_index' in value || 'synthetic_reason' in value))
  || (value['type'] === 'assistant' && typeof value['model_id'] === 'string' && 'content' in value)
  || (value['type'] === 'backend_tool_call' && isJsonMap(value['kind'])));

/** Sessions of Grok's command line: the history that the model is given, without times or ids (FORMATS 9h). */
export const grok: Format = {
  id: 'grok',
  title: 'Grok CLI sessions',
  example: '{"type":"user","content":[{"type":"text","text":"…"}],"prompt_index":0}',
  growth: 'resumed',

  detect({ records }: Sample): string | undefined {
    const found = records.find(({ value }) => isOwn(value));
    return found && `an entry of type ${String((found.value as JsonMap)['type'])} as Grok writes it on line ${found.line}`;
  },

  read(source: Source, report: ReadReport): Generator<TraceFragment> {
    return readSession(source, report, (log, kept) => grokReader(source, log, kept));
  },
};

function grokReader(source: Source, log: SessionLog, kept: JsonMap): EntryReader {
  let id = textOf(kept['id']);
  return {
    take(entry, record, warn) {
      // Every session begins with the same instructions: where no name tells it, it is known by what was asked first.
      const isFirst = id === null && entry['type'] !== 'system' && !('synthetic_reason' in entry);
      if (isFirst) id = idOfLog(source, record);
      readEntry(entry, { place: placeOf(source, record), timeUs: readIsoTime(entry['timestamp']) }, log, warn);
      return isFirst ? { app: 'Grok CLI', ...namedSession(id) } : undefined;
    },
    id: () => id,
    keep: () => ({ id }),
  };
}

function readEntry(entry: JsonMap, at: At, log: SessionLog, warn: (message: string) => void): void {
  switch (entry['type']) {
    case 'system':
      log.context({ role: 'system', parts: partsOf(entry['content']) }, at);
      return;
    case 'user': {
      const parts = partsOf(entry['content']);
      if (parts.length > 0) log.user({ role: 'user', parts }, at, !('synthetic_reason' in entry));
      return;
    }
    case 'reasoning': {
      const texts = Array.isArray(entry['summary']) ? (entry['summary'] as readonly Json[]).flatMap((each) => (isJsonMap(each) ? (textOf(each['text']) ?? []) : [])) : [];
      log.assistant({ parts: texts.map((text) => ({ type: 'reasoning', text })) }, at);
      return;
    }
    case 'assistant': {
      const calls = mapsIn(entry['tool_calls']);
      log.assistant({
        model: textOf(entry['model_id']), provider: 'xai', attributes: restOf(entry, 'type', 'content', 'tool_calls', 'model_id', 'timestamp'),
        parts: [...partsOf(entry['content']), ...calls.map((call) => callPart(call['id'], call['name'], call['arguments']))],
      }, at);
      log.endOfCall(at);
      return;
    }
    case 'tool_result':
      log.result({ callId: textOf(entry['tool_call_id']), result: unwrapJson(entry['content'] ?? null), status: entry['is_error'] === true ? 'error' : 'ok' }, at);
      return;
    case 'backend_tool_call': {
      // It ran at the provider, between two messages: its outcome is not in the log.
      const kind = mapOf(entry['kind']);
      log.assistant({ parts: [callPart(kind['id'], kind['tool_type'], kind['action'])] }, at);
      return;
    }
    default:
      warn('The entry is of a type that is not known; left out.');
  }
}

function partsOf(content: Json | undefined): MessagePart[] {
  return piecesOf(content).map((each) => (isJsonMap(each) && each['type'] === 'image' && typeof each['url'] === 'string' ? mediaFromUri(each['url'], null) : readPart(each)));
}
