import type { Json, JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import type { MessagePart } from '../model/message.ts';
import { readPart } from './content/readPart.ts';
import type { Format, ReadReport, Sample, Source, TraceFragment } from './format.ts';
import { placeOf } from './format.ts';
import { textOf } from './jsonText.ts';
import type { At, EntryReader, SessionLog } from './sessionLog.ts';
import { briefly, readSession } from './sessionLog.ts';
import { mapOf, textFields } from './values/fields.ts';
import { readIsoTime } from './values/times.ts';
import { readUsage } from './values/tokenUsage.ts';

const isEntry = (value: unknown): value is JsonMap => isJsonMap(value) && typeof value['sessionId'] === 'string' && typeof value['uuid'] === 'string' && typeof value['type'] === 'string';
const isSpoken = (value: unknown): value is JsonMap => isEntry(value) && isJsonMap(value['message']) && Array.isArray(value['message']['parts']);
/** Parts of a person's message that hooks and the program added. */
const ownText = /^<(qwen:[\w-]+|system-reminder|session_context|environment_context)\b/;

/** Sessions of Qwen Code: entries as Claude Code writes them, messages as Gemini does (FORMATS 9h). */
export const qwenCode: Format = {
  id: 'qwen-code',
  title: 'Qwen Code sessions',
  example: '{"uuid":"u1","parentUuid":null,"sessionId":"019f","timestamp":"2026-03-01T10:00:00.000Z","type":"user","message":{"role":"user","parts":[{"text":"…"}]}}',
  growth: 'resumed',

  detect({ records }: Sample): string | undefined {
    const spoken = records.find(({ value }) => isSpoken(value));
    return spoken && `sessionId, uuid and message.parts on line ${spoken.line}`;
  },

  read(source: Source, report: ReadReport): Generator<TraceFragment> {
    return readSession(source, report, (log, kept) => qwenReader(source, log, kept));
  },
};

function qwenReader(source: Source, log: SessionLog, kept: JsonMap): EntryReader {
  let session = textOf(kept['session']);
  let named = kept['named'] === true;
  return {
    take(entry, record, warn) {
      if (!isEntry(entry)) {
        warn('The line is no entry of a session; left out.');
        return undefined;
      }
      const isFirst = session === null;
      session ??= textOf(entry['sessionId']);
      readEntry(entry, { place: placeOf(source, record), id: textOf(entry['uuid']), timeUs: readIsoTime(entry['timestamp']) }, log);
      // A title may be given again, and none replaces another where accounts are joined: the first one stands.
      const title = entry['subtype'] === 'custom_title' && isJsonMap(entry['systemPayload']) && !named ? textOf(entry['systemPayload']['customTitle']) : null;
      named ||= title !== null;
      const metadata = isFirst ? textFields(entry, 'cwd', 'gitBranch', 'version') : {};
      return { ...(isFirst ? { app: 'Qwen Code', sessionId: session, metadata } : {}), ...(title === null ? {} : { name: title }) };
    },
    id: () => session,
    keep: () => ({ session, named }),
  };
}

function readEntry(entry: JsonMap, at: At, log: SessionLog): void {
  if (entry['subtype'] === 'rewind') log.event('rewind', mapOf(entry['systemPayload']), at);
  if (entry['subtype'] === 'chat_compression') log.event('compaction', isJsonMap(entry['systemPayload']) ? briefly(entry['systemPayload'], '') : {}, at);
  if (!isSpoken(entry) || entry['type'] === 'system') return;
  const parts = ((entry['message'] as JsonMap)['parts'] as readonly Json[]).map(readPart);
  if (entry['type'] === 'assistant') {
    const usage = entry['usageMetadata'];
    log.assistant({ id: textOf(entry['uuid']), parts, model: textOf(entry['model']), usage: isJsonMap(usage) ? readUsage(usage) : null }, at);
    return;
  }
  const details = mapOf(entry['toolCallResult']);
  const { status } = details;
  for (const part of parts) {
    if (part.type !== 'toolResult') continue;
    const { result } = part;
    const given = isJsonMap(result) && Object.keys(result).length === 1 ? (result['output'] ?? result['error'] ?? result) : result;
    log.result({ callId: part.callId, tool: part.name ?? null, result: given, status: status === 'cancelled' ? 'blocked' : status === 'error' || part.isError === true ? 'error' : 'ok', attributes: briefly({ resultDisplay: details['resultDisplay'] ?? null }, given) }, at);
  }
  const said = parts.filter((part) => part.type !== 'toolResult');
  const isOwn = (part: MessagePart) => entry['subtype'] === 'notification' || (part.type === 'text' && ownText.test(part.text.trimStart()));
  const context = said.filter(isOwn);
  const prompt = said.filter((part) => !isOwn(part));
  if (context.length > 0) log.context({ role: 'user', parts: context }, at);
  if (prompt.length > 0) log.user({ role: 'user', parts: prompt }, at, true);
}
