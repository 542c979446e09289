import { readFacts } from '../trajectory/facts.ts';
import { approvalsIn, escalatedOf } from '../trajectory/oversight.ts';
import { callsOf } from '../trajectory/observe.ts';
import type { SignalRule } from './signal.ts';

export const highRiskWithoutReview: SignalRule = {
  id: 'highRiskWithoutReview',
  title: 'High risk without review',
  describe: 'The trace says that its risk is high or critical; nobody approved anything in it, it was not handed over, and no person has judged it.',
  severity: 'error',
  find({ trace, assembled, answer, facts }) {
    const { risk } = readFacts(trace, { risk: facts.risk }, null);
    if (risk !== 'high' && risk !== 'critical') return [];
    if (trace.header.scores.some(({ source }) => source === 'human')) return [];
    const calls = callsOf(assembled);
    if (approvalsIn(calls, trace.spans, facts)?.some(({ granted }) => granted)) return [];
    if (escalatedOf(calls, trace.spans, answer?.text ?? null, facts) === true) return [];
    return [{ steps: [], why: `risk is ${risk}; no approval, no hand-over and no person's score is recorded`, tag: `${risk} risk` }];
  },
};
