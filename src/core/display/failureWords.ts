import { formatCost, formatCount, plural } from './numbers.ts';
import { visibleText } from './visibleText.ts';
import type { FailureRow, FailureTotal } from '../model/failureLog.ts';

export const statusWords = { open: 'Open', fixing: 'Fix in review', handled: 'Handled' } as const;
export const columnWords = { run: 'Run', class: 'Failure class', cause: 'Root cause', fix: 'Fix', what: 'What happened', status: 'Status', case: 'Case', owner: 'Owner', cost: 'Cost', question: 'Question', editMinutes: 'Edit min', when: 'When', by: 'By' } as const;

/** `21 failures, about $4.78: $4.10 of 18 with a known cost`. The first amount is the one that classes are ranked by. */
export function totalWords({ failures, known, knownUsd, weightUsd }: FailureTotal): string {
  return `${plural(failures, 'failure')}, ${knownUsd === null || weightUsd === null ? 'cost not recorded' : known === failures ? formatCost(knownUsd) : `about ${formatCost(weightUsd)}: ${formatCost(knownUsd)} of ${known} with a known cost`}`;
}

/** `callback-promise, draft`, `ask-when-two-orders, guarded` or `no case`. */
export function caseWords({ case: guard }: FailureRow): string {
  return guard === null ? 'no case' : `${guard.id}, ${guard.state === 'unproven' ? 'not proven' : guard.state}`;
}

/** What names the run, or says that there is none. */
export const runWords = ({ run, nativeId, file }: FailureRow): string => (run === 'none' ? `row of ${file ?? 'a file'}` : nativeId);

/** Several lists count failures, and not the same ones: what each of them counts. */
export const failuresMeaning = 'Runs that people labelled as failed, of all times, also those that are not imported here. The Traces view counts imported traces only, and besides those that ended in an error or were rejected by their user; the queue Failed also those that a score fails.';
export const failingMeaning = 'labelled as failed by anybody or, without a verdict, ended in an error or rejected by the user';

/** Whose verdict a row is, and why it leads to no trace. */
export function standingWords({ by, disagree, run, file }: FailureRow): string {
  const where = { imported: '', missing: '. The trace is not imported; the label is kept', none: `. A row of ${file ?? 'a file'} that names no run` }[run];
  return visibleText(`${by}'s verdict${disagree ? '; others see it differently' : ''}${where}`);
}

type Imported = { readonly file: string; readonly rows: number; readonly added: number; readonly changed: number; readonly known: number; readonly matched: number; readonly missing: number; readonly unnamed: number; readonly notKept: readonly string[]; readonly unknownColumns: readonly string[]; readonly unknownTypes: readonly { readonly type: string; readonly rows: number }[]; readonly replaced: number };

export function failureImportSentence({ file, rows, added, known }: Imported): string {
  return added === 0 ? `${file} says nothing new: ${rows === 0 ? 'it has no rows' : `all ${plural(rows, 'row')} are in the log`}` : `Imported ${plural(added, 'failure')} from ${file}${known > 0 ? `, ${formatCount(known)} were there already` : ''}`;
}

/** Costs, cases and times are what traces and cases say; minutes of editing are what users say. */
export function notReadSentence(columns: readonly string[]): string {
  const minutes = columns.some((column) => /min/iu.test(column)) ? '; minutes of editing are feedback, which casebook feedback import reads from the same file' : '';
  return `Not read, as traces and cases say it themselves: ${columns.join(', ')}${minutes}`;
}

/** What an import is going to write, in lines. */
export function failureImportDetail({ rows, changed, known, matched, missing, unnamed, notKept, unknownColumns, unknownTypes, replaced }: Imported, by: string): string {
  return [
    `${plural(rows, 'row')}: ${formatCount(matched)} of traces that are imported${missing > 0 ? `, ${formatCount(missing)} of runs that are not` : ''}${unnamed > 0 ? `, ${formatCount(unnamed)} without a run` : ''}.`,
    `They become labels of ${by}; Undo takes all of them back.`,
    ...(changed > 0 ? [`${formatCount(changed)} change what ${by} said before.`] : []),
    ...(known > 0 ? [`${formatCount(known)} are in the log already.`] : []),
    ...(unknownTypes.length > 0 ? [`No failure class: ${unknownTypes.slice(0, 5).map(({ type }) => type.slice(0, 60)).join(', ')}. It is kept in the note.`] : []),
    ...(notKept.length > 0 ? [`${notReadSentence(notKept.slice(0, 8))}.`] : []),
    ...(unknownColumns.length > 0 ? [`Not read: ${unknownColumns.slice(0, 8).join(', ')}.`] : []),
    ...(replaced > 0 ? [`${plural(replaced, 'likely secret')} ${replaced === 1 ? 'is' : 'are'} replaced.`] : []),
  ].join('\n');
}

/** Of one trace whose labels blind review hides; in lists the first words do. */
export const hiddenShortly = 'judged by others';
export const hiddenWords = `${hiddenShortly}; hidden until you judge it`;

const ofOthers = (hidden: number): string => `${plural(hidden, 'trace')} that others labelled and you have not reviewed yet`;

/** Empty: nothing is hidden. `all`: whoever reads asked for it. */
export function blindSentence(hidden: number, all: boolean): string {
  if (hidden === 0) return '';
  return all ? `Shows ${ofOthers(hidden)}, too, because all were asked for.` : `${ofOthers(hidden)} ${hidden === 1 ? 'is' : 'are'} left out and not counted, so that no verdict sways yours (blind review).`;
}
