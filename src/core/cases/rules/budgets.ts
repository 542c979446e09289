import type { Rule } from './rule.ts';

/** Limits in the wrong unit. Per-metric limits that let through what must never happen. */
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
    const allowed = thresholds?.['policyViolations'];
    if (typeof allowed === 'number' && allowed > 0 && typeof thresholds?.['reason'] !== 'string') {
      yield { code: 'CB611', at: ['thresholds', 'policyViolations'], message: `A policy violation blocks; ${allowed} would let it pass. Say why in thresholds.reason, or set 0.`, fixes: view.set('Change to 0', ['thresholds', 'policyViolations'], 0) };
    }
  },
};
