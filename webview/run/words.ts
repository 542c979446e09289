import { formatCost, formatCount, formatPercent, plural } from '../../src/core/display/numbers.ts';
import { formatDate, formatDuration } from '../../src/core/display/time.ts';
import type { Outcome } from '../../src/core/model/result.ts';
import type { ComparedBaseline, ComparedRun, RunGroup, RunRow, RunView } from '../../src/core/model/runView.ts';

export const groupWords: Readonly<Record<RunGroup, string>> = {
  newlyFailing: 'Newly failing', newlyFixed: 'Newly fixed', stillFailing: 'Still failing', failing: 'Failing', error: 'Error', cutOff: 'Not run to the end',
  flaky: 'Flaky', notMeasured: 'n/a', passing: 'Passing', undecided: 'Deciding nothing',
};

export const outcomeWords: Readonly<Record<Outcome, string>> = { pass: 'Pass', fail: 'Fail', error: 'Error', 'n/a': 'n/a' };

export const dateOf = (at: string | null): string => (at === null || Number.isNaN(Date.parse(at)) ? 'at an unknown time' : formatDate(Date.parse(at) * 1000));

/** "faulty, 20 Nov 2026, 10:55:12, took 12.3 s, 36 trials". */
export function metaOf({ header: { run, targets, at, durationMs, shard }, trials: { all, cached } }: RunView): string {
  const named = targets.length === 0 ? [] : [`${targets.slice(0, 3).join(', ')}${targets.length > 3 ? ` and ${targets.length - 3} more` : ''}`];
  return [...named, dateOf(at), ...(durationMs === null ? [] : [`took ${formatDuration(durationMs)}`]), ...(shard === null ? [] : [`part ${shard.index} of ${shard.of}`]), `${plural(all, 'trial')}${cached > 0 ? `, ${formatCount(cached)} of them from the cache` : ''}`, `run ${run}`].join(', ');
}

function pValue(p: number): string {
  return p < 0.001 ? 'p < 0.001' : `p = ${p.toFixed(3)}`;
}

const changeWords = (newlyFailing: number, newlyFixed: number): string => (newlyFailing + newlyFixed === 0 ? 'nothing newly fails, nothing was fixed' : `${formatCount(newlyFailing)} newly failing, ${formatCount(newlyFixed)} newly fixed`);

/** What changed since the run before, in one sentence. */
export function comparedWords({ at, run, comparison }: ComparedRun): string {
  const { newlyFailing, newlyFixed, lost, added, removed, n, passRate, test } = comparison;
  const parts = [
    changeWords(newlyFailing.length, newlyFixed.length),
    ...(lost.length > 0 ? [`${formatCount(lost.length)} no longer measured`] : []),
    ...(added.length > 0 ? [`${formatCount(added.length)} added`] : []),
    ...(removed.length > 0 ? [`${formatCount(removed.length)} not run this time`] : []),
  ].join(', ');
  const rate = passRate.before === null || passRate.after === null ? '' : ` Pass rate ${formatPercent(passRate.before)} → ${formatPercent(passRate.after)} (${[...(test && n > 1 ? [pValue(test.p)] : []), `n = ${formatCount(n)}`].join(', ')}).`;
  return `Since the run of ${at === null ? run : dateOf(at)}: ${parts}.${rate}`;
}

export const baselineWords = ({ file, both }: ComparedBaseline): string => `Since the baseline ${file}, ${plural(both, 'case')} in both: `;

/** Why the results are not the whole; null where they are. */
export function unfinishedWords({ header: { finished, running, progress, cancelled, stopped }, notKept }: RunView): string | null {
  if (notKept !== null && !running) return `Not all of this run was kept: ${notKept} These are the results that could be written.`;
  const far = progress === null ? '' : ` ${formatCount(progress.done)} of ${plural(progress.of, 'trial')} are done.`;
  if (running) return `This run goes on.${far} These are the results so far.`;
  if (!finished) return `This run was killed before its end.${far} These are the results it had by then.`;
  if (stopped) return `The run ended itself after spending ${formatCost(stopped.spentUsd)}; the limit, runs.stopAboveUsd in config.yaml, is ${formatCost(stopped.limitUsd)}. ${plural(stopped.trialsNotRun, 'trial')} ${stopped.trialsNotRun === 1 ? 'was' : 'were'} not run. With a higher limit it can go on.`;
  return cancelled ? 'This run was cancelled. These are the results it had by then.' : null;
}

/** "3 of 5"; nothing where there was one. */
export const trialsWords = ({ trials: { passes, n, all } }: Pick<RunRow, 'trials'>): string => (all <= 1 ? '' : `${formatCount(passes)} of ${formatCount(n)}`);

export function historyWords(history: RunRow['history']): string {
  return history.map((outcome) => (outcome === null ? 'not run' : outcome)).join(', ');
}
