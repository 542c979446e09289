import type { Json, JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import type { TraceHeader } from '../model/trace.ts';
import { textMessage } from './content/parts.ts';
import { readMessage } from './content/readMessage.ts';
import { readToolDefinitions } from './content/toolDefinitions.ts';
import type { Format, ReadReport, Sample, Source, TraceFragment } from './format.ts';
import { fitsDepth, textOf } from './jsonText.ts';
import type { At, SessionLog } from './sessionLog.ts';
import { sessionIn, tellResults } from './sessionLog.ts';
import { mapOf, textFields } from './values/fields.ts';
import { readIsoTime, readSeconds } from './values/times.ts';

const isSession = (value: unknown): value is JsonMap => isJsonMap(value) && typeof value['session_id'] === 'string' && 'session_start' in value && Array.isArray(value['messages']);

/** Sessions of Hermes: one document of chat messages, mostly without times of their own (FORMATS 9h). */
export const hermes: Format = {
  id: 'hermes',
  title: 'Hermes sessions',
  example: '{"session_id":"20260301_a1","model":"gpt-5.2","platform":"cli","session_start":"2026-03-01T10:00:00Z","messages":[{"role":"user","content":"…"}]}',

  detect({ records }: Sample): string | undefined {
    const found = records.find(({ value }) => isSession(value));
    return found && `session_id, session_start and messages on line ${found.line}`;
  },

  *read(source: Source, report: ReadReport): Generator<TraceFragment> {
    for (const record of source.records) {
      const { value } = record;
      const warn = (message: string) => report.warn(record.line, message, record.file);
      if (!isSession(value) || !fitsDepth(value)) warn('Not a session: session_id, session_start and messages are missing, or it is nested too deep; left out.');
      else yield sessionIn(record, source, value['session_id'] as string || 'unnamed', (log, at) => readDocument(value, log, at, warn));
    }
  },
};

function readDocument(session: JsonMap, log: SessionLog, at: (timeUs: number | null) => At, warn: (message: string) => void): Partial<TraceHeader> {
  const model = textOf(session['model']);
  const tools = session['tools'];
  if (Array.isArray(tools)) log.session({ toolDefinitions: readToolDefinitions(tools as Json) }, at(null));
  const system = textOf(session['system_prompt']);
  if (system !== null) log.context(textMessage('system', system), at(null));
  (session['messages'] as readonly Json[]).forEach((raw, index) => {
    if (isJsonMap(raw) && raw['role'] === 'session_meta') return;
    const read = readMessage(raw);
    if (read === undefined || !isJsonMap(raw)) {
      warn(`Message ${index + 1} is not a message; left out.`);
      return;
    }
    const { message, finishReason } = read;
    const when = at(readIsoTime(raw['timestamp']) ?? readSeconds(raw['timestamp']));
    if (message.role === 'assistant') log.assistant({ begins: true, parts: message.parts, model, finishReason }, when);
    else if (message.role === 'tool') tellResults(message.parts, log, when, textOf(raw['tool_name']));
    else log.user(message, when, message.role === 'user');
  });
  const momentOf = (key: string) => at(readIsoTime(session[key]) ?? readSeconds(session[key]));
  log.began(momentOf('session_start'));
  log.passed(momentOf('last_updated'));
  const config = mapOf(session['model_config']);
  const cwd = textOf(session['cwd']) ?? textOf(config['cwd']);
  return {
    app: 'Hermes', sessionId: textOf(session['session_id']),
    metadata: { ...(cwd === null ? {} : { cwd }), ...textFields(session, 'platform', 'session_start', 'last_updated') },
  };
}
