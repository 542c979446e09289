import { formatCount, plural } from '../../core/display/numbers.ts';
import type { Outcome } from '../../core/model/result.ts';
import type { RunProgress, RunReport } from '../../protocol/runApi.ts';

/** What is kept of the last run, for the status bar of the next window too. */
export type LastRun = { readonly folder: string; readonly run: string; readonly counts: Readonly<Record<Outcome, number>>; readonly targets: readonly string[]; readonly at: string; readonly cancelled: boolean };

export function lastRunOf({ runId, counts, results, cancelled }: Pick<RunReport, 'runId' | 'counts' | 'results' | 'cancelled'>, folder: string, at: string): LastRun {
  return { folder, run: runId, counts, targets: [...new Set(results.map(({ target }) => target).filter((target) => target !== ''))], at, cancelled };
}

/** `$(error) Casebook: 3 failed of 12`. */
export function lastRunText({ counts, cancelled }: LastRun): string {
  const of = counts.pass + counts.fail + counts.error + counts['n/a'];
  const bad = [counts.fail > 0 ? `${formatCount(counts.fail)} failed` : '', counts.error > 0 ? plural(counts.error, 'error') : ''].filter(Boolean).join(', ');
  const icon = counts.fail > 0 ? 'error' : counts.error > 0 ? 'warning' : counts.pass > 0 ? 'pass' : 'circle-slash';
  const good = counts.pass === 0 ? 'nothing measured' : counts.pass === of ? `${formatCount(of)} passed` : `${formatCount(counts.pass)} passed, ${formatCount(counts['n/a'])} n/a`;
  return `$(${icon}) Casebook: ${bad === '' ? good : `${bad} of ${formatCount(of)}`}${cancelled ? ', cancelled' : ''}`;
}

/** The same at length, and for a screen reader. */
export function lastRunWords({ counts, targets, cancelled }: LastRun): string {
  const parts = (['pass', 'fail', 'error', 'n/a'] as const).filter((outcome) => counts[outcome] > 0).map((outcome) => `${formatCount(counts[outcome])} ${outcome}`);
  const on = targets.length === 0 ? '' : ` on ${targets.slice(0, 3).join(', ')}${targets.length > 3 ? ` and ${targets.length - 3} more` : ''}`;
  return `Last run of cases${on}: ${parts.join(', ') || 'no case'}${cancelled ? '; it was cancelled' : ''}`;
}

/** What goes on, over all runs of the window. */
export function runningText(runs: readonly (Pick<RunProgress, 'done' | 'cases'> | undefined)[]): string {
  const done = runs.reduce((sum, at) => sum + (at?.done ?? 0), 0);
  const cases = runs.reduce((sum, at) => sum + (at?.cases ?? 0), 0);
  return `$(loading~spin) Casebook: ${cases === 0 ? 'running' : `${formatCount(done)} of ${formatCount(cases)}`}`;
}
