import { nearest } from '../../support/nearest.ts';
import { metricNames } from '../metricNames.ts';
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
  *check(view) {
    const { budgets: stated, thresholds } = view.value;
    if (stated?.latencyMs !== undefined && stated.latencyMs < 100) {
      yield { code: 'CB602', at: ['budgets', 'latencyMs'], message: `${stated.latencyMs} ms looks like seconds.`, fixes: view.set(`Change to ${stated.latencyMs * 1000}`, ['budgets', 'latencyMs'], stated.latencyMs * 1000) };
    }
    if (stated?.costUsd !== undefined && stated.costUsd >= 1 && Number.isInteger(stated.costUsd)) {
      yield { code: 'CB603', at: ['budgets', 'costUsd'], message: `$${stated.costUsd} for one run looks like cents.`, fixes: view.set(`Change to ${stated.costUsd / 100}`, ['budgets', 'costUsd'], stated.costUsd / 100) };
    }
    yield* unknownMetrics(view);
    const allowed = thresholds?.['policyViolations'];
    if (typeof allowed === 'number' && allowed > 0 && typeof thresholds?.['reason'] !== 'string') {
      yield { code: 'CB611', at: ['thresholds', 'policyViolations'], message: `A policy violation blocks; ${allowed} would let it pass. Say why in thresholds.reason, or set 0.`, fixes: view.set('Change to 0', ['thresholds', 'policyViolations'], 0) };
    }
  },
};

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
