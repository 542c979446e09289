import type { Json, JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import type { MessagePart } from '../model/message.ts';
import type { TraceHeader } from '../model/trace.ts';
import type { Usage } from '../model/usage.ts';
import { unknownTool } from '../trajectory/turns.ts';
import { callPart, reasoningParts, textParts } from './content/parts.ts';
import type { Format, ReadReport, Sample, Source, TraceFragment } from './format.ts';
import { placeOf } from './format.ts';
import { firstText, lookUp, readArguments, textOf, unwrapJson } from './jsonText.ts';
import type { At, EntryReader, SessionLog } from './sessionLog.ts';
import { briefly, idOfLog, readSession } from './sessionLog.ts';
import { mapOf, mapsIn, restOf, textFields } from './values/fields.ts';
import { readIsoTime } from './values/times.ts';
import { tokenCount, withBeside } from './values/tokenCounts.ts';

const isEvent = (value: unknown): value is JsonMap => isJsonMap(value) && typeof value['type'] === 'string' && isJsonMap(value['data']) && typeof value['id'] === 'string' && 'parentId' in value;
const ownTypes = /^(session\.(start|resume|model_change|info|error|shutdown)|user\.message|assistant\.(message|turn_start|turn_end|reasoning)|tool\.execution_(start|complete))$/;

/** Sessions of Copilot CLI: events with ids, each after the one before (FORMATS 9e). */
export const copilotCli: Format = {
  id: 'copilot-cli',
  title: 'Copilot CLI sessions',
  example: '{"type":"session.start","data":{"sessionId":"5c1e","producer":"copilot-agent","copilotVersion":"1.0.77"},"id":"e1","timestamp":"2026-03-01T10:00:00.000Z","parentId":null}',
  growth: 'resumed',

  detect({ records }: Sample): string | undefined {
    const found = records.find(({ value }) => isEvent(value) && ownTypes.test(value['type'] as string));
    return found && `an event ${String((found.value as JsonMap)['type'])} with data and parentId on line ${found.line}`;
  },

  read(source: Source, report: ReadReport): Generator<TraceFragment> {
    return readSession(source, report, (log, kept) => copilotReader(source, log, kept));
  },
};

type Thought = { readonly parts: readonly MessagePart[]; readonly at: At };
/** `thought`: reasoning whose message has not come yet. */
type Context = { readonly log: SessionLog; model: string | null; thought: Thought | null };
type EventReader = (data: JsonMap, at: At, context: Context, event: JsonMap) => Partial<TraceHeader> | undefined | void;

function copilotReader(source: Source, log: SessionLog, kept: JsonMap): EntryReader {
  let id = textOf(kept['id']);
  const context: Context = { log, model: textOf(kept['model']), thought: isJsonMap(kept['thought']) ? (kept['thought'] as unknown as Thought) : null };
  return {
    take(event, record, warn) {
      if (!isEvent(event)) {
        warn('The line is no event of a session; left out.');
        return undefined;
      }
      const data = event['data'] as JsonMap;
      id ??= textOf(data['sessionId']) ?? idOfLog(source, record);
      const at: At = { place: placeOf(source, record), id: textOf(event['id']), timeUs: readIsoTime(event['timestamp']) };
      const agent = textOf(data['parentToolCallId']);
      if (agent !== null && !log.hasAgent(agent)) log.agent(agent, { callId: agent }, at);
      const reader = lookUp(readers, event['type'] as string);
      const when: At = { ...at, ...(agent === null ? {} : { agent }) };
      if (reader !== undefined && !thinks.test(event['type'] as string)) unsaid(context);
      return reader?.(data, when, context, event) ?? undefined;
    },
    id: () => id,
    keep: () => ({ id, model: context.model, thought: context.thought as unknown as Json }),
  };
}

/** What may stand between reasoning and the message it belongs to. */
const thinks = /^(assistant\.(reasoning|message)|session\.truncation)$/;

/** Reasoning that no message followed is a model call of its own. */
function unsaid(context: Context): void {
  const { thought, log, model } = context;
  context.thought = null;
  if (thought === null) return;
  log.assistant({ parts: thought.parts, model }, thought.at);
  log.endOfCall(thought.at);
}

const begun: EventReader = (data, _, context) => {
  context.model = textOf(data['selectedModel']) ?? context.model;
  const place = mapOf(data['context']);
  const metadata = textFields(place, 'cwd', 'repository', 'branch', 'headCommit');
  const version = textOf(data['copilotVersion']);
  return { app: 'Copilot CLI', ...(textOf(data['sessionId']) === null ? {} : { sessionId: textOf(data['sessionId']) }), metadata: { ...metadata, ...(version === null ? {} : { version }) } };
};

const started: EventReader = (data, at, { log }) => {
  const callId = textOf(data['toolCallId']);
  // Most calls were asked for in a message; some are told only as they start.
  if (!log.openCalls().some((each) => each.callId === callId)) log.unasked({ id: callId, name: textOf(data['toolName']) ?? unknownTool, ...readArguments(data['arguments']) }, at);
};

const completed: EventReader = (data, at, { log }) => {
  const result = mapOf(data['result']);
  const error = mapOf(data['error']);
  const given = result['content'] ?? firstText(error, 'message');
  const metrics = isJsonMap(data['toolTelemetry']) ? data['toolTelemetry']['metrics'] : undefined;
  const refused = /denied|rejected/.test(textOf(error['code']) ?? '');
  log.result({
    callId: textOf(data['toolCallId']), tool: textOf(data['toolName']), ...(given === null || given === undefined ? {} : { result: unwrapJson(given) }),
    status: refused ? 'blocked' : data['success'] === false ? 'error' : 'ok', attributes: isJsonMap(metrics) ? briefly(metrics, '') : {},
  }, at);
};

const removals = ['tokensRemovedDuringTruncation', 'messagesRemovedDuringTruncation'] as const;

const readers: Readonly<Record<string, EventReader>> = {
  'session.start': begun,
  'session.resume': (data, at, context, event) => {
    context.log.event('session resumed', {}, at);
    return begun({ ...data, sessionId: null }, at, context, event);
  },
  'session.model_change': (data, _, context) => { context.model = textOf(data['newModel']) ?? context.model; },
  'session.title_changed': (data) => (textOf(data['title']) === null ? undefined : { name: textOf(data['title']) }),
  'session.error': (data, at, { log }) => log.step('error', at, { status: 'error', statusMessage: textOf(data['message']), attributes: restOf(data, 'message', 'stack') }),
  'session.truncation': (data, at, { log }) => {
    // One that removed nothing cut nothing.
    if (removals.some((key) => data[key] !== 0)) log.event('context truncated', data, at);
  },
  'session.compaction_complete': (data, at, { log }) => log.event('compaction', briefly(data, ''), at),
  'session.shutdown': (data, at, { log }) => {
    const usage = usageOf(data['tokenDetails']);
    log.session({ attributes: { shutdown: briefly(data, '') }, ...(usage === null ? {} : { usage }) }, at);
  },
  'system.message': (data, at, { log }) => log.context({ role: 'system', parts: textParts(textOf(data['content'])) }, at),
  'system.notification': (data, at, { log }) => log.context({ role: 'user', parts: textParts(textOf(data['content'])) }, at),
  'user.message': (data, at, { log }) => {
    const attachments = Array.isArray(data['attachments']) ? (data['attachments'] as readonly Json[]).map((value): MessagePart => ({ type: 'other', value })) : [];
    const parts = [...textParts(textOf(data['content'])), ...attachments];
    if (parts.length > 0) log.user({ role: 'user', parts }, at, true);
  },
  // Message and reasoning are one call, named after the message: a copy of the log may begin between the two.
  'assistant.reasoning': (data, at, context) => {
    if (context.thought !== null && context.thought.at.agent !== at.agent) unsaid(context);
    context.thought = { at: context.thought?.at ?? at, parts: [...(context.thought?.parts ?? []), ...reasoningParts(textOf(data['content']))] };
    context.log.passed(at);
  },
  'assistant.message': (data, at, context) => {
    if (context.thought !== null && context.thought.at.agent !== at.agent) unsaid(context);
    const { log, model: chosen, thought } = context;
    context.thought = null;
    // A sub-agent may have another model than the one that was chosen for the session.
    const model = at.agent === undefined ? chosen : null;
    const requests = mapsIn(data['toolRequests']);
    const calls = requests.map((each) => callPart(each['toolCallId'], each['name'], each['arguments']));
    const output = tokenCount(data['outputTokens']);
    log.assistant({
      parts: [...(thought?.parts ?? []), ...reasoningParts(textOf(data['reasoningText'])), ...textParts(textOf(data['content'])), ...calls], model: textOf(data['model']) ?? model,
      usage: output === null ? null : { input: null, cachedRead: null, cacheWrite: null, output, reasoning: null, level: 'leaf' },
      attributes: textFields(data, 'messageId', 'requestId', 'turnId'),
    }, at);
    log.endOfCall(at);
  },
  'tool.execution_start': started,
  'tool.user_requested': started,
  'tool.execution_complete': completed,
  'subagent.started': (data, at, { log }) => {
    const callId = textOf(data['toolCallId']);
    if (callId !== null) log.agent(callId, { callId, attributes: restOf(data, 'toolCallId') }, at);
  },
  'subagent.completed': (data, at, { log }) => {
    const callId = textOf(data['toolCallId']);
    if (callId !== null) log.ofAgent(callId, restOf(data, 'toolCallId'), at);
  },
  'subagent.failed': (data, at, { log }) => {
    const callId = textOf(data['toolCallId']);
    if (callId !== null) log.ofAgent(callId, restOf(data, 'toolCallId'), at, textOf(data['error']) ?? 'The sub-agent failed.');
  },
  abort: (data, at, { log }) => log.event('aborted', data, at),
};

/** Totals of the session, which the cached tokens are told beside. */
function usageOf(details: Json | undefined): Usage | null {
  if (!isJsonMap(details)) return null;
  const of = (name: string) => (isJsonMap(details[name]) ? tokenCount(details[name]['tokenCount']) : null);
  const [input, cachedRead, cacheWrite] = [of('input'), of('cache_read'), of('cache_write')];
  return { input: withBeside(input, cachedRead, cacheWrite), cachedRead, cacheWrite, output: of('output'), reasoning: null, level: 'aggregate', raw: details };
}
