import type { Json, JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import type { MessagePart } from '../model/message.ts';
import type { Score } from '../model/trace.ts';
import type { ResultPart } from './content/parts.ts';
import { textMessage } from './content/parts.ts';
import { readPart } from './content/readPart.ts';
import { readToolDefinitions } from './content/toolDefinitions.ts';
import type { Format, ReadReport, Sample, Source, SourceRecord, TraceFragment } from './format.ts';
import { recordOf } from './format.ts';
import { firstText, parseJson, textOf } from './jsonText.ts';
import { isReadable, rowsIn } from './rows.ts';
import type { SessionLog } from './sessionLog.ts';
import { spansOfLog, withRoot } from './sessionLog.ts';
import { contentId } from './values/contentId.ts';
import { fieldOf, mapOf, mapsIn, restOf } from './values/fields.ts';
import { scoreValue } from './values/scoreValue.ts';
import { readSeconds } from './values/times.ts';
import { readUsage } from './values/tokenUsage.ts';


function isSession(value: unknown): value is JsonMap {
  if (!isJsonMap(value) || typeof value['id'] !== 'string' || !Array.isArray(value['events'])) return false;
  const [first] = value['events'] as readonly Json[];
  return isJsonMap(first) && typeof first['author'] === 'string' && typeof fieldOf(first, 'invocation_id') === 'string';
}

/** Sessions in one value: itself, rows, or those that an evaluation's result holds with its scores. */
function sessionsIn(value: unknown): readonly { readonly session: unknown; readonly scores: readonly Score[] }[] {
  if (isJsonMap(value) && Array.isArray(fieldOf(value, 'eval_case_results'))) {
    return mapsIn(fieldOf(value, 'eval_case_results')).flatMap((result) => {
      const session = fieldOf(result, 'session_details');
      return isSession(session) ? [{ session, scores: mapsIn(fieldOf(result, 'overall_eval_metric_results')).map(scoreOf) }] : [];
    });
  }
  return rowsIn(value, isSession).map((session) => ({ session, scores: [] }));
}

function scoreOf(metric: JsonMap): Score {
  return { name: firstText(metric, 'metric_name', 'metricName') ?? 'score', value: scoreValue(metric['score']), source: 'code', comment: null, spanId: null };
}

/** A session of Google's Agent Development Kit, as its web page and its session services write it (FORMATS 12). */
export const adkSession: Format = {
  id: 'adk-session',
  title: 'Google ADK sessions',
  example: '{"id":"s1","app_name":"shop","user_id":"ana","events":[{"id":"e1","invocation_id":"i1","author":"user","timestamp":1733043686.8,"content":{"role":"user","parts":[{"text":"…"}]}}]}',

  detect({ records }: Sample): string | undefined {
    const found = records.find(({ value }) => sessionsIn(parsed(value)).some(({ session }) => isSession(session)));
    return found && `a session with events by author and invocation on line ${found.line}`;
  },

  *read(source: Source, report: ReadReport): Generator<TraceFragment> {
    for (const record of source.records) {
      const warn = (message: string) => report.warn(record.line, message, record.file);
      for (const { session, scores } of sessionsIn(parsed(record.value))) {
        if (!isSession(session)) warn('Not a session: events with author and invocation are missing; left out.');
        else if (!isReadable(session)) warn('The record is nested too deep to be read; left out.');
        else yield readSession(session, scores, source, record, warn);
      }
    }
  },
};

/** Results of an evaluation are saved as JSON in JSON. */
function parsed(value: unknown): unknown {
  return typeof value === 'string' ? (parseJson(value) ?? value) : value;
}

function readSession(session: JsonMap, scores: readonly Score[], source: Source, record: SourceRecord, warn: (message: string) => void): TraceFragment {
  const logs = new Map(mapsIn(fieldOf(session, 'event_logs')).flatMap((log) => (typeof fieldOf(log, 'event_id') === 'string' ? [[fieldOf(log, 'event_id'), log] as const] : [])));
  const authors = new Map<string, string>();
  const spans = spansOfLog(source, record, (log, at) => {
    const instructed = new Map<string, string>();
    const events = session['events'] as readonly Json[];

    /** The instruction stands with the call that had it; it comes before what the user said to that call. */
    function instruct(from: number, when: Parameters<SessionLog['context']>[1]): void {
      for (const raw of events.slice(from).filter(isJsonMap)) {
        const author = textOf(raw['author']) ?? 'agent';
        if (author === 'user') return;
        const system = systemOf(logs.get(textOf(raw['id']) ?? '') ?? {});
        if (system === null) continue;
        if (instructed.get(author) !== system) log.context(textMessage('system', system), when);
        instructed.set(author, system);
        return;
      }
    }

    for (const [index, raw] of events.entries()) {
      if (!isJsonMap(raw)) {
        warn('An event of the session is not an object; left out.');
        continue;
      }
      const when = at(readSeconds(raw['timestamp']));
      const author = textOf(raw['author']) ?? 'agent';
      const { asked, parts, answers } = partsOf(raw);
      if (author === 'user' && answers.length === 0) {
        instruct(index + 1, when);
        log.user({ role: 'user', parts: asked }, when, true);
        continue;
      }
      answer(log, answers, raw, when);
      const request = logs.get(textOf(raw['id']) ?? '') ?? {};
      instruct(index, when);
      if (parts.length > 0 || fieldOf(raw, 'error_message') !== undefined) say(log, author, parts, raw, request, when);
      else if (answers.length === 0) log.event('event', { author, ...rest(raw) }, when);
    }
  });

  function say(log: SessionLog, author: string, parts: readonly MessagePart[], raw: JsonMap, request: JsonMap, when: Parameters<SessionLog['assistant']>[1]): void {
    const asked = isJsonMap(fieldOf(request, 'model_request')) ? (fieldOf(request, 'model_request') as JsonMap) : {};
    const answered = isJsonMap(fieldOf(request, 'model_response')) ? (fieldOf(request, 'model_response') as JsonMap) : {};
    const [candidate = {}] = mapsIn(answered['candidates']);
    const config = mapOf(asked['config']);
    const usage = fieldOf(raw, 'usage_metadata') ?? fieldOf(answered, 'usage_metadata');
    const id = textOf(raw['id']);
    const failed = firstText(raw, 'error_message', 'errorMessage', 'error_code', 'errorCode');
    if (id !== null) authors.set(`llm:${id}`, author);
    log.assistant({
      id, parts, model: textOf(fieldOf(raw, 'model_version')) ?? textOf(fieldOf(answered, 'model_version')) ?? textOf(asked['model']),
      usage: isJsonMap(usage) ? readUsage(usage) : null, finishReason: textOf(fieldOf(raw, 'finish_reason')) ?? textOf(fieldOf(candidate, 'finish_reason')),
      toolDefinitions: asked['config'] === undefined ? null : readToolDefinitions(config['tools'] ?? []), attributes: { author, ...rest(raw) }, ...(failed === null ? {} : { error: failed }),
    }, when);
  }

  const agents = [...new Set(authors.values())];
  const state = fieldOf(session, 'state') ?? session['context'];
  const id = textOf(session['id']);
  return {
    nativeId: id ?? contentId(session['events']),
    header: {
      sessionId: id, app: textOf(fieldOf(session, 'app_name')), agent: agents[0] ?? textOf(fieldOf(session, 'current_agent_name')), userId: textOf(fieldOf(session, 'user_id')), scores,
      metadata: isJsonMap(state) && Object.keys(state).length > 0 ? { state } : {},
    },
    spans: withRoot(spans.map((span) => ({ ...span, name: authors.get(span.id) ?? span.name })), () => ({ attributes: restOf(session, 'id', 'events', 'event_logs', 'eventLogs', 'app_name', 'appName', 'user_id', 'userId', 'state', 'context') })),
    record: recordOf(record),
  };
}

/** An event's content: what a user said, what an agent said or asked for, and what its tools answered. */
function partsOf(raw: JsonMap): { asked: readonly MessagePart[]; parts: readonly MessagePart[]; answers: readonly ResultPart[] } {
  const content = mapOf(raw['content']);
  const all = mapsIn(content['parts']).map((part) => readPart(withoutNulls(part)));
  return { asked: all, parts: all.filter((part) => part.type !== 'toolResult'), answers: all.filter((part) => part.type === 'toolResult') };
}

/** Files of the evaluation tools spell out each kind of part, all but one of them null. */
function withoutNulls(part: JsonMap): JsonMap {
  return Object.fromEntries(Object.entries(part).filter(([, value]) => value !== null));
}

function answer(log: SessionLog, answers: ReturnType<typeof partsOf>['answers'], raw: JsonMap, when: Parameters<SessionLog['result']>[1]): void {
  for (const { callId, name, result } of answers) {
    const failed = isJsonMap(result) && typeof result['error'] === 'string' && Object.keys(result).length === 1;
    log.result({ callId, tool: name ?? null, result, status: failed ? 'error' : 'ok', attributes: rest(raw) }, when);
  }
}

function systemOf(request: JsonMap): string | null {
  const asked = fieldOf(request, 'model_request');
  const config = mapOf(mapOf(asked)['config']);
  return textOf(fieldOf(config, 'system_instruction'));
}

const known = ['id', 'author', 'content', 'timestamp', 'partial', 'is_greeting', 'model_version', 'modelVersion', 'usage_metadata', 'usageMetadata', 'finish_reason', 'finishReason', 'error_message', 'errorMessage'];

/** What an event says besides: the invocation, actions such as changes of state and transfers. */
function rest(raw: JsonMap): JsonMap {
  const isEmpty = (value: Json) => value === false || (typeof value === 'object' && value !== null && Object.values(value).every((each) => each === null || (typeof each === 'object' && Object.keys(each).length === 0)));
  return Object.fromEntries(Object.entries(restOf(raw, ...known)).filter(([, value]) => !isEmpty(value)));
}
