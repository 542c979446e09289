import type { Json, JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { MessagePart } from '../../model/message.ts';
import type { CallStatus } from '../../model/span.ts';
import type { Usage } from '../../model/usage.ts';
import { callPart, reasoningParts, textParts } from '../content/parts.ts';
import { firstText, textOf, unwrapJson } from '../jsonText.ts';
import type { At, SessionLog } from '../sessionLog.ts';
import { briefly } from '../sessionLog.ts';
import { isNothing, mapOf, saidFields } from '../values/fields.ts';
import { readIsoTime, readMilliseconds } from '../values/times.ts';
import { tokenCount, usageFrom } from '../values/tokenCounts.ts';

/** When a message was written: ISO text, or milliseconds. */
export function timeOf({ createdAt }: JsonMap): number | null {
  return readIsoTime(createdAt) ?? readMilliseconds(createdAt);
}

const ofThePerson = 1;

/**
 * A prompt; or a thought, a text or a call of the model, each in a bubble of its own. A call has its result with it.
 * @param begins a call came to its end in the bubble before, so that what the model says now is another answer
 * @returns the same for the next
 */
export function tellBubble(bubble: JsonMap, log: SessionLog, at: At, model: string | null, begins: boolean): boolean {
  const text = textOf(bubble['text']) ?? textOfEditor(bubble['richText']);
  if (bubble['type'] === ofThePerson) {
    const attached = saidFields(bubble, 'attachedCodeChunks', 'context', 'images');
    const parts = textParts(text);
    if (!isNothing(bubble['attachedCodeChunks']) || !isNothing(bubble['images'])) log.context({ role: 'user', parts: [{ type: 'other', value: attached }] }, { ...at, timeUs: null });
    if (parts.length > 0) log.user({ role: 'user', parts }, at, true);
    return false;
  }
  const call = isJsonMap(bubble['toolFormerData']) && nameOf(bubble['toolFormerData']) !== null ? bubble['toolFormerData'] : undefined;
  const { thinking, errorDetails } = bubble;
  const said: readonly MessagePart[] = [
    ...reasoningParts(isJsonMap(thinking) ? textOf(thinking['text']) : textOf(thinking)), ...textParts(text),
    ...(call === undefined ? [] : [callPart(call['toolCallId'], nameOf(call), argumentsOf(call))]),
  ];
  const usage = usageOf(bubble['tokenCount']);
  const error = isJsonMap(errorDetails) ? (firstText(errorDetails, 'message', 'error') ?? 'The message failed.') : textOf(errorDetails);
  if (said.length > 0 || usage !== null || error !== null) log.assistant({ begins, parts: said, model, usage, ...(error === null ? {} : { error }) }, at);
  const status = call === undefined ? undefined : statusOf(call);
  if (call === undefined || status === undefined) return false;
  tellResult(call, status, log, at);
  return true;
}

function tellResult(call: JsonMap, status: CallStatus, log: SessionLog, at: At): void {
  const result = [call['error'], call['result']].find((each) => !isNothing(each));
  const value = result === undefined ? undefined : unwrapJson(result);
  log.result({
    callId: textOf(call['toolCallId']), tool: nameOf(call), status, ...(value === undefined ? {} : { result: value }),
    attributes: briefly({ ...saidFields(call, 'status', 'userDecision'), ...mapOf(call['additionalData']) }, value ?? ''),
  }, { ...at, timeUs: null });
}

/** Undefined while the call runs, or waits for the person. */
function statusOf({ status, userDecision, result, error }: JsonMap): CallStatus | undefined {
  if (userDecision === 'rejected' || status === 'rejected') return 'blocked';
  if (status === 'error' || status === 'cancelled' || !isNothing(error)) return 'error';
  return status === 'completed' || status === 'success' || !isNothing(result) ? 'ok' : undefined;
}

/** Older versions number their tools. */
function nameOf({ name, tool }: JsonMap): string | null {
  return textOf(name) ?? textOf(tool) ?? (typeof tool === 'number' ? `tool ${tool}` : null);
}

function argumentsOf(call: JsonMap): Json | undefined {
  return [call['rawArgs'], call['params']].find((each) => !isNothing(each));
}

/** Zero stands for not counted. */
function usageOf(raw: Json | undefined): Usage | null {
  if (!isJsonMap(raw)) return null;
  const [input, output] = ['inputTokens', 'outputTokens'].map((name) => tokenCount(raw[name]) || null);
  return usageFrom({ input: input ?? null, output: output ?? null }, 'leaf', raw);
}

const deepest = 30;

/** The text of what was typed, where only the editor's own tree of it was kept. */
function textOfEditor(rich: Json | undefined): string | null {
  if (typeof rich !== 'string') return null;
  const tree = unwrapJson(rich);
  const textIn = (node: Json | undefined, depth: number): string => {
    if (!isJsonMap(node) || depth === 0) return '';
    if (typeof node['text'] === 'string') return node['text'];
    const children = Array.isArray(node['children']) ? (node['children'] as readonly Json[]) : [];
    return children.map((child) => textIn(child, depth - 1)).join(node['type'] === 'root' ? '\n' : '');
  };
  return isJsonMap(tree) ? textOf(textIn(tree['root'], deepest)) : null;
}
