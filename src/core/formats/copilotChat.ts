import type { Json, JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import type { Score, TraceHeader } from '../model/trace.ts';
import { readRequest, userOf } from './copilotChat/request.ts';
import type { Format, ReadReport, Sample, Source, TraceFragment } from './format.ts';
import { fitsDepth, textOf } from './jsonText.ts';
import type { At, SessionLog } from './sessionLog.ts';
import { sessionIn } from './sessionLog.ts';
import { derivedId } from './values/contentId.ts';

const isChat = (value: unknown): value is JsonMap => isJsonMap(value) && Array.isArray(value['requests']) && typeof value['responderUsername'] === 'string';

/** Chats of GitHub Copilot in VS Code: what `Chat: Export Chat…` writes, and the files it keeps itself, one document a chat (FORMATS 9d). */
export const copilotChat: Format = {
  id: 'copilot-chat',
  title: 'Copilot Chat exports',
  example: '{"responderUsername":"GitHub Copilot","requests":[{"requestId":"r1","message":{"text":"…"},"response":[{"value":"…"}],"timestamp":1767261600000}]}',

  detect({ records }: Sample): string | undefined {
    const found = records.find(({ value }) => isChat(value));
    return found && `requests and responderUsername on line ${found.line}`;
  },

  *read(source: Source, report: ReadReport): Generator<TraceFragment> {
    for (const record of source.records) {
      const { value } = record;
      const warn = (message: string) => report.warn(record.line, message, record.file);
      if (!isChat(value) || !fitsDepth(value)) {
        warn('Not a chat: requests and responderUsername are missing, or it is nested too deep; left out.');
        continue;
      }
      const requests = (value['requests'] as readonly Json[]).filter(isJsonMap);
      if (requests.length === 0) {
        warn('The chat is empty: it holds no request.');
        continue;
      }
      // The session's id stands in some exports alone, and with each answer that is whole.
      const id = sessionOf(value, requests) ?? textOf(requests[0]?.['requestId']) ?? derivedId(value, record.line);
      yield sessionIn(record, source, id, (log, at) => readChat(value, requests, log, at));
    }
  },
};

function readChat(chat: JsonMap, requests: readonly JsonMap[], log: SessionLog, at: (timeUs: number | null) => At): Partial<TraceHeader> {
  const scores: Score[] = [];
  requests.forEach((request, index) => {
    readRequest(request, log, at);
    const vote = request['vote'];
    if (vote === 0 || vote === 1) scores.push({ name: 'vote', value: vote === 1 ? 'up' : 'down', source: 'user', comment: textOf(request['voteDownReason']), spanId: requests.length === 1 ? null : `run/turn-${index + 1}` });
  });
  const [first] = requests;
  return {
    app: textOf(chat['responderUsername']), agent: first && isJsonMap(first['agent']) ? textOf(first['agent']['id']) : null, name: textOf(chat['customTitle']),
    sessionId: sessionOf(chat, requests), userId: userOf(chat), scores, metadata: textOf(chat['initialLocation']) === null ? {} : { location: chat['initialLocation']! },
  };
}

function sessionOf(chat: JsonMap, requests: readonly JsonMap[]): string | null {
  const told = requests.flatMap((request) => (isJsonMap(request['result']) && isJsonMap(request['result']['metadata']) ? (textOf(request['result']['metadata']['sessionId']) ?? []) : []));
  return textOf(chat['sessionId']) ?? told[0] ?? null;
}
