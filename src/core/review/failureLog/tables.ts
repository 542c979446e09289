import { caseWords, runWords, statusWords } from '../../display/failureWords.ts';
import type { FailureRow } from '../../model/failureLog.ts';
import { visibleText } from '../../display/visibleText.ts';
import { csvCell } from '../../support/csv.ts';
import type { ImportedField } from './headers.ts';

/** The failure log as a table of text: S0's columns first. What is not recorded is an empty cell; what a terminal would obey is shown instead. */
type Column = { readonly title: string; readonly of: (row: FailureRow) => string };

const numberOf = (value: number | null): string => (value === null ? '' : String(value));
const timeOf = (us: number | null): string => (us === null || !(Math.abs(us) <= 8.64e18) ? '' : new Date(us / 1000).toISOString());
const failureType = ({ modeName, class: id, className }: FailureRow): string => modeName ?? (id === null ? '' : className);
const runId = ({ run, nativeId }: FailureRow): string => (run === 'none' ? '' : nativeId);

const classOf = ({ class: id, className }: FailureRow): string => (id === null ? '' : className);

const csvColumns: readonly Column[] = [
  { title: 'Run ID', of: runId },
  { title: 'Failure Type', of: failureType },
  { title: 'Root Cause', of: ({ cause }) => cause },
  { title: 'Fix', of: ({ fix }) => fix },
  { title: 'What happened', of: ({ note }) => note },
  { title: 'Status', of: ({ status }) => statusWords[status] },
  { title: 'Class', of: classOf },
  { title: 'Case', of: ({ case: guard }) => guard?.id ?? '' },
  { title: 'Guarded', of: ({ case: guard }) => (guard?.state === 'guarded' ? 'yes' : 'no') },
  { title: 'Owner', of: ({ owner }) => owner },
  { title: 'Cost (USD)', of: ({ costUsd }) => numberOf(costUsd) },
  { title: 'Edit minutes', of: ({ editMinutes }) => numberOf(editMinutes) },
  { title: 'When', of: ({ startUs }) => timeOf(startUs) },
  { title: 'Labelled by', of: ({ by }) => by },
  { title: 'Question', of: ({ title }) => title ?? '' },
  // By it an edited file finds its rows again, also where two exports gave the same id to two runs.
  { title: 'Trace', of: ({ id }) => id },
];

/** What stands in a column of the CSV, by how an import calls it. */
export const csvCells: Readonly<Record<ImportedField, (row: FailureRow) => string>> = {
  trace: ({ id }) => id, run: runId, type: failureType, class: classOf, cause: ({ cause }) => cause, fix: ({ fix }) => fix, note: ({ note }) => note, status: ({ status }) => statusWords[status], owner: ({ owner }) => owner,
};

export function failuresCsv(rows: readonly FailureRow[]): string {
  return [csvColumns.map(({ title }) => title), ...rows.map((row) => csvColumns.map(({ of }) => visibleText(of(row))))].map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
}

const markdownColumns: readonly Column[] = [
  { title: 'Run ID', of: runWords },
  ...csvColumns.slice(1, 5),
  ...csvColumns.filter(({ title }) => ['Status', 'Owner'].includes(title)),
  { title: 'Case', of: caseWords },
  ...csvColumns.filter(({ title }) => ['Cost (USD)', 'Edit minutes', 'Question'].includes(title)),
];

/** Text of a trace must stay text in whatever renders the table. */
const markdownCell = (text: string): string => visibleText(text).replaceAll(/\s+/gu, ' ').trim().replaceAll(/[\\`*_[\]<>|#&~]/gu, (mark) => (mark === '<' ? '&lt;' : mark === '>' ? '&gt;' : mark === '&' ? '&amp;' : `\\${mark}`));

export function failuresMarkdown(rows: readonly FailureRow[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  return [line(markdownColumns.map(({ title }) => title)), line(markdownColumns.map(() => '---')), ...rows.map((row) => line(markdownColumns.map(({ of }) => markdownCell(of(row)))))].join('');
}
