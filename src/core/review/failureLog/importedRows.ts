import type { FailureClass } from '../../model/failureClass.ts';
import type { ClassValue, LabelStatus } from '../../model/label.ts';
import { asWritten } from '../../support/csv.ts';
import type { FailureRow } from '../../model/failureLog.ts';
import { visibleText } from '../../display/visibleText.ts';
import type { Headers, ImportedField } from './headers.ts';
import { importedFields } from './headers.ts';
import { csvCells } from './tables.ts';

/** A line of the file that says something. Lines count from 1. */
export type TableLine = { readonly line: number; readonly cells: readonly string[] };

/** What a row says of a run. Fields that it leaves empty say nothing. */
export type ImportedRow = {
  readonly line: number;
  /** All that its cells hold, by which it is known again whatever else has changed since. */
  readonly text: string;
  /** Our own id, where the row has one. */
  readonly trace: string;
  readonly run: string;
  readonly class: ClassValue | null;
  readonly cause: string; readonly fix: string; readonly note: string; readonly owner: string;
  readonly status: LabelStatus | null;
  /** What in it is no class and no status that is known; the type is then kept in the note. */
  readonly unknownType: string | null;
  readonly unknownStatus: string | null;
};

const statuses: Readonly<Record<LabelStatus, readonly string[]>> = {
  open: ['open', 'new', 'todo', 'backlog', 'reported', 'notstarted', 'unresolved'],
  fixing: ['fixing', 'inprogress', 'fixinreview', 'inreview', 'review', 'wip', 'doing', 'started', 'testing'],
  handled: ['handled', 'fixed', 'done', 'closed', 'resolved', 'mended', 'complete', 'completed', 'shipped', 'verified'],
};

const plainly = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '');

/** As people say it: "Wrong tool", "wrong tools", "Hallucinations", "Tool choice: wrong tool". */
function classReader(classes: readonly FailureClass[]): (text: string) => ClassValue | null {
  const known = new Map<string, ClassValue>();
  const add = (name: string | undefined, value: ClassValue): void => {
    const key = plainly(name ?? '');
    if (key !== '' && !known.has(key)) known.set(key, value);
  };
  for (const { id, name } of classes) for (const each of [id, name]) add(each, { class: id });
  for (const { id, modes = [] } of classes) for (const mode of modes) for (const each of [mode.id, mode.name]) add(each, { class: id, mode: mode.id });
  for (const [word, mode] of synonyms) {
    const owner = classes.find((each) => each.modes?.some((one) => one.id === mode));
    if (owner) add(word, { class: owner.id, mode });
  }
  const read = (text: string): ClassValue | null => {
    const key = plainly(text);
    return known.get(key) ?? known.get(key.replace(/s$/u, '')) ?? known.get(key.replace(/(?:failure|error|issue|selection)s?$/u, '')) ?? null;
  };
  return (text) => read(text) ?? read(text.split(/[:/>]/u).at(-1) ?? '') ?? read(text.split(/[:/>]/u)[0] ?? '');
}

/** S0's own words for modes, where they are others than ours. */
const synonyms: readonly (readonly [string, string])[] = [['wrongtoolselection', 'wrong_tool'], ['slow', 'slow_response'], ['slowresponses', 'slow_response'], ['prematurestopping', 'premature_stop'], ['madeupdata', 'hallucination']];

function statusIn(text: string): LabelStatus | null {
  const key = plainly(text);
  return (Object.keys(statuses) as LabelStatus[]).find((each) => statuses[each].includes(key)) ?? null;
}

const cellText = (cell: string | undefined): string => asWritten(cell ?? '').replaceAll('\r\n', '\n').trim();

/** What names the run is no edit, and stays. */
const editable = importedFields.filter((field) => field !== 'trace' && field !== 'run');

/** A line without the cells that say of a failure what the log shows of it anyway, as its export would write it: what is left was edited. */
export function onlyEdited({ line, cells }: TableLine, headers: Headers, shown: FailureRow, classes: readonly FailureClass[]): TableLine {
  const same = editable.flatMap((field) => {
    const column = headers.at.get(field);
    return column !== undefined && visibleText(cellText(cells[column])) === visibleText(csvCells[field](shown)).trim() ? [{ field, column }] : [];
  });
  const without = (fields: readonly ImportedField[]): TableLine => ({ line, cells: cells.map((cell, at) => (same.some(({ field, column }) => column === at && fields.includes(field)) ? '' : cell)) });
  // A failure type that is no class goes to the end of the note, which then has to be there.
  const [read] = importedRows([without(editable)], headers, classes);
  return read !== undefined && read.unknownType !== null ? without(editable.filter((field) => field !== 'note')) : without(editable);
}

/** Rows that say nothing at all are left out. */
export function importedRows(lines: readonly TableLine[], { at }: Headers, classes: readonly FailureClass[]): readonly ImportedRow[] {
  const classIn = classReader(classes);
  return lines.flatMap(({ line, cells }): readonly ImportedRow[] => {
    const cell = (field: ImportedField): string => cellText(cells[at.get(field) ?? -1]);
    const [type, named, status] = [cell('type'), cell('class'), cell('status')];
    const known = (type === '' ? null : classIn(type)) ?? (named === '' ? null : classIn(named));
    const unknownType = type !== '' ? (classIn(type) === null ? type : null) : named !== '' && known === null ? named : null;
    const note = cell('note');
    const row = { line, text: cells.map((each) => each.trim()).join('\0').replace(/\0+$/u, ''), trace: cell('trace'), run: cell('run'), class: known, cause: cell('cause'), fix: cell('fix'), owner: cell('owner'), status: status === '' ? null : statusIn(status) };
    const isEmpty = known === null && unknownType === null && [row.cause, row.fix, note, row.run, row.trace].every((each) => each === '');
    if (isEmpty) return [];
    return [{
      ...row, unknownType, unknownStatus: status !== '' && row.status === null ? status : null,
      // Nothing that somebody wrote is lost: it can be sorted into a class later.
      note: unknownType === null ? note : note === '' ? unknownType : `${note} (failure type: ${unknownType})`,
    }];
  });
}

/** Several rows of one run are one failure: texts that differ stand one behind the other, else the first row counts. */
export function joinedRows(rows: readonly ImportedRow[]): ImportedRow {
  const [first, ...more] = rows as readonly [ImportedRow, ...ImportedRow[]];
  const texts = (of: 'cause' | 'fix' | 'note'): string => [...new Set(rows.map((row) => row[of]).filter((text) => text !== ''))].join('; ');
  return more.length === 0 ? first : {
    ...first, cause: texts('cause'), fix: texts('fix'), note: texts('note'),
    class: rows.find((row) => row.class !== null)?.class ?? null, owner: rows.find(({ owner }) => owner !== '')?.owner ?? '', status: rows.find(({ status }) => status !== null)?.status ?? null,
  };
}
