import type { Json, JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { TraceHeader } from '../../model/trace.ts';
import { textMessage } from '../content/parts.ts';
import { firstText, lookUp, textOf } from '../jsonText.ts';
import type { At } from '../sessionLog.ts';
import { briefly } from '../sessionLog.ts';
import { mapOf } from '../values/fields.ts';
import { isOwnText } from './items.ts';
import type { CodexLog } from './log.ts';
import { speak } from './log.ts';
import { readCodexUsage } from './usage.ts';

type EventReader = (event: JsonMap, at: At, context: CodexLog) => Partial<TraceHeader> | undefined | void;

/** Seconds and nanoseconds as milliseconds. */
function durationMs(value: Json | undefined): number | undefined {
  if (!isJsonMap(value)) return undefined;
  const { secs, nanos } = value;
  const ms = typeof secs === 'number' && typeof nanos === 'number' ? secs * 1000 + nanos / 1e6 : Number.NaN;
  return Number.isFinite(ms) ? ms : undefined;
}

/** More about a call whose result stands in an item. */
const detail = (status: (event: JsonMap) => boolean, ...fields: readonly string[]): EventReader => (event, at, { log }) => {
  const callId = textOf(event['call_id']);
  if (callId === null) return;
  const shown: Record<string, Json> = {};
  for (const field of fields) if (event[field] !== undefined && event[field] !== null) shown[field] = event[field];
  const duration = durationMs(event['duration']);
  log.result({ callId, detail: true, status: status(event) ? 'error' : 'ok', attributes: { ...briefly(shown, ''), ...(duration === undefined ? {} : { durationMs: duration }) } }, at);
};

const failedInside = (result: Json | undefined) => isJsonMap(result) && ('Err' in result || (isJsonMap(result['Ok']) && result['Ok']['isError'] === true));

const error: EventReader = (event, at, { log }) => {
  const inner = mapOf(event['error']);
  log.step(event['type'] === 'stream_error' ? 'stream error' : 'error', at, { status: 'error', statusMessage: textOf(event['message']) ?? textOf(event['error']) ?? textOf(inner['message']) });
};

const readers: Readonly<Record<string, EventReader>> = {
  user_message: (event, at, { log, said }) => {
    const text = textOf(event['message']);
    if (text !== null && !isOwnText(text) && said.asks(text, 'event')) log.user(textMessage('user', text), at, true);
  },
  agent_message: (event, at, context) => {
    const text = textOf(event['message']);
    if (text !== null && context.said.answers('text', text, 'event')) speak(context, [{ type: 'text', text }], at);
  },
  agent_reasoning: (event, at, context) => {
    const text = textOf(event['text']);
    if (text !== null && context.said.answers('reasoning', text, 'event')) speak(context, [{ type: 'reasoning', text }], at);
  },
  token_count: ({ info }, at, context) => {
    if (!isJsonMap(info)) return;
    const totals = JSON.stringify(info['total_token_usage'] ?? null);
    const total = readCodexUsage(info['total_token_usage'], 'cumulative');
    if (total !== null) context.log.session({ usage: total }, at);
    if (totals === context.counted) return;
    context.counted = totals;
    const usage = readCodexUsage(info['last_token_usage'], 'leaf');
    if (usage === null) return;
    context.log.ofLastCall({ usage, ...(typeof info['model_context_window'] === 'number' ? { attributes: { model_context_window: info['model_context_window'] } } : {}) }, at);
    context.begins = true;
  },
  'turn.completed': ({ usage }, at, { log }) => {
    const total = readCodexUsage(usage, 'cumulative');
    if (total !== null) log.session({ usage: total }, at);
  },
  exec_command_end: detail((event) => typeof event['exit_code'] === 'number' && event['exit_code'] !== 0, 'exit_code', 'cwd', 'stderr'),
  mcp_tool_call_end: detail((event) => failedInside(event['result']), 'invocation'),
  patch_apply_end: detail((event) => event['success'] === false, 'success', 'stdout', 'stderr', 'changes'),
  dynamic_tool_call_response: detail((event) => event['success'] === false, 'success', 'error'),
  web_search_end: (event, at, { log }) => {
    const callId = textOf(event['call_id']);
    const results = event['results'];
    if (Array.isArray(results)) log.result({ callId: log.openCalls().some((each) => each.callId === callId) ? callId : null, tool: 'web_search', result: results as Json }, at);
  },
  collab_agent_spawn_end: (event, at, { log }) => {
    const key = textOf(event['new_thread_id']);
    const { type: _, new_thread_id: __, call_id: ___, ...attributes } = event;
    if (key !== null) log.agent(key, { callId: textOf(event['call_id']), here: false, attributes: briefly(attributes, '') }, at);
  },
  error,
  stream_error: error,
  turn_aborted: (event, at, { log }) => log.event('turn aborted', briefly({ reason: event['reason'] ?? null, duration_ms: event['duration_ms'] ?? null }, ''), at),
  context_compacted: (_, at, { log }) => log.event('compaction', {}, at),
  thread_name_updated: (event) => {
    const name = firstText(event, 'thread_name', 'name');
    return name === null ? undefined : { name };
  },
};

/** An event of the program beside the conversation. @returns what it says of the run as a whole */
export function readEvent(event: JsonMap, at: At, context: CodexLog): Partial<TraceHeader> | undefined {
  const type = textOf(event['type']);
  return (type === null ? undefined : lookUp(readers, type))?.(event, at, context) ?? undefined;
}
