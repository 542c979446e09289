import { metricTable } from '../evaluators/evaluate.ts';

/** Metrics of METRICS 1.2 that are measured over many runs, or not by an evaluator of single cases: thresholds may name them too. */
const measuredElsewhere = [
  'retrievalRecall', 'retrievalPrecision', 'mrr', 'ndcg', 'freshness', 'provenance', 'fallbackRate', 'groundingAccuracy', 'fabricatedCitations', 'hallucinationRate',
  'userAcceptanceRate', 'usableRate', 'feedbackCoverage', 'correctionBurden', 'editRatio', 'learningMinutes', 'deferralRate', 'workaroundRate', 'reviewerBurden',
  'trustedTaskCompletion', 'passRate', 'passAtK', 'passHatK', 'flakeRate', 'consistency', 'latencyMsP50', 'latencyMsP95',
  'costPerSuccessfulRun', 'costPerReviewedRun', 'costPerApprovedAction', 'costPerAvoidedEscalation', 'costPerCaughtFailure', 'recurrence', 'timeToDetect', 'timeToGuard',
];

/** Of those measured elsewhere, the ones where less is better; the evaluators' own table says it of the others. */
const betterWhenLess: ReadonlySet<string> = new Set([
  'fallbackRate', 'fabricatedCitations', 'hallucinationRate', 'correctionBurden', 'editRatio', 'learningMinutes', 'deferralRate', 'workaroundRate', 'reviewerBurden', 'flakeRate',
  'latencyMsP50', 'latencyMsP95', 'costPerSuccessfulRun', 'costPerReviewedRun', 'costPerApprovedAction', 'costPerAvoidedEscalation', 'costPerCaughtFailure', 'recurrence', 'timeToDetect', 'timeToGuard',
]);

/** Whether more (`up`) or less (`down`) of a metric is better. */
export const directionOf = (metric: string): 'up' | 'down' => metricTable.find((each) => each.id === metric)?.direction ?? (betterWhenLess.has(metric) ? 'down' : 'up');

/** Every metric id that a threshold may name. */
export const metricNames: readonly string[] = [...new Set([...metricTable.map((metric) => metric.id), ...measuredElsewhere])];
