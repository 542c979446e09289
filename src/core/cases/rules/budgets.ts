import { nearest } from '../../support/nearest.ts';
import { isJsonMap } from '../../model/json.ts';
import type { ValidationContext } from '../context.ts';
import { directionOf, metricNames } from '../metricNames.ts';
import { didYouMean } from '../words.ts';
import type { CaseView } from '../caseView.ts';
import type { Finding, Rule } from './rule.ts';

/** Limits in the wrong unit. Per-metric limits of no known metric (CB002), and ones that let through what must never happen. */
export const budgets: Rule = {
  codes: {
    CB602: 'The latency budget looks like seconds; it is in milliseconds.',
    CB603: 'The cost budget looks like cents; it is in dollars.',
    CB611: 'A threshold loosens a blocker without a reason.',
  },
  *check(view, context) {
    const { budgets: stated, thresholds } = view.value;
    if (stated?.latencyMs !== undefined && stated.latencyMs < 100) {
      yield { code: 'CB602', at: ['budgets', 'latencyMs'], message: `${stated.latencyMs} ms looks like seconds.`, fixes: view.set(`Change to ${stated.latencyMs * 1000}`, ['budgets', 'latencyMs'], stated.latencyMs * 1000) };
    }
    if (stated?.costUsd !== undefined && stated.costUsd >= 1 && Number.isInteger(stated.costUsd)) {
      yield { code: 'CB603', at: ['budgets', 'costUsd'], message: `$${stated.costUsd} for one run looks like cents.`, fixes: view.set(`Change to ${stated.costUsd / 100}`, ['budgets', 'costUsd'], stated.costUsd / 100) };
    }
    yield* unknownMetrics(view);
    if (typeof thresholds?.reason !== 'string' || thresholds.reason.trim() === '') yield* loosened(view, context);
  },
};

/** A blocker may be made stricter by a case, and looser only with a reason. */
function* loosened(view: CaseView, { blockers = ['policyViolations'], thresholdsOf }: ValidationContext): Iterable<Finding> {
  const tier = thresholdsOf?.(view.value.tier) ?? {};
  for (const [metric, own] of Object.entries(view.value.thresholds ?? {})) {
    if (!blockers.includes(metric)) continue;
    const limit = leastOf(tier[metric]) ?? (metric === 'policyViolations' ? 0 : undefined);
    const stated = leastOf(own);
    if (limit === undefined || stated === undefined || (directionOf(metric) === 'up' ? stated >= limit : stated <= limit)) continue;
    const at = ['thresholds', metric];
    yield { code: 'CB611', at, message: `${metric} blocks a release at ${limit}; ${stated} would let more pass. Say why in thresholds.reason, or take it back.`, fixes: typeof own === 'number' ? view.set(`Change to ${limit}`, at, limit) : view.remove(`Remove ${metric}`, at) };
  }
}

/** A threshold as one number; of `{k, min}` the least that is enough. */
function leastOf(threshold: unknown): number | undefined {
  const value: unknown = isJsonMap(threshold) ? threshold['min'] : threshold;
  return typeof value === 'number' ? value : undefined;
}

function* unknownMetrics(view: CaseView): Iterable<Finding> {
  for (const name of Object.keys(view.value.thresholds ?? {})) {
    if (name === 'reason' || metricNames.includes(name)) continue;
    const at = ['thresholds', name];
    const meant = nearest(name, metricNames);
    yield {
      code: 'CB002', at: { key: at }, message: `There is no metric ${name}.${didYouMean(meant)}`,
      fixes: [...(meant === undefined ? [] : view.rename(`Change to ${meant}`, at, meant)), ...view.remove(`Remove ${name}`, at)],
    };
  }
}
