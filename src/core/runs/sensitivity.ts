import { formatPercent, plural } from '../display/numbers.ts';
import { reduceOutcomes } from '../evaluators/reduce.ts';
import type { CheckResult, Epochs, Outcome, SensitivityLimits, TrialResult } from '../model/result.ts';
import { countTrials, ownTrials, variantTrials } from './trials.ts';

type Finding = Pick<CheckResult, 'outcome' | 'score' | 'expected' | 'actual' | 'reason'>;

/** The share of rewordings that end as the case does; what could not be measured may still end either way. */
function consistencyFound(least: number, own: Outcome, variants: readonly Outcome[]): Finding {
  const same = variants.filter((outcome) => outcome === own).length;
  const open = variants.filter((outcome) => outcome === 'error' || outcome === 'n/a').length;
  const all = plural(variants.length, 'rewording');
  const about = { expected: { minConsistency: least }, actual: { same, of: variants.length } };
  if (same / variants.length >= least) return { ...about, outcome: 'pass', score: same / variants.length, reason: `${same} of ${all} end as the case does` };
  if ((same + open) / variants.length < least) return { ...about, outcome: 'fail', score: same / variants.length, reason: `${same} of ${all} end as the case does, ${formatPercent(least)} must` };
  return { ...about, outcome: variants.includes('error') ? 'error' : 'n/a', score: null, reason: `not measured: ${open} of ${all} could not be judged` };
}

/** Greatest less least pass rate of all wordings: another one can only widen it. */
function spreadFound(most: number, rates: readonly (number | null)[]): Finding {
  const known = rates.flatMap((rate) => rate ?? []);
  const spread = known.length === 0 ? 0 : Math.max(...known) - Math.min(...known);
  const about = { expected: { maxSpread: most }, actual: { spread } };
  if (spread > most) return { ...about, outcome: 'fail', score: spread, reason: `pass rates of the wordings lie ${formatPercent(spread)} apart, at most ${formatPercent(most)} is allowed` };
  if (known.length < rates.length) return { ...about, outcome: 'n/a', score: null, reason: `not measured: ${rates.length - known.length} of ${plural(rates.length, 'wording')} could not be judged` };
  return { ...about, outcome: 'pass', score: spread, reason: `pass rates of the wordings lie ${formatPercent(spread)} apart` };
}

const worstFirst: readonly Outcome[] = ['fail', 'error', 'n/a', 'pass'];

/**
 * Whether the wordings of a case differ by no more than it allows (CASES 2.2 `sensitivity`, METRICS 9). Each rewording is reduced over its
 * trials as the case is. Undefined where the case sets no limit, or no rewording was run.
 */
export function sensitivityCheck(trials: readonly TrialResult[], epochs: Epochs, limits: SensitivityLimits | undefined): CheckResult | undefined {
  const variants = [...variantTrials({ trials }).values()];
  if (limits === undefined || variants.length === 0) return undefined;
  const own = ownTrials({ trials });
  const outcomeOf = (of: readonly TrialResult[]): Outcome => reduceOutcomes(of.map(({ outcome }) => outcome), epochs);
  const found = [
    ...(limits.minConsistency === undefined ? [] : [{ key: 'minConsistency', ...consistencyFound(limits.minConsistency, outcomeOf(own), variants.map(outcomeOf)) }]),
    ...(limits.maxSpread === undefined ? [] : [{ key: 'maxSpread', ...spreadFound(limits.maxSpread, [own, ...variants].map((each) => countTrials(each).passRate)) }]),
  ].toSorted((a, b) => worstFirst.indexOf(a.outcome) - worstFirst.indexOf(b.outcome));
  const [worst] = found;
  if (!worst) return undefined;
  const { key, ...finding } = worst;
  return { id: `sensitivity.${key}`, metric: null, path: ['sensitivity', key], gating: true, ...finding, spanId: null, step: null };
}

/** The outcome of the case's own question, and what its limits make of that: a failed case stays one. */
export function withSensitivity(own: Outcome, check: CheckResult | undefined): Outcome {
  return own === 'pass' && check !== undefined ? check.outcome : own;
}
