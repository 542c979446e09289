import type { Json, JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { MessagePart } from '../../model/message.ts';
import type { ToolDefinition } from '../../model/span.ts';
import type { Cost, Usage } from '../../model/usage.ts';
import { mediaFromUri } from '../content/media.ts';
import { callPart, reasoningParts, textParts } from '../content/parts.ts';
import { firstText, textOf, unwrapJson } from '../jsonText.ts';
import type { At, SessionLog } from '../sessionLog.ts';
import { briefly } from '../sessionLog.ts';
import { mapOf, textFields } from '../values/fields.ts';
import { pricedCost } from '../values/reportedCost.ts';
import { readMilliseconds } from '../values/times.ts';
import { tokenCount, withBeside } from '../values/tokenCounts.ts';

const partTypes = new Set(['text', 'reasoning', 'tool', 'file', 'step-start', 'step-finish', 'snapshot', 'patch', 'agent', 'subtask', 'retry', 'compaction']);

export const isMessageInfo = (value: unknown): value is JsonMap => isJsonMap(value) && textOf(value['id']) !== null && textOf(value['sessionID']) !== null && (value['role'] === 'user' || value['role'] === 'assistant') && isJsonMap(value['time']);
export const isPart = (value: unknown): value is JsonMap => isJsonMap(value) && typeof value['id'] === 'string' && typeof value['type'] === 'string' && partTypes.has(value['type'])
  && (typeof value['messageID'] === 'string' || (!('role' in value) && !('content' in value) && isJsonMap(value['time']) && typeof value['text'] === 'string'));
export const isSessionInfo = (value: unknown): value is JsonMap => isJsonMap(value) && textOf(value['id']) !== null && typeof value['projectID'] === 'string' && typeof value['directory'] === 'string' && isJsonMap(value['time']);

/** One of the times of a message, a part or a state, as microseconds since the epoch; they are written in milliseconds. */
export function millis(value: JsonMap, name: 'created' | 'completed' | 'start' | 'end'): number | null {
  return isJsonMap(value['time']) ? readMilliseconds(value['time'][name]) : null;
}

/** A message with all its parts, as they stand. It may be told again, with more of them. */
export function tellMessage(info: JsonMap, parts: readonly JsonMap[], log: SessionLog, at: At, toolDefinitions: readonly ToolDefinition[] | null = null): void {
  if (info['role'] === 'user') {
    tellPrompt(parts, log, { ...at, id: textOf(info['id']) });
    return;
  }
  const finish = parts.findLast((part) => part['type'] === 'step-finish');
  const model = mapOf(info['model']);
  const error = isJsonMap(info['error']) ? info['error'] : undefined;
  const wasAborted = error?.['name'] === 'MessageAbortedError';
  log.assistant({
    id: textOf(info['id']), whole: true, parts: parts.flatMap(spokenPart), startUs: at.timeUs, endUs: millis(info, 'completed'),
    model: textOf(info['modelID']) ?? textOf(model['modelID']), provider: textOf(info['providerID']) ?? textOf(model['providerID']), finishReason: textOf(info['finish']) ?? textOf(finish?.['reason']),
    usage: usageOf(info['tokens']) ?? usageOf(finish?.['tokens']), cost: costOf(finish?.['cost']) ?? costOf(info['cost']), toolDefinitions,
    attributes: textFields(info, 'agent', 'mode', 'variant'),
    ...(error === undefined || wasAborted ? {} : { error: errorText(error) }),
  }, { ...at, timeUs: null });
  if (wasAborted) log.event('aborted', { message: errorText(error ?? {}) }, { ...at, timeUs: millis(info, 'completed') });
  for (const part of parts) {
    if (part['type'] === 'tool') tellTool(part, log, at);
    else if (part['type'] === 'compaction') log.event('compaction', briefly({ auto: part['auto'] ?? null, overflow: part['overflow'] ?? null }, ''), { ...at, timeUs: null });
    else if (part['type'] === 'retry') log.step('retry', { ...at, timeUs: millis(part, 'created') }, { status: 'error', statusMessage: isJsonMap(part['error']) ? errorText(part['error']) : null });
  }
}

function tellPrompt(parts: readonly JsonMap[], log: SessionLog, at: At): void {
  const said = (isOwn: boolean) => parts.filter((part) => (part['synthetic'] === true || part['ignored'] === true) === isOwn).flatMap(spokenPart);
  const context = said(true);
  const prompt = said(false);
  if (prompt.length > 0) log.user({ role: 'user', parts: prompt }, at, true);
  if (context.length > 0) log.context({ role: 'user', parts: context }, at);
}

function spokenPart(part: JsonMap): readonly MessagePart[] {
  const text = textOf(part['text']);
  switch (part['type']) {
    case 'text':
      return textParts(text);
    case 'reasoning':
      return reasoningParts(text);
    case 'file':
      return [mediaFromUri(textOf(part['url']), textOf(part['mime']))];
    case 'tool': {
      const state = mapOf(part['state']);
      // While the model still writes the arguments there are none.
      const args = state['status'] === 'pending' ? undefined : (state['input'] ?? state['raw']);
      return [callPart(part['callID'], part['tool'], args)];
    }
    case 'agent':
    case 'subtask':
      return [{ type: 'other', value: part }];
    default:
      return [];
  }
}

/** Words of the program where a person or a rule kept a tool from running. */
const refusals = /^(The user (has )?(rejected|denied) (permission|this)|The user rejected|The user has specified a rule which prevents)/;

function tellTool(part: JsonMap, log: SessionLog, at: At): void {
  const callId = textOf(part['callID']);
  const state = mapOf(part['state']);
  const { status } = state;
  const metadata = mapOf(state['metadata']);
  const agent = firstText(metadata, 'sessionId', 'sessionID');
  const startUs = millis(state, 'start');
  if (agent !== null && callId !== null) log.agent(agent, { callId, attributes: { sessionId: agent } }, { place: at.place, timeUs: startUs });
  if (status !== 'completed' && status !== 'error') return;
  const output = status === 'error' ? state['error'] : state['output'];
  const exit = metadata['exit'];
  const refused = status === 'error' && typeof output === 'string' && refusals.test(output);
  log.result({
    callId, tool: textOf(part['tool']), ...(output === undefined ? {} : { result: unwrapJson(output) }), startUs, endUs: millis(state, 'end'),
    status: refused ? 'blocked' : status === 'error' || (typeof exit === 'number' && exit !== 0) ? 'error' : 'ok',
    attributes: { ...briefly(metadata, typeof output === 'string' ? output : ''), ...(textOf(state['title']) === null ? {} : { title: state['title']! }) },
  }, { ...at, timeUs: null });
}

function errorText(error: JsonMap): string {
  return (isJsonMap(error['data']) ? firstText(error['data'], 'message') : null) ?? firstText(error, 'message', 'name') ?? 'The message failed.';
}

/** Cached tokens stand beside the input, and reasoning beside the output. All zeros: not counted yet. */
function usageOf(raw: Json | undefined): Usage | null {
  if (!isJsonMap(raw)) return null;
  const cache = mapOf(raw['cache']);
  const [input, output, reasoning, read, write] = [tokenCount(raw['input']), tokenCount(raw['output']), tokenCount(raw['reasoning']), tokenCount(cache['read']), tokenCount(cache['write'])];
  if (![input, output, reasoning, read, write].some((each) => each !== null && each > 0)) return null;
  return { input: withBeside(input, read, write), cachedRead: read, cacheWrite: write, output: withBeside(output, reasoning), reasoning, level: 'leaf', raw };
}

/** Dollars; a free or an own model has none to tell. */
function costOf(value: Json | undefined): Cost | null {
  return pricedCost(isJsonMap(value) ? value['usd'] : value);
}
