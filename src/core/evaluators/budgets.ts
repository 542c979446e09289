import type { EvalCase } from '../model/evalCase.ts';
import type { Call, Trial } from '../model/trace.ts';
import { executedCalls } from './calls.ts';
import type { Evaluator, Finding } from './evaluator.ts';
import { callCheck, check, counted, fail, notMeasured, pass } from './finding.ts';

type Budgets = NonNullable<EvalCase['budgets']>;
type Budget = {
  readonly what: string;
  unit(count: number): string;
  spent(trial: Trial): number | null;
  /** The call with which the limit was passed. */
  at?(trial: Trial, limit: number): Call | undefined;
};

const failedCalls = (trial: Trial): readonly Call[] => executedCalls(trial).filter((call) => call.status === 'error');

const kinds: Readonly<Record<keyof Budgets, Budget>> = {
  latencyMs: { what: 'the latency', unit: (count) => `${count} ms`, spent: (trial) => trial.latencyMs },
  costUsd: { what: 'the cost', unit: (count) => `${count} USD`, spent: (trial) => trial.costUsd },
  tokens: { what: 'the number of tokens', unit: (count) => counted(count, 'token'), spent: (trial) => trial.tokens },
  turns: { what: 'the number of model turns', unit: (count) => counted(count, 'turn'), spent: (trial) => trial.turns },
  toolErrors: { what: 'the number of failed calls', unit: (count) => counted(count, 'failed call'), spent: (trial) => failedCalls(trial).length, at: (trial, limit) => failedCalls(trial)[limit] },
};

function withinBudget({ what, unit, spent, at }: Budget, limit: number, trial: Trial): Finding {
  const actual = spent(trial);
  const compared = { expected: limit, actual, at: at?.(trial, limit) };
  if (actual === null) return notMeasured(`${what} is not recorded`, compared);
  const said = `${unit(actual)}, at most ${limit}`;
  return actual <= limit ? pass(said, compared) : fail(said, compared);
}

/** `budgets`: limits for one trial. */
export const budgets: Evaluator = {
  id: 'budgets',
  metrics: [],
  plan({ budgets: limits = {} }) {
    return (Object.keys(kinds) as (keyof Budgets)[]).flatMap((key) => {
      const limit = limits[key];
      return limit === undefined ? [] : [(key === 'toolErrors' ? callCheck : check)(`budgets.${key}`, ['budgets', key], null, (trial) => withinBudget(kinds[key], limit, trial))];
    });
  },
};
