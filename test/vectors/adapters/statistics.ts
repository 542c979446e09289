import { reduceOutcomes } from '../../../src/core/evaluators/reduce.ts';
import type { Json } from '../../../src/core/model/json.ts';
import type { Outcome } from '../../../src/core/model/result.ts';
import { cohenKappa, fleissKappa, gwetAc, percentAgreement, scottPi, type Table, type Weights } from '../../../src/core/statistics/agreement.ts';
import { clopperPearson } from '../../../src/core/statistics/clopperPearson.ts';
import { holm } from '../../../src/core/statistics/holm.ts';
import { correctedRate } from '../../../src/core/statistics/judgeCorrection.ts';
import { krippendorffAlpha, type Scale, type Unit } from '../../../src/core/statistics/krippendorff.ts';
import { mcnemarChiSquare, mcnemarExact } from '../../../src/core/statistics/mcnemar.ts';
import { passAtK, passHatK } from '../../../src/core/statistics/passAtK.ts';
import { reduceScores, type ScoreReducer } from '../../../src/core/statistics/trialScores.ts';
import { cohenH, compareProportions } from '../../../src/core/statistics/twoProportions.ts';
import { wilson } from '../../../src/core/statistics/wilson.ts';
import type { Adapter, Ours } from '../vector.ts';
import { list, map } from './held.ts';

const numbers = (value: Json | undefined): readonly number[] => list(value).map(Number);
const table = (value: Json | undefined): Table => list(value).map(numbers);
const score = (value: number | null): Ours => ({ values: { score: value } });

const agreement: Adapter = ({ mode, actual }) => {
  const [measure = '', weights = 'identity'] = (mode ?? '').split(':');
  switch (measure) {
    case 'cohen_kappa': return score(cohenKappa(table(actual['table']), weights as Weights));
    case 'gwet_ac': return score(gwetAc(table(actual['table']), weights as Weights));
    case 'percent_agreement': return score(percentAgreement(table(actual['table']), weights as Weights));
    case 'scott_pi': return score(scottPi(table(actual['table']), weights as Weights));
    case 'fleiss_kappa': return score(fleissKappa(table(actual['counts'])));
    case 'krippendorff_alpha': return score(krippendorffAlpha(list(actual['units']) as readonly Unit[], weights as Scale));
    default: throw new Error(`No measure of agreement ${measure}`);
  }
};

const effectSize: Adapter = ({ actual }) => score(cohenH(Number(actual['p1']), Number(actual['p2'])));

/** A trial passes from the vector's value on; one without a score broke. */
const outcomesOf = (scores: readonly Json[], from: number): readonly Outcome[] => scores.map((each) => (each === 'NaN' ? 'error' : Number(each) >= from ? 'pass' : 'fail'));

/** Inspect writes C and I for correct and incorrect. */
const scoreOf = (each: Json): number | null => (each === 'NaN' ? null : each === 'C' ? 1 : each === 'I' ? 0 : Number(each));

const epochReducer: Adapter = ({ mode, actual, args }) => {
  const scores = list(actual['scores']);
  if (args['k'] === undefined) return score(reduceScores(scores.map(scoreOf), mode as ScoreReducer));
  const k = Number(args['k']);
  const outcomes = outcomesOf(scores, Number(args['value']));
  if (mode === 'at_least') return score(Number(reduceOutcomes(outcomes, { count: outcomes.length, reducer: 'atLeast', k }) === 'pass'));
  const measured = outcomes.filter((outcome) => outcome !== 'error');
  return score((mode === 'pass_at_k' ? passAtK : passHatK)(measured.length, measured.filter((outcome) => outcome === 'pass').length, k));
};

const judgeCorrection: Adapter = ({ expected, actual }) => {
  const people = numbers(map(expected)['labels']);
  const judge = numbers(actual['judge_on_labelled']);
  const runs = numbers(actual['judge_on_unlabelled']);
  const of = (label: number, said: number): number => people.filter((each, index) => each === label && judge[index] === said).length;
  const positives = people.filter((each) => each === 1).length;
  const corrected = correctedRate({ truePasses: of(1, 1), positives, trueFails: of(0, 0), negatives: people.length - positives }, { passes: runs.filter((each) => each === 1).length, n: runs.length });
  if ('refused' in corrected) return corrected;
  const { rate, interval } = corrected;
  return { values: { point: rate, ciContainsPoint: interval.low <= rate && rate <= interval.high } };
};

const multipleTesting: Adapter = ({ actual }) => ({ values: { adjusted: holm(numbers(actual['pvalues'])) as Json } });

const pairedTest: Adapter = ({ mode, actual }) => {
  const [[, onlyBefore = 0] = [], [onlyAfter = 0] = []] = table(actual['table']);
  if (mode === 'mcnemar_exact') return { values: { statistic: Math.min(onlyBefore, onlyAfter), pvalue: mcnemarExact({ onlyBefore, onlyAfter }) } };
  const found = mcnemarChiSquare({ onlyBefore, onlyAfter }, mode === 'mcnemar_chi2_corrected');
  return { values: { statistic: found?.statistic ?? null, pvalue: found?.p ?? null } };
};

const proportionInterval: Adapter = ({ mode, actual, args }) => {
  const [successes, n, confidence] = [Number(actual['successes']), Number(actual['n']), Number(args['confidence'])];
  const found = mode === 'wilson' ? wilson(successes / n, n, confidence) : clopperPearson(successes, n, confidence);
  return { values: { ci: found && [found.low, found.high] } };
};

const twoProportions: Adapter = ({ actual }) => {
  const [successes, n] = [numbers(actual['successes']), numbers(actual['n'])];
  const [a, b] = [0, 1].map((index) => ({ successes: successes[index] ?? 0, n: n[index] ?? 0 }));
  const found = a && b && compareProportions(a, b);
  return { values: { pvalue: found?.method === 'z' ? found.p : null } };
};

export const statisticsAdapters: Readonly<Record<string, Adapter>> = {
  agreement,
  effect_size: effectSize,
  epoch_reducer: epochReducer,
  judge_correction: judgeCorrection,
  multiple_testing: multipleTesting,
  paired_test: pairedTest,
  proportion_ci: proportionInterval,
  two_proportion_test: twoProportions,
};
