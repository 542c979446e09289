import { formatCount, plural } from '../../core/display/numbers.ts';
import type { Outcome } from '../../core/model/result.ts';
import type { RunProgress, RunReport } from '../../protocol/runApi.ts';
import { decided, outcomesInWords } from './runSentence.ts';

/** What is kept of the last run, for the status bar of the next window too. */
export type LastRun = { readonly folder: string; readonly run: string; /** Of the cases that decide. */ readonly counts: Readonly<Record<Outcome, number>>; readonly undecided?: number; readonly notRun?: number; readonly targets: readonly string[]; readonly at: string; readonly cancelled: boolean };

export function lastRunOf({ runId, results, cancelled, notRun }: Pick<RunReport, 'runId' | 'results' | 'cancelled' | 'notRun'>, folder: string, at: string): LastRun {
  const { counts, undecided } = decided(results);
  return { folder, run: runId, counts, undecided, ...(notRun === undefined ? {} : { notRun }), targets: [...new Set(results.map(({ target }) => target).filter((target) => target !== ''))], at, cancelled };
}

/** `$(error) Casebook: 3 fail of 12`. */
export function lastRunText({ counts, undecided = 0, notRun = 0, cancelled }: LastRun): string {
  const of = counts.pass + counts.fail + counts.error + counts['n/a'];
  const bad = [counts.fail > 0 ? `${formatCount(counts.fail)} fail` : '', counts.error > 0 ? `${formatCount(counts.error)} error` : ''].filter(Boolean).join(', ');
  const icon = counts.fail > 0 ? 'error' : counts.error > 0 ? 'warning' : counts.pass > 0 ? 'pass' : 'circle-slash';
  const good = of === 0 && undecided > 0 ? `${plural(undecided, 'case')}, deciding nothing` : outcomesInWords(counts) || 'no case';
  return `$(${icon}) Casebook: ${bad === '' ? good : `${bad} of ${formatCount(of)}`}${cancelled ? ', cancelled' : notRun > 0 ? `, ${formatCount(notRun)} not run` : ''}`;
}

/** The same at length, and for a screen reader. */
export function lastRunWords({ counts, undecided = 0, notRun = 0, targets, cancelled }: LastRun): string {
  const parts = [outcomesInWords(counts), undecided > 0 ? `${formatCount(undecided)} deciding nothing` : '', notRun > 0 ? `${formatCount(notRun)} not run` : ''].filter(Boolean);
  const on = targets.length === 0 ? '' : ` on ${targets.slice(0, 3).join(', ')}${targets.length > 3 ? ` and ${targets.length - 3} more` : ''}`;
  return `Last run of cases${on}: ${parts.join(', ') || 'no case'}${cancelled ? '; it was cancelled' : ''}`;
}

/** What goes on, over all runs of the window. */
export function runningText(runs: readonly (Pick<RunProgress, 'done' | 'cases'> | undefined)[]): string {
  const done = runs.reduce((sum, at) => sum + (at?.done ?? 0), 0);
  const cases = runs.reduce((sum, at) => sum + (at?.cases ?? 0), 0);
  return `$(loading~spin) Casebook: ${cases === 0 ? 'running' : `${formatCount(done)} of ${formatCount(cases)}`}`;
}
