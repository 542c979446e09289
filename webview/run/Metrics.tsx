import { formatCost, formatCount, formatPercent, plural } from '../../src/core/display/numbers.ts';
import { metricMeaning } from '../../src/core/display/metricMeanings.ts';
import { formatDuration } from '../../src/core/display/time.ts';
import type { Difference } from '../../src/core/model/runComparison.ts';
import type { Estimate, TargetStatistics } from '../../src/core/model/runStatistics.ts';
import type { RunView } from '../../src/core/model/runView.ts';
import { dateOf } from './words.ts';

type Row = { readonly name: string; /** What it is, in a sentence. */ readonly says: string; readonly measure?: string; readonly estimate: Estimate; readonly notMeasured: number | null; readonly since: Difference | undefined; readonly format: (value: number) => string };

/** What the run amounts to, each target by itself: every rate with its n and where its true value lies. */
export function Metrics(props: { run: RunView }) {
  const { run } = props;
  const targets = run.statistics.targets.filter(({ target }) => target !== '');
  if (targets.every(({ cases }) => cases === 0)) return <p class="empty">Not measured: no case that decides was run.</p>;
  return <>{targets.filter(({ cases }) => cases > 0).map((statistics) => <Target key={statistics.target} run={run} statistics={statistics} only={targets.length === 1} />)}</>;
}

function Target(props: { run: RunView; statistics: TargetStatistics; only: boolean }) {
  const { run, statistics, only } = props;
  const { target, latency, cost, firstFailing, trials } = statistics;
  // A comparison of all targets together says nothing of one of several.
  const since = only ? (run.before?.comparison ?? null) : null;
  const unmeasured = statistics.metrics.flatMap(({ metric, value }) => (value === null ? [metric] : []));
  const lines = [
    ...(latency.p50 === null || latency.p95 === null ? ['Latency not recorded.'] : [`Latency: p50 ${formatDuration(latency.p50)}, p95 ${formatDuration(latency.p95)}${latency.p95Unreliable ? ', unreliable below 20 trials' : ''} (n = ${formatCount(latency.n)}).`]),
    ...(cost.totalUsd === null ? ['Cost not recorded.'] : [`Cost: ${formatCost(cost.totalUsd)}, ${cost.perSuccessUsd !== null ? `${formatCost(cost.perSuccessUsd)} per success` : cost.why === 'noSuccess' ? 'no success' : `per success not known, as ${plural(cost.withoutCost, 'trial')} recorded none`}.`]),
    ...(firstFailing.length === 0 ? [] : [`Failed first by: ${firstFailing.map(({ conjunct, trials: of }) => `${conjunct} ${formatCount(of)}`).join(', ')}.`]),
    ...(trials.broken === 0 ? [] : [`${formatCount(trials.broken)} of ${plural(trials.all, 'trial')} broke and ${trials.broken === 1 ? 'is' : 'are'} left out of every rate.`]),
    ...(unmeasured.length === 0 ? [] : [`Not measured: ${unmeasured.map((metric) => metricMeaning(metric)?.title ?? metric).join(', ')}.`]),
  ];
  return (
    <section class="metricsOf" aria-label={`Metrics on ${target}`}>
      <h2 class="strong">{target}: {plural(statistics.cases, 'case')}</h2>
      <div class="tableScroll" tabIndex={0} role="group" aria-label={`Table of metrics on ${target}`}>
        <table class="metricTable">
          <thead><tr><th scope="col">Metric</th><th scope="col">Value</th><th scope="col">95 % interval</th><th scope="col" title="Cases it was measured in">n</th><th scope="col" title="Cases it was not measured in">n/a</th>{since && <th scope="col">Since {dateOf(run.before?.at ?? null)}</th>}</tr></thead>
          <tbody>{rowsOf(statistics, since).map((row) => <MetricRow key={row.measure ?? row.name} row={row} withSince={since !== null} />)}</tbody>
        </table>
      </div>
      {lines.map((line) => <p key={line} class="dim metricLine">{line}</p>)}
      <p class="dim small">Each case weighs the same; its trials and rewordings stand together. A difference is told on the cases that both runs measured.</p>
    </section>
  );
}

