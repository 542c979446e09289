import { metricTable } from '../evaluators/evaluate.ts';

/** Metrics of METRICS 1.2 that only many runs have, or what people do: thresholds may name them too. */
export const measuredElsewhere: readonly string[] = [
  'reviewerBurden', 'passRate', 'passAtK', 'passHatK', 'flakeRate', 'consistency', 'latencyMsP50', 'latencyMsP95',
  'costPerSuccessfulRun', 'costPerReviewedRun', 'costPerApprovedAction', 'costPerAvoidedEscalation', 'costPerCaughtFailure', 'recurrence', 'timeToDetect', 'timeToGuard',
];

/** Of those measured elsewhere, the ones where less is better; the evaluators' own table says it of the others. */
const betterWhenLess: ReadonlySet<string> = new Set([
  'reviewerBurden', 'flakeRate',
  'latencyMsP50', 'latencyMsP95', 'costPerSuccessfulRun', 'costPerReviewedRun', 'costPerApprovedAction', 'costPerAvoidedEscalation', 'costPerCaughtFailure', 'recurrence', 'timeToDetect', 'timeToGuard',
]);

/** Whether more (`up`) or less (`down`) of a metric is better. */
export const directionOf = (metric: string): 'up' | 'down' => metricTable.find((each) => each.id === metric)?.direction ?? (betterWhenLess.has(metric) ? 'down' : 'up');

/** Every metric id that a threshold may name. */
export const metricNames: readonly string[] = [...new Set([...metricTable.map((metric) => metric.id), ...measuredElsewhere])];
