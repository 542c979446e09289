import { hash } from 'node:crypto';
import { basename } from 'node:path';
import { classesInUse } from '../../core/model/failureClass.ts';
import type { FailureClass, Taxonomy } from '../../core/model/failureClass.ts';
import type { LabelEvent } from '../../core/model/label.ts';
import type { TraceLabels } from '../../core/model/review.ts';
import { visibleText } from '../../core/display/visibleText.ts';
import type { RedactionRules, Redactor } from '../../core/redaction/redactor.ts';
import { createRedactor } from '../../core/redaction/redactor.ts';
import type { ImportedRow, TableLine } from '../../core/review/failureLog/importedRows.ts';
import { importedRows, joinedRows, onlyEdited } from '../../core/review/failureLog/importedRows.ts';
import { createFailureLogs } from '../../core/review/failureLog/log.ts';
import { createBlindView, isHiddenFrom } from '../../core/review/blind.ts';
import { failureRows, rowId } from '../../core/review/failureLog/rows.ts';
import { failuresCsv, failuresMarkdown } from '../../core/review/failureLog/tables.ts';
import type { LabelEventBody } from '../../core/review/labels.ts';
import { UserError } from '../../core/support/errors.ts';
import type { FailureEdit, FailureLogApi, ImportFailuresReport } from '../../protocol/failureLogApi.ts';
import type { Store } from '../../store/openStore.ts';
import { cleanName } from '../cleanSpans.ts';
import type { Journals, SaidOfTrace } from '../journals.ts';
import { readFailureTable } from './failureLogFile.ts';
import type { Labelled } from './labelled.ts';
import { sortedInto } from './sorting.ts';

export type FailureLogSources = {
  readonly store: Pick<Store, 'findNamed'>;
  readonly journals: Journals;
  readonly labelled: Labelled;
  /** What rows are shown by, and what is written must be named by. */
  readonly taxonomy: () => Taxonomy;
  readonly classes: () => readonly FailureClass[];
  readonly redaction: () => RedactionRules;
  /** Labels of others are hidden from who has not judged a trace. */
  readonly isBlind: () => boolean;
  /** How an event names a trace, whether it is imported here or not. */
  readonly named: (trace: string) => LabelEvent['trace'];
};

const mostWarnings = 100;
const usualLimit = 100;