function rowsOf(statistics: TargetStatistics, since: NonNullable<RunView['before']>['comparison'] | null): readonly Row[] {
  const rate = (name: string, says: string, estimate: Estimate | null, difference?: Difference): readonly Row[] => (estimate === null ? [] : [{ name, says, estimate, notMeasured: null, since: difference, format: formatPercent }]);
  const k = kOf(statistics);
  return [
    ...rate('Cases passed', 'Of the cases that passed or failed, the share that passed.', statistics.casesPassed),
    ...rate('Trials passed', 'Mean over cases of the share of trials that passed, of the case’s own question.', statistics.passRate, since?.passRate),
    ...rate('Trials passed, all wordings', 'The same with the rewordings of each case.', statistics.passRateAllWordings),
    ...rate(`pass@${k ?? 'k'}`, `How likely one of ${k ?? 'k'} trials passes at least${k === null ? '; k is what each case asks for' : ''}.`, statistics.passAtK),
    ...rate(`pass^${k ?? 'k'}`, `How likely all of ${k ?? 'k'} trials pass${k === null ? '; k is what each case asks for' : ''}.`, statistics.passHatK),
    ...rate('Flaky cases', 'Of the cases with several trials, the share of which some passed and some failed.', statistics.flakeRate),
    ...rate('Same verdict in all wordings', 'Of the cases with rewordings, the share whose wordings all end alike.', statistics.consistency),
    ...rate('Fails when reworded', 'Of the cases with rewordings, the share that passes as asked and fails in another wording.', statistics.sensitivity),
    ...statistics.metrics.filter(({ value }) => value !== null).map(({ metric, notMeasured, ...estimate }): Row => ({ name: metricMeaning(metric)?.title ?? metric, says: `${metricMeaning(metric)?.says ?? ''} In files: ${metric}.`.trim(), measure: metric, estimate, notMeasured, since: since?.metrics.find((each) => each.metric === metric), format: formatOf(metric) })),
  ];
}

/** The k of pass@k where all cases have the same; null where each has its own. */
function kOf({ repeated }: TargetStatistics): number | null {
  const [k, ...others] = new Set(repeated.flatMap((each) => (each.k > 1 ? [each.k] : [])));
  return k !== undefined && others.length === 0 ? k : null;
}

const formatOf = (metric: string): ((value: number) => string) => (metric === 'latencyMs' ? formatDuration : metric === 'costUsd' ? formatCost : threeDigits);

/** Shares in three digits; amounts as they are. */
function threeDigits(value: number): string {
  const text = Math.abs(value) >= 100 ? formatCount(value) : Math.abs(value) > 1 ? String(Number(value.toFixed(2))) : value.toFixed(3);
  return text.replace('-', '\u2212');
}

const signed = (value: number, format: (value: number) => string): string => (value > 0 ? `+${format(value)}` : format(value));

/** Of a rate in points, which are no percents of it. */
const points = (value: number): string => `${(value * 100).toFixed(1).replace('-', '\u2212')} points`;

function MetricRow(props: { row: Row; withSince: boolean }) {
  const { name, says, estimate: { value, n, interval }, notMeasured, since, format } = props.row;
  const delta = format === formatPercent ? points : format;
  return (
    <tr>
      <th scope="row"><span title={says}>{name}</span></th>
      <td class="number">{value === null ? <span class="dim">Not measured</span> : format(value)}</td>
      <td class="number dim">{interval === null ? '' : `${format(interval.low)} to ${format(interval.high)}`}</td>
      <td class="number">{formatCount(n)}</td>
      <td class="number">{notMeasured === null ? '' : formatCount(notMeasured)}</td>
      {props.withSince && <td class="number">{!since || since.delta === null ? '' : <>{signed(since.delta, delta)}{since.interval && <span class="dim"> ({signed(since.interval.low, delta)} to {signed(since.interval.high, delta)})</span>}</>}</td>}
    </tr>
  );
}
