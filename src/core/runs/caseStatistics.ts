import { reduceOutcomes } from '../evaluators/reduce.ts';
import type { CaseResult, Epochs, TrialResult } from '../model/result.ts';
import type { CaseStatistics, TrialCounts, VariantStatistics } from '../model/runStatistics.ts';
import { passAtK, passHatK } from '../statistics/passAtK.ts';
import { countTrials, ownTrials, variantTrials } from './trials.ts';

/** Results of before epochs were kept had one trial, or all of them had to pass. */
const epochsOf = ({ epochs }: CaseResult, own: readonly TrialResult[]): Epochs => epochs ?? { count: Math.max(1, own.length), reducer: 'all', k: Math.max(1, own.length) };

/** The k of pass@k and pass^k. What `atLeast` calls k is another thing: the passes it asks for. */
const kOf = ({ count, reducer, k }: Epochs): number => (reducer === 'pass@k' || reducer === 'pass^k' ? k : count);

const failingIn = (trials: readonly TrialResult[]): ReadonlySet<string> =>
  new Set(trials.flatMap(({ checks }) => checks.filter((check) => check.gating && check.outcome === 'fail').map((check) => check.id)));

/** Any rewording whose verdict is known to differ settles it; otherwise all must be known. */
function consistency(own: CaseResult['outcome'], variants: readonly VariantStatistics[]): boolean | null {
  const known = [own, ...variants.map(({ outcome }) => outcome)].filter((outcome) => outcome === 'pass' || outcome === 'fail');
  if (variants.length === 0) return null;
  if (new Set(known).size > 1 && (own === 'pass' || own === 'fail')) return false;
  return known.length === variants.length + 1 ? true : null;
}

function worstOf(variants: readonly VariantStatistics[]): CaseStatistics['worstVariant'] {
  const rated = variants.flatMap(({ id, passRate }) => (passRate === null ? [] : [{ id, passRate }]));
  return rated.length === 0 ? null : rated.reduce((worst, each) => (each.passRate < worst.passRate ? each : worst));
}

/** How far the wordings of a case lie apart; null unless a rewording and one more were measured. */
function spreadOf(counts: readonly TrialCounts[]): number | null {
  const rates = counts.flatMap(({ passRate }) => passRate ?? []);
  return rates.length < 2 ? null : Math.max(...rates) - Math.min(...rates);
}

/** Repetition and rewordings of one case (METRICS 9). Each rewording is reduced over its trials as the case is. */
export function caseStatistics(result: CaseResult): CaseStatistics {
  const own = ownTrials(result);
  const counts = countTrials(own);
  const epochs = epochsOf(result, own);
  const k = kOf(epochs);
  const failing = failingIn(own);
  const variants = [...variantTrials(result)].map(([id, trials]): VariantStatistics => ({
    id, ...countTrials(trials),
    outcome: reduceOutcomes(trials.map(({ outcome }) => outcome), epochs),
    flipped: [...failingIn(trials)].filter((check) => !failing.has(check)),
  }));
  return {
    caseId: result.caseId, outcome: result.outcome, ...counts, k,
    passAtK: passAtK(counts.n, counts.passes, k),
    passHatK: passHatK(counts.n, counts.passes, k),
    flaky: counts.n < 2 ? null : counts.passes > 0 && counts.passes < counts.n,
    variants,
    consistent: consistency(reduceOutcomes(own.map(({ outcome }) => outcome), epochs), variants),
    variantSpread: variants.length === 0 ? null : spreadOf([counts, ...variants]),
    worstVariant: worstOf(variants),
  };
}

/** Whether a case passes as asked and fails in another wording; null where it has none, or that cannot be told. */
export function isSensitive({ outcome, variants }: CaseStatistics): boolean | null {
  if (variants.length === 0 || (outcome !== 'pass' && outcome !== 'fail')) return null;
  if (outcome === 'fail') return false;
  if (variants.some((variant) => variant.outcome === 'fail')) return true;
  return variants.every((variant) => variant.outcome === 'pass') ? false : null;
}