/** The failure log: read from labels, and edited by labelling. */
export function createFailureLog({ store, journals, labelled, taxonomy, classes: classesToWrite, redaction, named, isBlind }: FailureLogSources): FailureLogApi {
  const logs = { all: createFailureLogs(), seen: createFailureLogs() };
  const blindView = createBlindView();
  const total = ({ counts }: Redactor): number => Object.values(counts).reduce((sum, count) => sum + count, 0);

  const readerOf = (by: string): string => (by === '' ? '' : journals.reviewer(by));

  /** The log as a reader sees it, and of how many traces it leaves out, or would, what others say. */
  function seenBy(by: string | undefined, all: boolean) {
    const labels = labelled.all();
    const { traces, hidden } = by === undefined || !isBlind() ? { traces: labels, hidden: 0 } : blindView(labels, readerOf(by));
    return { log: all || traces === labels ? logs.all(labels, taxonomy()) : logs.seen(traces, taxonomy()), hidden };
  }

  function warnings(): readonly string[] {
    const sentence = journals.trouble();
    return sentence === null ? [] : [sentence];
  }

  function checkClass(value: NonNullable<FailureEdit['class']>): void {
    const known = classesToWrite();
    const found = known.find(({ id }) => id === value.class);
    if (!found) throw new UserError('no-such-class', `There is no failure class ${value.class} in use.`, `The classes are ${known.map(({ id }) => id).join(', ')}.`);
    if (value.mode !== undefined && !found.modes?.some(({ id }) => id === value.mode)) throw new UserError('no-such-class', `${found.id} has no mode ${value.mode}.`, 'Leave the mode out.');
  }

  /** Where each row belongs, by the id that labels have. */
  function placed(rows: readonly ImportedRow[], file: string, redactor: Redactor, warn: (line: number, message: string) => void): ReadonlyMap<string, { readonly rows: readonly ImportedRow[]; readonly run: 'matched' | 'missing' | 'unnamed' }> {
    const found = new Map<string, { rows: ImportedRow[]; run: 'matched' | 'missing' | 'unnamed' }>();
    const alike = new Map<string, number>();
    const labels = journals.traceLabels();
    const traceOf = (ref: string): string | undefined => {
      const called = store.findNamed(ref);
      const exact = called.filter((each) => each.id === ref || each.nativeId === ref);
      // The beginning of an id of ours, as commands take it.
      if (exact.length === 0 && called.length === 1 && /^tr_[0-9a-f]{4,}$/u.test(ref) && called[0]?.id.startsWith(ref)) return called[0].id;
      return exact.length === 1 ? exact[0]?.id : exact.find(({ id }) => id === ref)?.id;
    };
    for (const row of rows) {
      const ref = row.trace !== '' && (labels.has(row.trace) || traceOf(row.trace) !== undefined) ? row.trace : row.run;
      if (ref === '') {
        const text = hash('sha256', row.text).slice(0, 12);
        const before = alike.get(text) ?? 0;
        alike.set(text, before + 1);
        found.set(rowId(file, before === 0 ? text : `${text}-${before + 1}`), { rows: [row], run: 'unnamed' });
        continue;
      }
      const trace = traceOf(ref);
      const id = trace ?? cleanName(redactor, ref);
      const same = found.get(id);
      if (same) {
        warn(row.line, `Run ${id} stands on line ${same.rows[0]!.line}, too; both are read as one failure.`);
        same.rows.push(row);
      } else found.set(id, { rows: [row], run: trace === undefined ? 'missing' : 'matched' });
      if (trace === undefined && store.findNamed(ref).filter(({ nativeId }) => nativeId === ref).length > 1) warn(row.line, `Several imported traces have the id ${id}; the row is kept under it. Put the id of one of them, tr_…, in a column Trace.`);
    }
    return found;
  }

  return {
    failureLog({ offset = 0, limit = usualLimit, trace, by, all = false, ...choice }) {
      const { log, hidden } = seenBy(by, all);
      return { ...log.read(choice, offset, limit, trace), hidden, warnings: warnings() };
    },

    editFailure({ trace, by, edit, blind = false }) {
      const reviewer = journals.reviewer(by);
      const labels = journals.traceLabels().get(trace);
      const before = labelled.all().find(({ id }) => id === trace);
      if (blind && before && isBlind() && isHiddenFrom(reviewer, before)) throw new UserError('hidden', 'What others say of this run is hidden until you judge it yourself (blind review).', 'Review it first, or show all failures.');
      if (labels?.label?.verdict !== 'fail') throw new UserError('no-failure', `Nobody says any more that ${trace} failed.`, 'Read the log again.');
      if (edit.class) checkClass(edit.class);
      const redactor = createRedactor(redaction());
      const clean = redactor.json(edit);
      const sorts = clean.class !== undefined && Object.keys(clean).length === 1;
      if (!sorts) checkOwn(labels, reviewer, (id) => classesInUse(taxonomy()).find((each) => each.id === id)?.name ?? id);
      // A class sorts the label, whosever it is, and everything else is said of the failure: neither is a verdict of one's own.
      const { class: value, ...fields } = clean;
      const sorted = value === undefined ? [] : (sortedInto(named(trace), labels, reviewer, value)?.bodies ?? []);
      const bodies = [...sorted, ...bodiesFor(fields)];
      if (bodies.length > 0) journals.append(reviewer, [{ trace: named(trace), bodies }]);
      const after = labelled.all().find(({ id }) => id === trace);
      const row = (after && failureRows(taxonomy())(after)) ?? null;
      return { row, over: sorts || labels.label.by === reviewer ? null : labels.label.by, replaced: total(redactor) };
    },

    exportFailures({ to, by, all = false, ...choice }) {
      const { log, hidden } = seenBy(by, all);
      const rows = log.rows(choice);
      return { text: to === 'csv' ? failuresCsv(rows) : failuresMarkdown(rows), rows: rows.length, hidden };
    },

    importFailures({ path, by, dryRun = false }) {
      const reviewer = journals.reviewer(by);
      const redactor = createRedactor(redaction());
      const file = redactor.text(basename(path));
      const { titles, headers, lines } = readFailureTable(path);
      const found: { line: number; message: string }[] = [];
      const warn = (line: number, message: string): void => void found.push({ line, message });
      const classes = classesToWrite();
      const read = (of: readonly TableLine[]) => importedRows(of, headers, classes).map((row) => ({ ...row, cause: redactor.text(row.cause), fix: redactor.text(row.fix), note: redactor.text(row.note), owner: redactor.text(row.owner) }));
      const rows = read(lines);
      const lineAt = new Map(lines.map((each) => [each.line, each]));
      const traceOf = new Map(labelled.all().map((each) => [each.id, each]));
      const shownOf = failureRows(taxonomy());
      const edits = [...placed(rows, file, redactor, warn)].map(([id, each]) => {
        const trace = traceOf.get(id);
        const shown = trace && shownOf(trace);
        return { id, ...each, edited: shown === undefined ? each.rows : read(each.rows.map((row) => onlyEdited(lineAt.get(row.line)!, headers, shown, classes))) };
      });
      const edited = edits.flatMap((each) => each.edited);
      for (const { line, unknownStatus } of edited) if (unknownStatus !== null) warn(line, `The status ${redactor.text(unknownStatus)} is none of open, fixing and handled; the failure counts as open.`);
      const all = journals.traceLabels();
      const counts = { matched: 0, missing: 0, unnamed: 0 };
      const said: SaidOfTrace[] = [];
      let [changed, known] = [0, 0];
      for (const { id, ...each } of edits) {
        counts[each.run] += each.rows.length;
        const labels = all.get(id);
        const difference = each.edited.length === 0 ? null : differenceOf(joinedRows(each.edited), labels, reviewer);
        if (difference === null) {
          known++;
          continue;
        }
        if (labels?.own.some((label) => label.by === reviewer)) changed++;
        said.push({ trace: named(id), bodies: difference });
      }
      if (!dryRun && said.length > 0) journals.append(reviewer, said);
      const types = Map.groupBy(edited.filter(({ unknownType }) => unknownType !== null), ({ unknownType }) => redactor.text(unknownType ?? ''));
      return {
        file, written: !dryRun && said.length > 0, rows: rows.length, added: said.length, changed, known, ...counts,
        columns: [...headers.at].map(([as, column]) => ({ column: titles[column] ?? '', as })), notKept: headers.ours, unknownColumns: headers.unknown.map((column) => redactor.text(column)),
        unknownTypes: [...types].map(([type, of]) => ({ type, rows: of.length })).sort((a, b) => b.rows - a.rows),
        warnings: found.sort((a, b) => a.line - b.line).slice(0, mostWarnings), warningCount: found.length, replaced: total(redactor),
      } satisfies ImportFailuresReport;
    },
  };
}

