import type { EvalCase } from '../model/evalCase.ts';
import type { Trial } from '../model/trace.ts';
import { executedCalls, sameCall } from './calls.ts';
import type { Evaluator, Finding, MetricInfo } from './evaluator.ts';
import { check, counted, fail, notMeasured, pass } from './finding.ts';

type Budgets = NonNullable<EvalCase['budgets']>;
type Budget = { readonly what: string; unit(count: number): string; spent(trial: Trial): number | null };

const kinds: Readonly<Record<keyof Budgets, Budget>> = {
  latencyMs: { what: 'the latency', unit: (count) => `${count} ms`, spent: (trial) => trial.latencyMs },
  costUsd: { what: 'the cost', unit: (count) => `${count} USD`, spent: (trial) => trial.costUsd },
  tokens: { what: 'the number of tokens', unit: (count) => counted(count, 'token'), spent: (trial) => trial.tokens },
  turns: { what: 'the number of model turns', unit: (count) => counted(count, 'turn'), spent: (trial) => trial.turns },
  toolErrors: { what: 'the number of failed calls', unit: (count) => counted(count, 'failed call'), spent: (trial) => executedCalls(trial).filter((call) => call.status === 'error').length },
};

function withinBudget({ what, unit, spent }: Budget, limit: number, trial: Trial): Finding {
  const actual = spent(trial);
  const compared = { expected: limit, actual };
  if (actual === null) return notMeasured(`${what} is not recorded`, compared);
  const said = `${unit(actual)}, at most ${limit}`;
  return actual <= limit ? pass(said, compared) : fail(said, compared);
}

/** Executed calls that repeat an earlier successful one; retries of a failed call are counted apart (METRICS 5). Tools count as read-only. */
function redundancy(trial: Trial): number | null {
  const calls = executedCalls(trial);
  const succeeded = new Set<string>();
  let repeats = 0;
  for (const call of calls) {
    const key = sameCall(call);
    if (succeeded.has(key)) repeats++;
    if (call.status === 'ok') succeeded.add(key);
  }
  return calls.length === 0 ? null : repeats / calls.length;
}

function retryRate(trial: Trial): number | null {
  const calls = executedCalls(trial);
  const last = new Map<string, { readonly key: string; readonly failed: boolean }>();
  let retries = 0;
  for (const call of calls) {
    const key = sameCall(call);
    const previous = last.get(call.name);
    if (previous?.failed && previous.key === key) retries++;
    last.set(call.name, { key, failed: call.status === 'error' });
  }
  return calls.length === 0 ? null : retries / calls.length;
}

const onRecord = (id: string, unit: MetricInfo['unit'], measure: (trial: Trial) => number | null): MetricInfo => ({ id, unit, direction: 'down', basis: 'record', section: '5', measure: (_evalCase, trial) => measure(trial) });

/** `budgets`: limits for one trial, and what any run shows of its efficiency (METRICS 5). */
export const budgets: Evaluator = {
  id: 'budgets',
  metrics: [onRecord('callsPerTask', 'count', (trial) => executedCalls(trial).length), onRecord('redundancy', 'share', redundancy), onRecord('retryRate', 'share', retryRate)],
  plan({ budgets: limits = {} }) {
    return (Object.keys(kinds) as (keyof Budgets)[]).flatMap((key) => {
      const limit = limits[key];
      return limit === undefined ? [] : [check(`budgets.${key}`, ['budgets', key], null, (trial) => withinBudget(kinds[key], limit, trial))];
    });
  },
};
