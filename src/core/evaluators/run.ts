import { undeclaredIn } from '../insights/undeclared.ts';
import type { Call, Trial } from '../model/trace.ts';
import { attemptsOf, executedCalls, sameCall } from './calls.ts';
import type { Evaluator, EvaluatorOptions, KnownTool, MetricInfo } from './evaluator.ts';
import { compileSchema } from './jsonSchema.ts';

/** Whether a call's arguments are not JSON, do not fit the tool's schema or are not declared in it; undefined where that cannot be told. */
function isMalformed(call: Call, tool: KnownTool | undefined): boolean | undefined {
  if (call.args === null) return true;
  if (call.args === undefined || tool?.schema === undefined) return undefined;
  const schema = compileSchema(tool.schema);
  return 'error' in schema ? undefined : schema.validate(call.args) !== undefined || undeclaredIn(call.args, tool.schema).length > 0;
}

/** Share of calls with malformed arguments (METRICS 4); null unless every call can be judged. */
function malformedArgs(trial: Trial, { tools }: EvaluatorOptions): number | null {
  const judged = executedCalls(trial).map((call) => isMalformed(call, tools?.get(call.name)));
  if (judged.length === 0 || judged.includes(undefined)) return null;
  return judged.filter(Boolean).length / judged.length;
}

/** Share of calls that repeat an earlier successful one while nothing changed in between (METRICS 5). Retries of a failed call count apart. */
function redundancy(trial: Trial, { tools }: EvaluatorOptions): number | null {
  const calls = executedCalls(trial);
  const retries = new Set(attemptsOf(trial).flatMap(({ tries }) => tries.slice(1)));
  const succeeded = new Set<string>();
  let repeats = 0;
  for (const call of calls) {
    const key = sameCall(call);
    if (succeeded.has(key) && !retries.has(call)) {
      if (call.args === undefined) return null;
      repeats++;
    }
    if (call.status !== 'ok') continue;
    // Nothing read before a change need still be true after it; a tool of which nothing is known only reads.
    if (tools?.get(call.name)?.mutates) succeeded.clear();
    succeeded.add(key);
  }
  return calls.length === 0 ? null : repeats / calls.length;
}

function retryRate(trial: Trial): number | null {
  const calls = executedCalls(trial).length;
  return calls === 0 ? null : attemptsOf(trial).reduce((sum, attempt) => sum + attempt.retries, 0) / calls;
}

/** Rounds that make a loop, and the longest round there is. */
const rounds = 3;
const longestCycle = 4;

/** Whether the same call came three times in a row, or a cycle of up to four calls three times (METRICS 5); null where arguments that would tell were not recorded. */
function loop(trial: Trial): number | null {
  const calls = executedCalls(trial);
  const keys = calls.map(sameCall);
  let open = false;
  for (let length = 1; length <= longestCycle; length++) {
    let alike = 0;
    for (let at = length; at < keys.length; at++) {
      alike = keys[at] === keys[at - length] ? alike + 1 : 0;
      if (alike < (rounds - 1) * length) continue;
      if (calls.slice(at - rounds * length + 1, at + 1).every((call) => call.args !== undefined)) return 1;
      open = true;
    }
  }
  return open ? null : 0;
}

/** A run longer than this is called slow (METRICS 10). */
const slowMs = 10_000;

const needsNoCalls = new Set(['taskCompletionRate', 'latencyMs', 'slow', 'costUsd', 'tokens', 'turns']);

const metric = (id: string, unit: MetricInfo['unit'], direction: MetricInfo['direction'], section: string, measure: (trial: Trial, options: EvaluatorOptions) => number | null): MetricInfo =>
  ({ id, unit, direction, basis: 'record', section, ...(needsNoCalls.has(id) ? {} : { needs: 'calls' as const }), measure: (_evalCase, trial, options) => measure(trial, options) });

/** What any run shows without a reference (METRICS 18). It checks nothing. */
export const run: Evaluator = {
  id: 'run',
  metrics: [
    metric('callsPerTask', 'count', 'down', '5', (trial) => executedCalls(trial).length),
    metric('redundancy', 'share', 'down', '5', redundancy),
    metric('retryRate', 'share', 'down', '5', retryRate),
    metric('malformedArgs', 'share', 'down', '4', malformedArgs),
    metric('loop', 'boolean', 'down', '5', loop),
    metric('latencyMs', 'ms', 'down', '10', (trial) => trial.latencyMs),
    metric('slow', 'boolean', 'down', '10', (trial) => (trial.latencyMs === null ? null : Number(trial.latencyMs > slowMs))),
    metric('costUsd', 'usd', 'down', '10', (trial) => trial.costUsd),
    metric('tokens', 'tokens', 'down', '10', (trial) => trial.tokens),
    metric('turns', 'count', 'down', '10', (trial) => trial.turns),
    metric('taskCompletionRate', 'boolean', 'up', '8', (trial) => (trial.terminal === null ? null : trial.terminal !== 'finished' ? 0 : trial.callsUnknown ? 1 : loop(trial) === 1 ? 0 : 1)),
  ],
  plan: () => [],
};