const texts = ['note', 'cause', 'fix', 'owner'] as const;

function bodiesFor(edit: FailureEdit): readonly LabelEventBody[] {
  return [
    ...(edit.class === undefined ? [] : [{ kind: 'class', value: edit.class } as const]),
    ...texts.flatMap((kind) => (edit[kind] === undefined ? [] : [{ kind, value: edit[kind] }])),
    ...(edit.status === undefined ? [] : [{ kind: 'status', value: edit.status } as const]),
  ];
}

/** Refused where one's own judgement is another: what one says would not be of the failure that the log shows. */
function checkOwn({ label, own, adjudicated, disagree }: TraceLabels, by: string, nameOf: (id: string) => string): void {
  const mine = own.find((each) => each.by === by);
  if (!mine || label === null || (label.by === by && adjudicated === null)) return;
  const isOther = mine.verdict !== null && mine.verdict !== 'fail';
  const isOtherClass = disagree && adjudicated === null && mine.verdict !== null && mine.class !== null && label.class !== null && mine.class.class !== label.class.class;
  if (isOther || isOtherClass) throw new UserError('own-label-differs', `The log shows ${label.by}'s label, and yours is another: ${mine.verdict ?? 'no verdict'}${mine.class === null ? '' : `, ${nameOf(mine.class.class)}`}.`, 'Decide between the two in the Agreement tab first.');
}

/** What a row says that the log does not, as events of the reviewer; null where it says nothing new. What a row leaves empty stays. */
function differenceOf(row: ImportedRow, labels: TraceLabels | undefined, by: string): readonly LabelEventBody[] | null {
  const label = labels?.label ?? null;
  const mine = labels?.own.find((each) => each.by === by);
  const of = label ?? mine;
  const edit: FailureEdit = {
    // A row without a mode says no less of the class than a label with one.
    ...(row.class !== null && (row.class.class !== of?.class?.class || (row.class.mode !== undefined && row.class.mode !== of.class.mode)) ? { class: row.class } : {}),
    ...Object.fromEntries(texts.filter((kind) => row[kind] !== '' && row[kind] !== of?.[kind] && row[kind] !== visibleText(of?.[kind] ?? '')).map((kind) => [kind, row[kind]])),
    ...(row.status !== null && row.status !== (of?.status ?? (of ? 'open' : null)) ? { status: row.status } : {}),
  };
  if (label?.verdict === 'fail' && Object.keys(edit).length === 0) return null;
  // Of somebody else's failure a row says what is new in it, which is no verdict; another class is one.
  const speaksAlone = label?.verdict === 'fail' && edit.class === undefined && (mine?.verdict ?? null) === null;
  const verdict: readonly LabelEventBody[] = mine?.verdict === 'fail' || speaksAlone ? [] : [{ kind: 'verdict', value: 'fail' }];
  return [...verdict, ...bodiesFor(edit)];
}
