import type { Call, Trial } from '../model/trace.ts';
import { attemptsOf, executedCalls, sameCall } from './calls.ts';
import type { Evaluator, EvaluatorOptions, KnownTool, MetricInfo } from './evaluator.ts';
import { compileSchema } from './jsonSchema.ts';

/** Whether a call's arguments are not JSON or do not fit the tool's schema; undefined where that cannot be told. */
function isMalformed(call: Call, tool: KnownTool | undefined): boolean | undefined {
  if (call.args === null) return true;
  if (call.args === undefined || tool?.schema === undefined) return undefined;
  const schema = compileSchema(tool.schema);
  return 'error' in schema ? undefined : schema.validate(call.args) !== undefined;
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
  const succeeded = new Set<string>();
  let repeats = 0;
  for (const call of calls) {
    const key = sameCall(call);
    if (succeeded.has(key)) repeats++;
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

const metric = (id: string, unit: MetricInfo['unit'], direction: MetricInfo['direction'], section: string, measure: (trial: Trial, options: EvaluatorOptions) => number | null): MetricInfo =>
  ({ id, unit, direction, basis: 'record', section, ...(id === 'taskCompletionRate' ? {} : { needs: 'calls' as const }), measure: (_evalCase, trial, options) => measure(trial, options) });

/** What any run shows without a reference (METRICS 18). It checks nothing. */
export const run: Evaluator = {
  id: 'run',
  metrics: [
    metric('callsPerTask', 'count', 'down', '5', (trial) => executedCalls(trial).length),
    metric('redundancy', 'share', 'down', '5', redundancy),
    metric('retryRate', 'share', 'down', '5', retryRate),
    metric('malformedArgs', 'share', 'down', '4', malformedArgs),
    metric('taskCompletionRate', 'boolean', 'up', '8', (trial) => (trial.terminal === null ? null : Number(trial.terminal === 'finished'))),
  ],
  plan: () => [],
};
