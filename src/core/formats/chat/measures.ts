import type { Json, JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { Cost, Usage } from '../../model/usage.ts';
import { isMessage } from '../content/readMessage.ts';
import { setKey } from '../jsonText.ts';
import { amountOf } from '../values/numbers.ts';
import { reportedCost } from '../values/reportedCost.ts';
import { readIsoTime, readMilliseconds, readSeconds } from '../values/times.ts';
import { readUsage } from '../values/tokenUsage.ts';

/** What a row says of a conversation as a whole beside its messages. Null is not recorded. */
export type Measures = { readonly usage: Usage | null; readonly cost: Cost | null; readonly latencyMs: number | null; readonly startUs: number | null; readonly endUs: number | null };
export const unmeasured: Measures = { usage: null, cost: null, latencyMs: null, startUs: null, endUs: null };

const usageKeys = ['usage', 'usage_metadata', 'usageMetadata', 'token_usage', 'tokenUsage', 'tokens'] as const;
const countKeys = ['prompt_tokens', 'input_tokens', 'promptTokens', 'inputTokens', 'completion_tokens', 'output_tokens', 'completionTokens', 'outputTokens', 'prompt_tokens_details', 'input_tokens_details', 'completion_tokens_details', 'output_tokens_details', 'cache_read_input_tokens', 'cache_creation_input_tokens', 'cached_tokens', 'reasoning_tokens', 'total_tokens', 'totalTokens'] as const;
const costKeys = ['cost_usd', 'costUsd', 'total_cost_usd', 'totalCostUsd', 'total_cost', 'totalCost', 'cost'] as const;
const latencyKeys = ['latency_ms', 'latencyMs', 'duration_ms', 'durationMs', 'response_time_ms', 'responseTimeMs', 'elapsed_ms', 'elapsedMs'] as const;
const startKeys = ['started_at', 'startedAt', 'start_time', 'startTime', 'created_at', 'createdAt', 'created', 'timestamp', 'request_time'] as const;
const endKeys = ['ended_at', 'endedAt', 'end_time', 'endTime', 'finished_at', 'finishedAt', 'completed_at', 'completedAt'] as const;

/** ISO text, or a number of seconds or milliseconds; anything smaller is no moment that a run can have been at. */
function momentOf(value: Json | undefined): number | null {
  if (typeof value !== 'number') return readIsoTime(value);
  return value >= 1e11 ? readMilliseconds(value) : value >= 1e8 ? readSeconds(value) : null;
}

/** What is understood is taken from the row; all else stays in it. */
export function takeMeasures(row: JsonMap): { readonly measures: Measures; readonly rest: JsonMap } {
  const rest: Record<string, Json> = {};
  for (const [key, value] of Object.entries(row)) setKey(rest, key, value);
  function take<T>(keys: readonly string[], read: (value: Json) => T | null): T | null {
    for (const key of keys) {
      const value = Object.hasOwn(rest, key) ? rest[key] : undefined;
      const found = value === undefined || value === null ? null : read(value);
      if (found === null) continue;
      delete rest[key];
      return found;
    }
    return null;
  }
  let usage = take(usageKeys, (value) => (isJsonMap(value) ? readUsage(value) : null));
  if (usage === null) {
    const counts: Record<string, Json> = Object.fromEntries(countKeys.flatMap((key) => (rest[key] === undefined ? [] : [[key, rest[key]]])));
    usage = readUsage(counts);
    if (usage !== null) for (const key of Object.keys(counts)) delete rest[key];
  }
  const cost = take(costKeys, reportedCost);
  const latencyMs = take(latencyKeys, amountOf);
  return { measures: { usage, cost, latencyMs, startUs: take(startKeys, momentOf), endUs: take(endKeys, momentOf) }, rest };
}

const answerKeys = ['response', 'completion', 'output', 'answer'] as const;

/** What the model answered, where a row keeps it beside the messages it was asked with: its text, or a message, with its usage and model where the API told them. */
export function answerBeside(row: JsonMap, messages: readonly Json[]): { readonly key: string; readonly message: Json } | null {
  const asked = messages.at(-1);
  if (!isJsonMap(asked) || asked['role'] === 'assistant') return null;
  for (const key of answerKeys) {
    const value = row[key];
    if (typeof value === 'string' && value !== '') return { key, message: { role: 'assistant', content: value } };
    if (isJsonMap(value) && isMessage(value)) return { key, message: { ...value, ...(value['stop_reason'] === undefined ? {} : { finish_reason: value['stop_reason'] }) } };
  }
  return null;
}
