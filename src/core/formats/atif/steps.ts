import type { Json, JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { Message, MessagePart } from '../../model/message.ts';
import type { Cost, Usage } from '../../model/usage.ts';
import { callPart, reasoningParts } from '../content/parts.ts';
import { readPart, readResult } from '../content/readPart.ts';
import { firstText, textOf } from '../jsonText.ts';
import type { At, SessionLog } from '../sessionLog.ts';
import { mapOf, mapsIn, restOf } from '../values/fields.ts';
import { reportedCost } from '../values/reportedCost.ts';
import { readIsoTime } from '../values/times.ts';
import { tokenCount, usageFrom } from '../values/tokenCounts.ts';

/** Where a step of the log refers to a sub-agent's trajectory: under this call, or else under the run. */
export type Reference = { readonly reference: JsonMap; readonly callId: string | null; readonly at: At };


/** Tells a trajectory's steps to the log. @returns the sub-agents it refers to */
export function tellSteps(steps: readonly Json[], log: SessionLog, at: (timeUs: number | null) => At, warn: (message: string) => void): readonly Reference[] {
  const references: Reference[] = [];
  for (const step of steps) {
    if (!isJsonMap(step)) {
      warn('A step of the trajectory is not an object; left out.');
      continue;
    }
    const when = at(readIsoTime(step['timestamp']));
    const parts = partsOf(step['message']);
    // Steps of the run before, repeated so that the file can be read alone: they were told, and paid for, there.
    const isCopy = step['is_copied_context'] === true;
    if (step['source'] === 'agent' && !isCopy) tellAgentStep(step, parts, log, when);
    else if (parts.length > 0) {
      const message: Message = { role: step['source'] === 'user' ? 'user' : step['source'] === 'agent' ? 'assistant' : 'system', parts };
      if (message.role === 'user') log.user(message, when, !isCopy);
      else log.context(message, when);
    }
    references.push(...tellObservation(step, isCopy, log, when));
  }
  return references;
}

function tellAgentStep(step: JsonMap, parts: readonly MessagePart[], log: SessionLog, when: At): void {
  const metrics = mapOf(step['metrics']);
  const thought = textOf(step['reasoning_content']);
  const calls = mapsIn(step['tool_calls']).map((call) => callPart(call['tool_call_id'], call['function_name'], call['arguments']));
  log.assistant({
    begins: true, parts: [...reasoningParts(thought), ...parts, ...calls],
    model: textOf(step['model_name']), usage: readMetrics(metrics), cost: reportedCost(metrics['cost_usd']),
    attributes: { ...restOf(step, 'source', 'message', 'timestamp', 'model_name', 'reasoning_content', 'tool_calls', 'observation', 'metrics'), ...leftOut(metrics), ...(isJsonMap(metrics['extra']) ? { 'metrics.extra': metrics['extra'] } : {}) },
  }, when);
}

function tellObservation(step: JsonMap, isCopy: boolean, log: SessionLog, when: At): readonly Reference[] {
  const observation = mapOf(step['observation']);
  return mapsIn(observation['results']).flatMap((result) => {
    const callId = textOf(result['source_call_id']);
    const content = result['content'];
    if (callId !== null && !isCopy) log.result({ callId, result: contentOf(content), status: 'ok' }, when);
    else if (content !== undefined && content !== null) log.context({ role: step['source'] === 'system' ? 'system' : 'user', name: 'environment', parts: partsOf(content) }, when);
    return mapsIn(result['subagent_trajectory_ref']).map((reference) => ({ reference, callId, at: when }));
  });
}

function contentOf(content: Json | undefined): Json {
  if (!Array.isArray(content)) return readResult(content ?? null);
  const parts = partsOf(content as Json);
  return parts.every((part) => part.type === 'text') ? parts.map((part) => part.text).join('\n\n') : parts;
}

/** Text, or since version 1.6 a list of parts; a picture stands there as a path. */
function partsOf(message: Json | undefined): readonly MessagePart[] {
  if (message === undefined || message === null || message === '') return [];
  if (!Array.isArray(message)) return [typeof message === 'string' ? { type: 'text', text: message } : readPart(message)];
  return (message as readonly Json[]).map((part) => {
    const source = isJsonMap(part) && part['type'] === 'image' && isJsonMap(part['source']) ? part['source'] : undefined;
    return source === undefined ? readPart(part) : { type: 'media', mimeType: textOf(source['media_type']), bytes: null, sha256: null, uri: firstText(source, 'path', 'url') };
  });
}

/** Prompt tokens include the cached ones. */
function readMetrics(metrics: JsonMap): Usage | null {
  const { prompt_token_ids: _, completion_token_ids: __, logprobs: ___, ...raw } = metrics;
  return usageFrom({ input: tokenCount(metrics['prompt_tokens']), cachedRead: tokenCount(metrics['cached_tokens']), output: tokenCount(metrics['completion_tokens']) }, 'leaf', raw);
}

/** The whole run's counts, as the end of the file gives them. */
export function readFinalMetrics(metrics: Json | undefined): { usage: Usage | null; cost: Cost | null } {
  if (!isJsonMap(metrics)) return { usage: null, cost: null };
  return {
    usage: usageFrom({ input: tokenCount(metrics['total_prompt_tokens']), cachedRead: tokenCount(metrics['total_cached_tokens']), output: tokenCount(metrics['total_completion_tokens']) }, 'aggregate', metrics),
    cost: reportedCost(metrics['total_cost_usd']),
  };
}

/** Token ids are for training: huge, and of no use to a reader. */
function leftOut(metrics: JsonMap): JsonMap {
  const dropped = ['prompt_token_ids', 'completion_token_ids', 'logprobs'].filter((key) => metrics[key] !== undefined && metrics[key] !== null);
  return dropped.length === 0 ? {} : { 'casebook.left_out': dropped };
}
