import type { Json, JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import type { Score, TraceHeader } from '../model/trace.ts';
import { createReplay, isBeginning, operationOf } from './copilotChat/operations.ts';
import { readRequest, userOf } from './copilotChat/request.ts';
import type { Format, ReadReport, Sample, Source, SourceRecord, TraceFragment } from './format.ts';
import { fitsDepth, textOf } from './jsonText.ts';
import type { At, SessionLog } from './sessionLog.ts';
import { sessionIn } from './sessionLog.ts';
import { derivedId } from './values/contentId.ts';

const isChat = (value: unknown): value is JsonMap => isJsonMap(value) && Array.isArray(value['requests']) && typeof value['responderUsername'] === 'string';

/**
 * Chats of GitHub Copilot in VS Code: what `Chat: Export Chat…` writes, and the files it keeps itself (FORMATS 9d): one document a chat, or,
 * as its source says, a log of what became of one.
 */
export const copilotChat: Format = {
  id: 'copilot-chat',
  title: 'Copilot Chat exports and VS Code chat sessions',
  example: '{"responderUsername":"GitHub Copilot","requests":[{"requestId":"r1","message":{"text":"…"},"response":[{"value":"…"}],"timestamp":1767261600000}]}',

  detect({ records }: Sample): string | undefined {
    const found = records.find(({ value }) => isChat(value) || isBeginning(value));
    return found && (isChat(found.value) ? `requests and responderUsername on line ${found.line}` : `the beginning of a chat's log on line ${found.line}`);
  },

  *read(source: Source, report: ReadReport): Generator<TraceFragment> {
    let log: { readonly replay: ReturnType<typeof createReplay>; readonly first: SourceRecord; end: number } | undefined;
    function* finished(): Generator<TraceFragment> {
      const chat = log?.replay.state();
      if (log !== undefined && isJsonMap(chat)) yield* readRecord(chat, { ...log.first, length: log.end - log.first.offset });
      log = undefined;
    }

    for (const record of source.records) {
      const { value } = record;
      const operation = fitsDepth(value) ? operationOf(value) : undefined;
      if (operation === undefined) {
        if (log === undefined || isChat(value)) {
          yield* finished();
          yield* readRecord(value, record);
        } else report.warn(record.line, 'The line is no operation of a chat\'s log, or is nested too deep; left out.', record.file);
        continue;
      }
      if (isBeginning(value)) {
        // VS Code begins a log anew when it has become long: in the same file, then, it is the same chat.
        if (log !== undefined && sessionIdOf(log.replay.state()) !== sessionIdOf(value['v'])) yield* finished();
        log ??= { replay: createReplay(), first: record, end: 0 };
      }
      if (log === undefined) report.warn(record.line, 'The operation comes before the beginning of its chat; left out.', record.file);
      else {
        if (!log.replay.apply(operation)) report.warn(record.line, `The operation is on ${operation.path.join('.').slice(0, 100)}, which is not there; left out.`, record.file);
        log.end = record.offset + record.length;
      }
    }
    yield* finished();

    function* readRecord(value: unknown, record: SourceRecord): Generator<TraceFragment> {
      const warn = (message: string) => report.warn(record.line, message, record.file);
      if (!isJsonMap(value) || !Array.isArray(value['requests']) || !fitsDepth(value)) {
        warn('Not a chat: requests and responderUsername are missing, or it is nested too deep; left out.');
        return;
      }
      const requests = (value['requests'] as readonly Json[]).filter(isJsonMap);
      if (requests.length === 0) {
        warn('The chat is empty: it holds no request.');
        return;
      }
      // The session's id stands in some exports alone, and with each answer that is whole.
      const id = sessionOf(value, requests) ?? textOf(requests[0]?.['requestId']) ?? derivedId(value, record.line);
      yield sessionIn(record, source, id, (session, at) => readChat(value, requests, session, at));
    }
  },
};

const sessionIdOf = (chat: Json | undefined): string | null => (isJsonMap(chat) ? textOf(chat['sessionId']) : null);

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
