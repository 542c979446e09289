import { formatCount, plural } from '../display/numbers.ts';
import type { ReportSection } from '../display/reportSections.ts';
import { formatDuration } from '../display/time.ts';
import { oneLine } from '../display/truncate.ts';
import { sectionsAsMarkdown } from '../coverage/sectionsAsMarkdown.ts';
import type { CaseResult } from '../model/result.ts';
import type { RunStatistics } from '../model/runStatistics.ts';
import { compareRuns } from './compareRuns.ts';
import { statisticsLines } from './statisticsLines.ts';
import { countTrials, ownTrials } from './trials.ts';
import { reasonOf, verdictOf } from './verdict.ts';

export type RunToTell = {
  readonly runId: string; readonly durationMs: number; readonly cancelled: boolean;
  /** At the limit of its cost. */
  readonly stopped?: boolean; readonly notRun?: number | undefined; readonly notKept?: string | undefined; readonly warnings?: readonly string[] | undefined;
  readonly results: readonly CaseResult[]; readonly statistics: RunStatistics;
  readonly cached?: { readonly trials: number; readonly of: number } | undefined;
  /** An earlier run of the same cases, where one is known. */
  readonly before?: { readonly runId: string; readonly results: readonly CaseResult[] } | undefined;
  fileName(file: string): string;
};

/** Of one section: whoever reads this looks at the first few, and a summary has a limit of a megabyte. */
const mostRows = 50;
const mostOfReason = 300;

function listOf(title: string, results: readonly CaseResult[], { fileName }: Pick<RunToTell, 'fileName'>, said: (result: CaseResult) => string = reasonOf): readonly ReportSection[] {
  if (results.length === 0) return [];
  const several = new Set(results.map(({ target }) => target)).size > 1;
  const repeated = results.some((result) => ownTrials(result).length > 1);
  const rows = results.slice(0, mostRows).map((result) => {
    const { n, passes } = countTrials(ownTrials(result));
    return [oneLine(result.caseId, 120), oneLine(said(result), mostOfReason), ...(repeated ? [`${passes} of ${n}`] : []), ...(several ? [result.target] : []), fileName(result.file)];
  });
  const lines = results.length > mostRows ? [`The first ${mostRows} of ${formatCount(results.length)}; results.jsonl of the run holds all.`] : [];
  return [{ title: `${title} (${formatCount(results.length)})`, lines, table: { columns: ['case', 'why', ...(repeated ? ['trials passed'] : []), ...(several ? ['target'] : []), 'file'], rows } }];
}

/** Cases of the run by what became of them since an earlier one. Names of cases are those of the comparison, which tells targets apart where there are several. */
function changesSince(before: readonly CaseResult[], results: readonly CaseResult[]) {
  const { newlyFailing, newlyFixed, n } = compareRuns(before, results);
  const pick = (names: readonly string[], isSo: (outcome: CaseResult['outcome']) => boolean): ReadonlySet<CaseResult> => {
    const wanted = new Set(names);
    return new Set(results.filter((result) => result.decides && isSo(result.outcome) && (wanted.has(result.caseId) || wanted.has(`${result.caseId} (${result.target})`))));
  };
  return { n, failing: pick(newlyFailing, (outcome) => outcome === 'fail'), fixed: pick(newlyFixed, (outcome) => outcome === 'pass') };
}

/** A run for a person who opens a pipeline: the verdict first, then what newly fails, and at most so many rows of anything. */
export function runMarkdown(run: RunToTell): string {
  const { runId, durationMs, cancelled, stopped = false, notRun, notKept, warnings = [], results, statistics, before, cached } = run;
  const deciding = results.filter(({ decides }) => decides);
  const changes = before && changesSince(before.results, results);
  const failing = deciding.filter(({ outcome }) => outcome === 'fail');
  const has = (of: 'failing' | 'fixed', result: CaseResult): boolean => changes?.[of].has(result) ?? false;
  const still = failing.filter((result) => !has('failing', result));
  const aside = results.filter(({ decides }) => !decides);
  const numbers = statisticsLines(statistics);
  const facts = [
    `Run ${runId}, ${formatDuration(durationMs)}.`,
    ...(before && changes ? [changes.n === 0 ? `It has no measured case in common with run ${before.runId}, the last one before.` : `Compared with run ${before.runId}: ${plural(changes.failing.size, 'case')} newly failing, ${formatCount(changes.fixed.size)} newly passing, of ${formatCount(changes.n)} measured in both.`] : []),
    ...(cached === undefined ? [] : [`${formatCount(cached.trials)} of ${plural(cached.of, 'trial')} answered from the cache.`]),
    ...(cancelled ? ['It was cancelled: what was not done by then is missing here.'] : []), ...(notKept === undefined ? [] : [notKept]), ...warnings,
  ];
  const sections: readonly ReportSection[] = [
    { title: 'Run', lines: facts },
    ...listOf('Newly failing', failing.filter((result) => has('failing', result)), run),
    ...listOf(changes && changes.failing.size > 0 ? 'Failing as before' : 'Failing', still, run),
    ...listOf('Error', deciding.filter(({ outcome }) => outcome === 'error'), run),
    ...listOf('Newly passing', deciding.filter((result) => has('fixed', result)), run, () => 'passes now'),
    ...listOf('n/a', deciding.filter(({ outcome }) => outcome === 'n/a'), run),
    ...listOf('Run and shown, deciding nothing', aside, run, (result) => `${result.outcome}; ${result.undecided?.said ?? 'it decides nothing'}`),
    ...(numbers.length > 0 ? [{ title: 'In numbers', lines: numbers.map((line) => line.trim()) }] : []),
  ];
  return sectionsAsMarkdown(verdictOf(results, { cancelled, stopped, notRun, notKept: notKept !== undefined }).sentence, sections);
}
