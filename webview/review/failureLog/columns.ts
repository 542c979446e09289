import { caseWords, columnWords, runWords, statusWords } from '../../../src/core/display/failureWords.ts';
import { formatCost } from '../../../src/core/display/numbers.ts';
import { formatDate, formatDay } from '../../../src/core/display/time.ts';
import { middleCut, oneLine } from '../../../src/core/display/truncate.ts';
import { visibleText } from '../../../src/core/display/visibleText.ts';
import type { FailureColumn, FailureRow } from '../../../src/core/model/failureLog.ts';

/** What a cell shows; `quiet` where nothing was recorded or written. */
export type CellText = { readonly text: string; readonly quiet?: boolean; readonly title?: string };
export type Column = { readonly id: FailureColumn; readonly title: string; /** How wide the table has to be for it, in pixels. */ readonly from: number; /** Pixels at least, and the share of what is left. */ readonly least: number; readonly share: number; readonly of: (row: FailureRow) => CellText };
export type EditableColumn = 'what' | 'class' | 'cause' | 'fix' | 'status' | 'owner';

const shown = (text: string): string => visibleText(oneLine(text, 300));
const written = (text: string, hint: string): CellText => (text === '' ? { text: 'not written', quiet: true, title: hint } : { text: shown(text), title: visibleText(text) });

const notRecorded = 'Not recorded';

/** In the order of the table; those that have no room go by `from`. */
export const columns: readonly Column[] = [
  { id: 'question', title: columnWords.question, from: 670, least: 110, share: 2, of: ({ title, run, nativeId }) => (title === null || title === '' ? { text: { imported: notRecorded, missing: 'not imported', none: 'CSV row' }[run], quiet: true, title: visibleText(`What the user asked: not recorded${run === 'none' ? '' : `\n${nativeId}`}`) } : { text: shown(title), title: visibleText(`${title}\n${nativeId}`) }) },
  { id: 'run', title: columnWords.run, from: 1080, least: 100, share: 0, of: (row) => ({ text: row.run === 'none' ? 'CSV row' : visibleText(middleCut(runWords(row), 11)), quiet: row.run !== 'imported', title: row.run === 'none' ? visibleText(`${runWords(row)}: it names no run`) : visibleText(row.run === 'missing' ? `${row.nativeId}: not imported` : row.title === null ? row.nativeId : `${row.nativeId}\n${row.title}`) }) },
  { id: 'what', title: columnWords.what, from: 0, least: 130, share: 3, of: ({ note }) => written(note, 'Nobody has written what happened yet') },
  { id: 'class', title: columnWords.class, from: 0, least: 108, share: 1.5, of: ({ class: id, className, modeName }) => ({ text: shown(modeName ?? className), quiet: id === null, title: visibleText(modeName === null ? className : `${className}: ${modeName}`) }) },
  { id: 'by', title: columnWords.by, from: 1240, least: 96, share: 0, of: ({ by, others, disagree }) => ({ text: others.length === 0 ? shown(by) : `${shown(by)} +${others.length}`, title: visibleText(`${by}'s verdict${others.length === 0 ? '' : `; ${others.join(', ')} said something of it, too`}${disagree ? '. They disagree' : ''}`) }) },
  { id: 'cause', title: columnWords.cause, from: 500, least: 100, share: 2, of: ({ cause }) => written(cause, 'Nobody has written the root cause yet') },
  { id: 'fix', title: columnWords.fix, from: 600, least: 100, share: 2.5, of: ({ fix }) => written(fix, 'Nobody has written what mends it yet') },
  { id: 'status', title: columnWords.status, from: 770, least: 100, share: 0, of: ({ status }) => ({ text: statusWords[status] }) },
  { id: 'case', title: columnWords.case, from: 0, least: 92, share: 2, of: (row) => ({ text: row.case === null ? 'no case' : shown(row.case.id), quiet: row.case === null, title: visibleText(row.cases > 1 ? `${caseWords(row)}, and ${row.cases - 1} more` : caseWords(row)) }) },
  { id: 'owner', title: columnWords.owner, from: 980, least: 104, share: 1.5, of: ({ owner, ownerFrom }) => (owner === '' ? { text: 'no owner', quiet: true } : { text: shown(owner), quiet: ownerFrom === 'case', title: visibleText(ownerFrom === 'case' ? `${owner}, who owns the case` : owner) }) },
  { id: 'cost', title: columnWords.cost, from: 880, least: 108, share: 0, of: ({ costUsd }) => (costUsd === null ? { text: notRecorded, quiet: true, title: 'Cost not recorded' } : { text: formatCost(costUsd) }) },
  { id: 'editMinutes', title: columnWords.editMinutes, from: 1500, least: 106, share: 0, of: ({ editMinutes }) => (editMinutes === null ? { text: notRecorded, quiet: true, title: 'Minutes that people edited: not recorded' } : { text: String(Math.round(editMinutes * 10) / 10) }) },
  { id: 'when', title: columnWords.when, from: 1620, least: 112, share: 0, of: ({ startUs }) => (startUs === null ? { text: notRecorded, quiet: true, title: 'Time not recorded' } : { text: formatDay(startUs), title: formatDate(startUs) }) },
];

/** Those that a table of this width has room for; what happened, its class and its case always. */
export const columnsIn = (width: number): readonly Column[] => columns.filter(({ from }) => from <= width);

const narrowest = columnsIn(0).length;

export const template = (shownColumns: readonly Column[]): string => shownColumns.map(({ least, share }) => (share === 0 ? `${least}px` : `minmax(${shownColumns.length === narrowest ? Math.min(least, 92) : least}px, ${share}fr)`)).join(' ');

export const isEditable = (column: FailureColumn): column is EditableColumn => ['what', 'class', 'cause', 'fix', 'status', 'owner'].includes(column);

/** What a cell holds, for the clipboard. Empty: nothing was written or recorded. */
const whole: Readonly<Partial<Record<FailureColumn, (row: FailureRow) => string>>> = {
  run: (row) => (row.run === 'none' ? '' : row.nativeId), what: ({ note }) => note, cause: ({ cause }) => cause, fix: ({ fix }) => fix, owner: ({ owner }) => owner, case: ({ case: guard }) => guard?.id ?? '', question: ({ title }) => title ?? '', by: ({ by }) => by,
};

export function wholeText(row: FailureRow, column: FailureColumn): string {
  const of = whole[column];
  if (of) return of(row);
  const { text = '', quiet = false } = columns.find(({ id }) => id === column)?.of(row) ?? {};
  return quiet ? '' : text;
}
