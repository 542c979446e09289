import { formatCount } from '../../core/display/numbers.ts';
import { oneLine } from '../../core/display/truncate.ts';
import { visibleText } from '../../core/display/visibleText.ts';
import type { CaseRow } from '../../core/model/caseRow.ts';

/** What a row of the Cases view shows of a case at a glance. */
export type CaseMark = 'pass' | 'fail' | 'error' | 'flaky' | 'notMeasured' | 'notRun' | 'draft' | 'unproven' | 'quarantined' | 'archived' | 'broken';

/** Called so, its codicon, and the theme colour of that icon. */
export const caseMarks: Readonly<Record<CaseMark, { readonly words: string; readonly icon: string; readonly color: string | null }>> = {
  fail: { words: 'Fails', icon: 'error', color: 'testing.iconFailed' },
  error: { words: 'Could not be run', icon: 'warning', color: 'testing.iconErrored' },
  broken: { words: 'Not well formed', icon: 'bracket-error', color: 'list.errorForeground' },
  flaky: { words: 'Flaky', icon: 'pulse', color: 'testing.iconQueued' },
  unproven: { words: 'Not proven', icon: 'unverified', color: 'list.warningForeground' },
  draft: { words: 'Draft', icon: 'edit', color: 'testing.iconQueued' },
  notMeasured: { words: 'n/a', icon: 'circle-slash', color: 'testing.iconSkipped' },
  notRun: { words: 'Not run', icon: 'circle-large-outline', color: 'testing.iconUnset' },
  quarantined: { words: 'Quarantined', icon: 'debug-pause', color: 'testing.iconQueued' },
  archived: { words: 'Archived', icon: 'archive', color: 'testing.iconSkipped' },
  pass: { words: 'Passes', icon: 'pass', color: 'testing.iconPassed' },
};

/** Some trials pass and some do not. */
export function isFlaky({ last }: CaseRow): boolean {
  return last !== null && last.trials > 1 && last.passed > 0 && last.passed < last.trials;
}

/** Where a case stands comes before what it said last: nothing hangs on a case that decides nothing. */
export function caseMark(row: CaseRow): CaseMark {
  const { broken, status, undecided, last } = row;
  if (broken) return 'broken';
  if (status === 'draft' || status === 'quarantined' || status === 'archived') return status;
  if (undecided?.kind === 'unproven') return 'unproven';
  if (last === null) return 'notRun';
  if (last.outcome === 'error') return 'error';
  if (isFlaky(row)) return 'flaky';
  return last.outcome === 'n/a' ? 'notMeasured' : last.outcome;
}

function lastWords(row: CaseRow): readonly string[] {
  const { last, risk } = row;
  if (last === null) return [];
  if (last.outcome === 'error') return ['could not be run'];
  if (last.outcome === 'n/a') return ['n/a'];
  const grave = last.outcome === 'fail' && (risk === 'critical' || risk === 'high') ? [`${risk} risk`] : [];
  return [`${formatCount(last.passed)} of ${formatCount(last.trials)}`, ...(isFlaky(row) ? ['flaky'] : []), ...grave];
}

/** `5 of 5`, `draft, not proven`, `0 of 3, critical risk`: the one thing that tells rows apart. */
export function caseDescription(row: CaseRow): string {
  const { broken, status, undecided, needsProof, proven, quarantine } = row;
  if (broken) return 'not well formed';
  const standing = status === 'draft' ? ['draft', ...(needsProof ? [proven ? 'proven' : 'not proven'] : [])]
    : status === 'quarantined' ? ['quarantined', ...(quarantine === null ? [] : [oneLine(quarantine, 40)])]
    : status === 'archived' ? ['archived']
    : undecided?.kind === 'unproven' ? ['not proven'] : [];
  const said = [...standing, ...lastWords(row)];
  return visibleText((said.length === 0 ? ['not run'] : said).join(', '));
}

/** The mark in words, and what stands beside it; neither is said twice. */
export function caseStanding(row: CaseRow): string {
  const description = caseDescription(row);
  const mark = caseMarks[caseMark(row)].words;
  return description.toLowerCase().startsWith(mark.toLowerCase()) ? `${mark}${description.slice(mark.length)}` : `${mark}, ${description}`;
}

/** As a screen reader says it. */
export const spokenCase = (row: CaseRow): string => `${row.id}, ${caseStanding(row)}`;
