import type { Json, JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import type { MessagePart } from '../model/message.ts';
import type { TraceHeader } from '../model/trace.ts';
import { callPart, textMessage } from './content/parts.ts';
import { readParts, readResult } from './content/readPart.ts';
import type { Format, ReadReport, Sample, Source, TraceFragment } from './format.ts';
import { placeOf } from './format.ts';
import { lookUp, textOf } from './jsonText.ts';
import type { At, SessionLog } from './sessionLog.ts';
import { idOfLog, readSession } from './sessionLog.ts';
import { entriesIn, listsIn } from './sessionLog/listLines.ts';
import { listOf, mapOf, restOf, textFields } from './values/fields.ts';
import { readIsoTime } from './values/times.ts';
import { readUsage } from './values/tokenUsage.ts';

const method = (value: unknown): string | undefined => (Array.isArray(value) && typeof value[0] === 'string' && value[0].startsWith('client.beta.sessions.') ? value[0] : undefined);

function entryOf(line: readonly unknown[]): JsonMap | undefined {
  const name = method(line);
  return name === undefined ? undefined : { method: name, payload: (line[1] ?? null) as Json };
}

/** Calls to Anthropic's managed agents and the events that came back, one call or event a line (FORMATS 9h). */
export const anthropicManagedAgents: Format = {
  id: 'anthropic-managed-agents',
  title: 'Anthropic managed agents event logs',
  example: '["client.beta.sessions.events.stream",{"id":"sevt_1","processed_at":"2026-03-01T10:00:00.000Z","type":"user.message","content":[{"type":"text","text":"…"}]}]',
  growth: 'resumed',

  detect({ records }: Sample): string | undefined {
    const found = listsIn(records).find(({ list }) => method(list) !== undefined);
    return found && `a call of ${method(found.list)} on line ${found.line}`;
  },

  read(source: Source, report: ReadReport): Generator<TraceFragment> {
    return readSession(entriesIn(source, report, entryOf, 'The line is no call of the sessions API; left out.'), report, (log, kept) => {
      const context: Context = { log, model: textOf(kept['model']), request: textOf(kept['request']), requestUs: typeof kept['requestUs'] === 'number' ? kept['requestUs'] : null, denied: listOf(kept['denied']) };
      let id = textOf(kept['id']);
      return {
        take(entry, record) {
          const payload = entry['payload'];
          if (entry['method'] === 'client.beta.sessions.create' && isJsonMap(payload)) {
            id ??= textOf(payload['id']);
            return begin(payload, { place: placeOf(source, record), timeUs: readIsoTime(payload['created_at']) }, context);
          }
          // What is sent comes back in the stream.
          if (entry['method'] !== 'client.beta.sessions.events.stream' || !isJsonMap(payload)) return undefined;
          id ??= idOfLog(source, record);
          lookUp(readers, textOf(payload['type']) ?? '')?.(payload, { place: placeOf(source, record), id: textOf(payload['id']), timeUs: readIsoTime(payload['processed_at']) }, context);
          return undefined;
        },
        id: () => id,
        keep: () => ({ id, model: context.model, request: context.request, requestUs: context.requestUs, denied: context.denied }),
      };
    });
  },
};

type Context = { readonly log: SessionLog; model: string | null; /** The model request that runs, and since when. */ request: string | null; requestUs: number | null; /** Calls that a person refused, and that have no result yet. */ denied: readonly Json[] };

function begin(session: JsonMap, at: At, context: Context): Partial<TraceHeader> {
  const agent = mapOf(session['agent']);
  context.model = isJsonMap(agent['model']) ? textOf(agent['model']['id']) : textOf(agent['model']);
  const system = textOf(agent['system']);
  if (system !== null) context.log.context(textMessage('system', system), at);
  context.log.session({ attributes: restOf({ agentId: agent['id'] ?? null, mcpServers: agent['mcp_servers'] ?? null, toolsets: agent['tools'] ?? null }) }, at);
  return { app: 'Anthropic managed agents', agent: textOf(agent['name']), sessionId: textOf(session['id']), name: textOf(session['title']), ...(isJsonMap(session['metadata']) ? { metadata: session['metadata'] } : {}) };
}

type EventReader = (event: JsonMap, at: At, context: Context) => void;

function speak(parts: readonly MessagePart[], at: At, { log, model, request, requestUs }: Context): void {
  log.assistant({ id: request, parts, model, provider: 'anthropic', startUs: requestUs ?? at.timeUs }, at);
}

const calls: EventReader = (event, at, context) => {
  const callId = textOf(event['id']);
  speak([callPart(callId, event['name'], event['input'])], at, context);
  const details = textFields(event, 'mcp_server_name', 'evaluated_permission');
  if (callId !== null && Object.keys(details).length > 0) context.log.result({ callId, detail: true, attributes: details }, at);
};

const gives: EventReader = (event, at, context) => {
  const callId = textOf(event['tool_use_id']) ?? textOf(event['mcp_tool_use_id']) ?? textOf(event['custom_tool_use_id']);
  const wasDenied = callId !== null && context.denied.includes(callId);
  if (wasDenied) context.denied = context.denied.filter((each) => each !== callId);
  context.log.result({ callId, result: readResult(event['content'] ?? null), status: wasDenied ? 'blocked' : event['is_error'] === true ? 'error' : 'ok' }, at);
};

const readers: Readonly<Record<string, EventReader>> = {
  'user.message': (event, at, { log }) => log.user({ role: 'user', parts: readParts(event['content']) }, at, true),
  'user.custom_tool_result': gives,
  'user.tool_confirmation': (event, at, context) => {
    const callId = textOf(event['tool_use_id']);
    const denied = event['result'] === 'deny';
    if (denied && callId !== null) context.denied = [...context.denied, callId];
    context.log.result({ callId, detail: true, status: denied ? 'blocked' : 'ok', attributes: { confirmation: restOf(event, 'id', 'type', 'processed_at', 'tool_use_id') } }, at);
  },
  'user.interrupt': (_, at, { log }) => log.event('interrupted', {}, at),
  'span.model_request_start': (event, at, context) => {
    context.request = textOf(event['id']);
    context.requestUs = at.timeUs;
  },
  'span.model_request_end': (event, at, context) => {
    const usage = isJsonMap(event['model_usage']) ? readUsage(event['model_usage']) : null;
    context.log.assistant({ id: textOf(event['model_request_start_id']) ?? context.request, parts: [], model: context.model, provider: 'anthropic', usage, startUs: context.requestUs, ...(event['is_error'] === true ? { error: 'The model request failed.' } : {}) }, at);
    context.request = null;
    context.requestUs = null;
  },
  'agent.message': (event, at, context) => speak(readParts(event['content']), at, context),
  'agent.thinking': (event, at, context) => speak(readParts(event['content']).map((part): MessagePart => (part.type === 'text' ? { type: 'reasoning', text: part.text } : part)), at, context),
  'agent.tool_use': calls,
  'agent.mcp_tool_use': calls,
  'agent.custom_tool_use': calls,
  'agent.tool_result': gives,
  'agent.mcp_tool_result': gives,
  'agent.thread_context_compacted': (_, at, { log }) => log.event('compaction', {}, at),
  'session.error': (event, at, { log }) => log.step('error', at, { status: 'error', statusMessage: isJsonMap(event['error']) ? textOf(event['error']['message']) : textOf(event['message']) }),
};
