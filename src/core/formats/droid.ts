import type { Json, JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import type { MessagePart } from '../model/message.ts';
import type { TraceHeader } from '../model/trace.ts';
import { callPart, reasoningParts, textIn, textParts } from './content/parts.ts';
import { readParts } from './content/readPart.ts';
import { readToolDefinitions } from './content/toolDefinitions.ts';
import type { Format, ReadReport, Sample, Source, TraceFragment } from './format.ts';
import { placeOf } from './format.ts';
import { firstText, textOf, unwrapJson } from './jsonText.ts';
import type { At, EntryReader, SessionLog } from './sessionLog.ts';
import { idOfLog, readSession, tellResults } from './sessionLog.ts';
import { splitPrompt } from './sessionLog/promptText.ts';
import { restOf } from './values/fields.ts';
import { readIsoTime, readMilliseconds } from './values/times.ts';
import { readUsage } from './values/tokenUsage.ts';

const isStart = (value: unknown): value is JsonMap => isJsonMap(value) && value['type'] === 'session_start' && typeof value['id'] === 'string';
const isInit = (value: unknown): value is JsonMap => isJsonMap(value) && value['type'] === 'system' && value['subtype'] === 'init' && typeof (value['sessionId'] ?? value['session_id']) === 'string' && 'cwd' in value;
const isStreamed = (value: unknown): value is JsonMap => isJsonMap(value) && typeof value['sessionId'] === 'string' && ((value['type'] === 'tool_call' && typeof value['toolName'] === 'string') || (value['type'] === 'completion' && 'finalText' in value));

/** Sessions of Factory's Droid: as it stores them, and as `droid exec --output-format stream-json` prints them (FORMATS 9h). */
export const droid: Format = {
  id: 'droid',
  title: 'Droid sessions',
  example: '{"type":"session_start","id":"4d1b","title":"…","cwd":"/srv/mara"}',
  growth: 'resumed',

  detect({ records }: Sample): string | undefined {
    const [first] = records;
    if (first !== undefined && isStart(first.value)) return `a session_start on line ${first.line}`;
    const streamed = records.find(({ value }) => isStreamed(value));
    if (streamed !== undefined) return `an event of type ${String((streamed.value as JsonMap)['type'])} on line ${streamed.line}`;
    return undefined;
  },

  read(source: Source, report: ReadReport): Generator<TraceFragment> {
    return readSession(source, report, (log, kept) => droidReader(source, log, kept));
  },
};

function droidReader(source: Source, log: SessionLog, kept: JsonMap): EntryReader {
  let id = textOf(kept['id']);
  let model = textOf(kept['model']);
  let said = textOf(kept['said']);

  function take(entry: JsonMap, at: At, warn: (message: string) => void): Partial<TraceHeader> | undefined {
    switch (entry['type']) {
      case 'session_start':
        return { app: 'Droid', sessionId: id, name: firstText(entry, 'sessionTitle', 'title'), ...(textOf(entry['cwd']) === null ? {} : { metadata: { cwd: entry['cwd']! } }) };
      case 'system':
        if (!isInit(entry)) return undefined;
        model = textOf(entry['model']) ?? model;
        if (Array.isArray(entry['tools'])) log.session({ toolDefinitions: readToolDefinitions(entry['tools'] as Json) }, at);
        return { app: 'Droid', sessionId: id, metadata: { cwd: entry['cwd']! } };
      case 'message':
        if (isJsonMap(entry['message'])) speak(textOf(entry['message']['role']), readParts(entry['message']['content']), entry, at);
        else speak(textOf(entry['role']), readParts(entry['text']), entry, at);
        return undefined;
      case 'tool_call':
        log.assistant({ parts: [callPart(entry['id'], firstText(entry, 'toolName', 'toolId'), entry['parameters'])], model }, at);
        return undefined;
      case 'tool_result': {
        const value = entry['value'] ?? entry['error'];
        log.result({ callId: textOf(entry['id']), ...(value === undefined ? {} : { result: unwrapJson(value) }), status: entry['isError'] === true ? 'error' : 'ok' }, at);
        return undefined;
      }
      case 'completion': {
        const final = textOf(entry['finalText']);
        if (final !== null && final !== said) log.assistant({ parts: textParts(final), model }, at);
        const usage = isJsonMap(entry['usage']) ? readUsage(entry['usage'], 'aggregate') : null;
        if (usage !== null) log.session({ usage }, at);
        return undefined;
      }
      case 'error':
        log.step('error', at, { status: 'error', statusMessage: textOf(entry['message']), attributes: restOf(entry, 'type', 'message', 'timestamp', 'session_id', 'sessionId') });
        return undefined;
      case 'reasoning':
        if (textOf(entry['text']) !== null) log.assistant({ parts: reasoningParts(textOf(entry['text'])), model }, at);
        return undefined;
      case 'todo_state':
      case 'compaction_state':
        return undefined;
      default:
        warn('The entry is of a type that is not known; left out.');
        return undefined;
    }
  }

  function speak(role: string | null, parts: readonly MessagePart[], entry: JsonMap, at: At): void {
    if (role === 'assistant') {
      said = textIn(parts);
      log.assistant({ ...(isJsonMap(entry['message']) ? { id: textOf(entry['id']) } : {}), parts, model: textOf(entry['model']) ?? model }, at);
      return;
    }
    const { prompt, context } = splitPrompt(tellResults(parts, log, at), { added: ['system-reminder', 'system-notification'] });
    if (context !== null) log.context(context, at);
    if (prompt !== null) log.user(prompt, at, true);
  }

  return {
    take(entry, record, warn) {
      id ??= isStart(entry) ? textOf(entry['id']) : (firstText(entry, 'sessionId', 'session_id') ?? idOfLog(source, record));
      return take(entry, { place: placeOf(source, record), id: isJsonMap(entry['message']) ? textOf(entry['id']) : null, timeUs: timeOf(entry['timestamp']) }, warn);
    },
    id: () => id,
    keep: () => ({ id, model, said }),
  };
}

/** ISO text where sessions are stored, milliseconds where they are printed. */
function timeOf(value: Json | undefined): number | null {
  return readMilliseconds(value) ?? readIsoTime(value);
}
