import { formatCost, formatCount, plural } from '../../core/display/numbers.ts';
import type { CaseResult, Outcome } from '../../core/model/result.ts';
import type { RunReport } from '../../protocol/runApi.ts';

/** What the cases that decide said, and how many decide nothing: a draft that fails is no failure of the run, here as on its page. */
export function decided(results: readonly Pick<CaseResult, 'decides' | 'outcome'>[]): { readonly counts: Readonly<Record<Outcome, number>>; readonly cases: number; readonly undecided: number } {
  const counts: Record<Outcome, number> = { pass: 0, fail: 0, error: 0, 'n/a': 0 };
  const deciding = results.filter(({ decides }) => decides);
  for (const { outcome } of deciding) counts[outcome]++;
  return { counts, cases: deciding.length, undecided: results.length - deciding.length };
}

export function outcomesInWords(counts: Readonly<Record<Outcome, number>>): string {
  return (['pass', 'fail', 'error', 'n/a'] as const).filter((outcome) => counts[outcome] > 0).map((outcome) => `${formatCount(counts[outcome])} ${outcome}`).join(', ');
}

/** `Ran 24 cases: 20 pass, 4 fail; 2 more decide nothing`. */
export function runSentence({ results, cancelled, cached, stopped, notRun, notKept }: Pick<RunReport, 'results' | 'cancelled' | 'cached' | 'stopped' | 'notRun' | 'notKept'>): string {
  if (results.length === 0 && notRun === undefined) return 'There is no case to run';
  const { counts, cases, undecided } = decided(results);
  const nothing = undecided === 1 ? 'decides nothing' : 'decide nothing';
  const ran = cases > 0 || undecided === 0
    ? `${plural(cases, 'case')}${cases === 0 ? '' : `: ${outcomesInWords(counts)}`}${undecided === 0 ? '' : `; ${formatCount(undecided)} more ${nothing}`}`
    : `${plural(undecided, 'case')} that ${nothing}: ${outcomesInWords(decided(results.map((each) => ({ ...each, decides: true }))).counts)}`;
  const left = notRun === undefined ? '' : `; ${plural(notRun, 'case')} not run`;
  const fromCache = cached ? `; ${formatCount(cached.trials)} of ${plural(cached.of, 'answer')} from the cache` : '';
  const budget = stopped ? `; it cost ${formatCost(stopped.spentUsd)}, the limit is ${formatCost(stopped.limitUsd)}` : '';
  const lost = notKept === undefined ? '' : `. Not all of it was kept: ${notKept.replace(/\.$/u, '')}`;
  return `${cancelled ? 'Cancelled after' : stopped ? 'Stopped after' : 'Ran'} ${ran}${left}${fromCache}${budget}${lost}`;
}
