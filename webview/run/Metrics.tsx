import { formatCost, formatCount, formatPercent, plural } from '../../src/core/display/numbers.ts';
import { formatDuration } from '../../src/core/display/time.ts';
import type { Difference } from '../../src/core/model/runComparison.ts';
import type { Estimate, TargetStatistics } from '../../src/core/model/runStatistics.ts';
import type { RunView } from '../../src/core/model/runView.ts';
import { dateOf } from './words.ts';

type Row = { readonly name: string; readonly estimate: Estimate; readonly notMeasured: number | null; readonly since: Difference | undefined; readonly format: (value: number) => string };

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
    ...(unmeasured.length === 0 ? [] : [`Not measured: ${unmeasured.join(', ')}.`]),
  ];
  return (
    <section class="metricsOf" aria-label={`Metrics on ${target}`}>
      <h2 class="strong">{target}: {plural(statistics.cases, 'case')}</h2>
      <div class="tableScroll" tabIndex={0} role="group" aria-label={`Table of metrics on ${target}`}>
        <table class="metricTable">
          <thead><tr><th scope="col">Metric</th><th scope="col">Value</th><th scope="col">95 % interval</th><th scope="col">n</th><th scope="col">n/a</th>{since && <th scope="col">Since {dateOf(run.before?.at ?? null)}</th>}</tr></thead>
          <tbody>{rowsOf(statistics, since).map((row) => <MetricRow key={row.name} row={row} withSince={since !== null} />)}</tbody>
        </table>
      </div>
      {lines.map((line) => <p key={line} class="dim metricLine">{line}</p>)}
      <p class="dim small">Each case weighs the same; its trials and rewordings stand together. A difference is told on the cases that both runs measured.</p>
    </section>
  );
}

function rowsOf(statistics: TargetStatistics, since: NonNullable<RunView['before']>['comparison'] | null): readonly Row[] {
  const rate = (name: string, estimate: Estimate | null, difference?: Difference): readonly Row[] => (estimate === null ? [] : [{ name, estimate, notMeasured: null, since: difference, format: formatPercent }]);
  return [
    ...rate('Cases passed', statistics.casesPassed),
    ...rate('Trials passed', statistics.passRate, since?.passRate),
    ...rate('Trials passed, all wordings', statistics.passRateAllWordings),
    ...rate('pass@k', statistics.passAtK),
    ...rate('pass^k', statistics.passHatK),
    ...rate('Flaky cases', statistics.flakeRate),
    ...rate('Same verdict in all wordings', statistics.consistency),
    ...rate('Fails when reworded', statistics.sensitivity),
    ...statistics.metrics.filter(({ value }) => value !== null).map(({ metric, notMeasured, ...estimate }): Row => ({ name: metric, estimate, notMeasured, since: since?.metrics.find((each) => each.metric === metric), format: threeDigits })),
  ];
}

/** Shares in three digits; amounts as they are. */
function threeDigits(value: number): string {
  const text = Math.abs(value) >= 100 ? formatCount(value) : Math.abs(value) > 1 ? String(Number(value.toFixed(2))) : value.toFixed(3);
  return text.replace('-', '\u2212');
}

const signed = (value: number, format: (value: number) => string): string => (value > 0 ? `+${format(value)}` : format(value));

/** Of a rate in points, which are no percents of it. */
const points = (value: number): string => `${(value * 100).toFixed(1).replace('-', '\u2212')} points`;

function MetricRow(props: { row: Row; withSince: boolean }) {
  const { name, estimate: { value, n, interval }, notMeasured, since, format } = props.row;
  const delta = format === formatPercent ? points : threeDigits;
  return (
    <tr>
      <th scope="row">{name}</th>
      <td class="number">{value === null ? <span class="dim">Not measured</span> : format(value)}</td>
      <td class="number dim">{interval === null ? '' : `${format(interval.low)} to ${format(interval.high)}`}</td>
      <td class="number">{formatCount(n)}</td>
      <td class="number">{notMeasured === null ? '' : formatCount(notMeasured)}</td>
      {props.withSince && <td class="number">{!since || since.delta === null ? '' : <>{signed(since.delta, delta)}{since.interval && <span class="dim"> ({signed(since.interval.low, delta)} to {signed(since.interval.high, delta)})</span>}</>}</td>}
    </tr>
  );
}
