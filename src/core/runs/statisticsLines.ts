import { formatCost, formatCount, formatPercent, plural } from '../display/numbers.ts';
import { printableLine } from '../display/terminal.ts';
import { formatDuration } from '../display/time.ts';
import type { CaseStatistics, CostStatistics, Estimate, LatencyStatistics, RunStatistics, TargetStatistics } from '../model/runStatistics.ts';

const mostNamed = 5;

/** The first few of many, and how many more there are. */
function listed(items: readonly string[]): string {
  const more = items.length - mostNamed;
  return `${items.slice(0, mostNamed).map(printableLine).join(', ')}${more > 0 ? ` and ${formatCount(more)} more` : ''}`;
}

/** "83 % (95 %: 55 % to 95 %, n 12)": a rate never without its n, and with what it may be in truth. */
export function estimateInWords({ value, n, interval }: Estimate, unit = 'case'): string {
  if (value === null) return 'not measured';
  return `${formatPercent(value)} (${interval === null ? '' : `95 %: ${formatPercent(interval.low)} to ${formatPercent(interval.high)}, `}${plural(n, unit)})`;
}

const rate = (label: string, estimate: Estimate | null): readonly string[] => (estimate === null ? [] : [`${label}: ${estimateInWords(estimate)}`]);

/** Most flaky first: nearest to one half. */
function flakyLine(cases: readonly CaseStatistics[], flakeRate: Estimate | null): readonly string[] {
  const flaky = cases.filter((each) => each.flaky === true).toSorted((a, b) => Math.abs((a.passRate ?? 0) - 0.5) - Math.abs((b.passRate ?? 0) - 0.5));
  if (flakeRate === null) return [];
  const named = flaky.map(({ caseId, passes, n }) => `${caseId} ${formatCount(passes)} of ${formatCount(n)}`);
  return [`Flaky: ${estimateInWords(flakeRate)}${named.length > 0 ? `: ${listed(named)}` : ''}`];
}

/** Cases that pass as asked and fail reworded, worst first, with the check that flipped. */
function rewordedLines({ repeated, sensitivity, consistency }: TargetStatistics): readonly string[] {
  const worst = repeated
    .flatMap(({ caseId, outcome, variants }) => (outcome === 'pass' ? variants.map((variant) => ({ caseId, variant })) : []))
    .filter(({ variant }) => variant.outcome === 'fail')
    .toSorted((a, b) => (a.variant.passRate ?? 0) - (b.variant.passRate ?? 0))
    .map(({ caseId, variant }) => `${caseId} as ${variant.id} ${formatCount(variant.passes)} of ${formatCount(variant.n)}${variant.flipped.length > 0 ? ` by ${variant.flipped.slice(0, 2).join(' and ')}` : ''}`);
  return [
    ...(sensitivity === null ? [] : [`Fails when reworded: ${estimateInWords(sensitivity)}${worst.length > 0 ? `: ${listed(worst)}` : ''}`]),
    ...rate('Same verdict in all wordings', consistency),
  ];
}

function latencyLine({ n, p50, p95, p95Unreliable, slow }: LatencyStatistics): readonly string[] {
  if (p50 === null || p95 === null) return [];
  return [`Latency: p50 ${formatDuration(p50)}, p95 ${formatDuration(p95)}${p95Unreliable ? ', unreliable below 20' : ''} (${plural(n, 'trial')})${slow > 0 ? `; ${formatCount(slow)} took more than 10 s` : ''}`];
}

function costLine({ totalUsd, perSuccessUsd, why, withoutCost, successes }: CostStatistics): readonly string[] {
  if (totalUsd === null) return [];
  const each = perSuccessUsd !== null ? `${formatCost(perSuccessUsd)} per success (${plural(successes, 'trial')} passed)` : why === 'noSuccess' ? 'no success' : `per success not known, as ${plural(withoutCost, 'trial')} recorded none`;
  return [`Cost: ${formatCost(totalUsd)}, ${each}`];
}

/** Several trials or wordings. Where none disagrees with another, the rates are all that of the cases, and are not said again. */
function repeatedLines(statistics: TargetStatistics): readonly string[] {
  const { repeated, flakeRate, consistency, passRate, passRateAllWordings, passAtK, passHatK } = statistics;
  const ks = new Set(repeated.flatMap(({ k }) => (k > 1 ? [k] : [])));
  const k = ks.size === 1 ? formatCount([...ks][0] ?? 1) : 'k';
  const range = ks.size > 1 ? ` (k ${Math.min(...ks)} to ${Math.max(...ks)})` : '';
  const isFlaky = (flakeRate?.value ?? 0) > 0;
  return [
    ...flakyLine(repeated, flakeRate),
    ...rewordedLines(statistics),
    ...(isFlaky ? [...rate('Trials passed', passRate), ...rate(`pass@${k}${range}`, passAtK), ...rate(`pass^${k}${range}`, passHatK)] : []),
    ...(consistency !== null && consistency.value !== 1 ? rate('Trials passed in all wordings', passRateAllWordings) : []),
  ];
}

function targetLines(statistics: TargetStatistics): readonly string[] {
  const { casesPassed, trials, firstFailing, latency, cost } = statistics;
  return [
    ...repeatedLines(statistics),
    ...rate('Cases passed', casesPassed),
    ...(firstFailing.length === 0 ? [] : [`Failed first by: ${firstFailing.map(({ conjunct, trials: of }) => `${conjunct} ${formatCount(of)}`).join(', ')} (of ${plural(firstFailing.reduce((sum, each) => sum + each.trials, 0), 'failed trial')})`]),
    ...(trials.broken === 0 ? [] : [`Broken: ${formatCount(trials.broken)} of ${plural(trials.all, 'trial')}, left out of every rate`]),
    ...latencyLine(latency), ...costLine(cost),
  ];
}

/**
 * What a run amounts to, for people: what is unsteady first, each rate with its n and interval. Nothing where one case alone was tried
 * once, none decides, or none could be run: then it has no target.
 */
export function statisticsLines({ targets: all }: RunStatistics): readonly string[] {
  const targets = all.filter(({ target }) => target !== '');
  const telling = targets.filter(({ cases, repeated }) => cases > 1 || repeated.length > 0);
  return telling.flatMap((statistics) => [...(targets.length > 1 ? [`Against ${printableLine(statistics.target)}`] : []), ...targetLines(statistics).map((line) => `  ${line}`)]);
}
