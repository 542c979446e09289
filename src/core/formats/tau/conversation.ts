import type { Json, JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { Usage } from '../../model/usage.ts';
import { readMessage } from '../content/readMessage.ts';
import { readResult } from '../content/readPart.ts';
import { textOf, wordOf } from '../jsonText.ts';
import type { At, Said, SessionLog } from '../sessionLog.ts';
import { repeatedCallIds, withoutIds } from '../sessionLog/repeatedCallIds.ts';
import { mapOf, mapsIn } from '../values/fields.ts';
import { pricedCost } from '../values/reportedCost.ts';
import { microseconds, readIsoTime, readSeconds } from '../values/times.ts';
import { withBeside } from '../values/tokenCounts.ts';
import { readUsage } from '../values/tokenUsage.ts';


/**
 * Tells the conversation of an agent with a simulated user to the log. The user is a model too, and in some domains has tools of its own:
 * its calls are steps beside the agent's, and neither its tokens nor its costs are the agent's.
 */
export function tellConversation(messages: readonly Json[], log: SessionLog, at: (timeUs: number | null) => At, warn: (message: string) => void): void {
  const flat = messages.flatMap((raw) => (isJsonMap(raw) && Array.isArray(raw['tool_messages']) ? (raw['tool_messages'] as readonly Json[]) : [raw]));
  const answers = new Map(flat.flatMap((raw) => (isJsonMap(raw) && raw['role'] === 'tool' && raw['requestor'] === 'user' && typeof raw['id'] === 'string' ? [[raw['id'], raw] as const] : [])));
  const repeated = repeatedCallIds(flat);
  const lastSaid = flat.findLastIndex((raw) => isJsonMap(raw) && raw['role'] === 'assistant');

  flat.forEach((raw, index) => {
    const read = isJsonMap(raw) ? readMessage(raw) : undefined;
    if (!isJsonMap(raw) || read === undefined) {
      warn(`Message ${index + 1} is not a message; left out.`);
      return;
    }
    const when = at(readIsoTime(raw['timestamp']));
    const { message, finishReason } = read;
    if (raw['role'] === 'assistant') {
      if (index === 0 && isScripted(raw)) log.context(message, when);
      else log.assistant({ begins: true, parts: withoutIds(message.parts, repeated), startUs: startOf(raw, when), ...modelOf(raw, finishReason) }, when);
    } else if (raw['role'] === 'tool') {
      if (raw['requestor'] !== 'user') answer(raw, repeated, log, when);
    } else if (raw['role'] === 'user') {
      for (const call of mapsIn(raw['tool_calls'])) usersCall(call, answers.get(wordOf(call['id'])), log, when);
      const said = { ...message, parts: message.parts.filter((part) => part.type !== 'toolCall') };
      // What ends the conversation is no question: no model saw it.
      if (said.parts.length > 0) log.user(said, when, index < lastSaid);
    } else log.context(message, when);
  });
}

/** The greeting that opens a tau2 conversation is the same for all: no model made it. */
function isScripted(raw: JsonMap): boolean {
  return 'raw_data' in raw && raw['raw_data'] === null && raw['usage'] === null;
}

function startOf(raw: JsonMap, { timeUs }: At): number | null {
  const took = readSeconds(raw['generation_time_seconds']);
  return timeUs === null || took === null ? null : microseconds(timeUs - took);
}

function modelOf(raw: JsonMap, finishReason: string | null): Partial<Said> {
  const response = mapOf(raw['raw_data']);
  const [choice = {}] = mapsIn(response['choices']);
  const usage = usageOf(raw, response);
  return {
    model: textOf(response['model']), usage, finishReason: finishReason ?? textOf(choice['finish_reason']),
    // A call with tokens that costs nothing is one that could not be priced.
    cost: pricedCost(raw['cost']),
    attributes: typeof response['id'] === 'string' ? { response_id: response['id'] } : {},
  };
}

/** The provider's own counts know of cached tokens; where more are cached than were sent, they were counted beside. */
function usageOf(raw: JsonMap, response: JsonMap): Usage | null {
  const counts = isJsonMap(response['usage']) ? response['usage'] : raw['usage'];
  const usage = isJsonMap(counts) ? readUsage(counts) : null;
  if (usage === null || usage.input === null) return usage;
  const cached = (usage.cachedRead ?? 0) + (usage.cacheWrite ?? 0);
  return cached > usage.input ? { ...usage, input: withBeside(usage.input, cached) } : usage;
}

function answer(raw: JsonMap, repeated: ReadonlySet<string>, log: SessionLog, when: At): void {
  const id = textOf(raw['tool_call_id']) ?? textOf(raw['id']);
  const result = readResult(raw['content'] ?? null);
  // The environments' tools answer a failure as text that begins so; the older results say it nowhere else.
  const failed = raw['error'] === true || (typeof result === 'string' && result.startsWith('Error:'));
  log.result({ callId: id !== null && repeated.has(id) ? null : id, tool: textOf(raw['name']), result, status: failed ? 'error' : 'ok' }, when);
}

export function usersCall(call: JsonMap, result: JsonMap | undefined, log: SessionLog, when: At): void {
  const failed = result?.['error'] === true;
  log.step(`user's ${textOf(call['name']) ?? 'tool'}`, when, {
    attributes: { 'called by': 'the simulated user', arguments: call['arguments'] ?? null, ...(result === undefined ? {} : { result: readResult(result['content'] ?? null) }) },
    ...(failed ? { statusMessage: 'error' } : {}),
  });
}
