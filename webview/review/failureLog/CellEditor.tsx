import { useLayoutEffect, useRef } from 'preact/hooks';
import { statusWords } from '../../../src/core/display/failureWords.ts';
import type { LabelStatus } from '../../../src/core/model/label.ts';
import type { FailureRow } from '../../../src/core/model/failureLog.ts';
import type { FailureEdit } from '../../../src/protocol/failureLogApi.ts';
import type { EditableColumn } from './columns.ts';
import type { FailureLogModel } from './model.ts';

const fieldOf = { what: 'note', cause: 'cause', fix: 'fix', owner: 'owner' } as const;
const none = '';

/** A cell being edited in its place: Enter writes, Tab writes and goes to the next one, Escape leaves it as it was. */
export function CellEditor(props: { model: FailureLogModel; row: FailureRow; column: EditableColumn; label: string }) {
  const { model, row, column, label } = props;
  const field = useRef<HTMLTextAreaElement & HTMLSelectElement>(null);
  const left = useRef(false);
  const keyed = useRef(false);
  const before = valueOf(row, column);
  /** What was typed before and could not be written. */
  const kept = useRef(model.unwritten(row, column)).current;
  useLayoutEffect(() => {
    field.current?.focus();
    if (column !== 'class' && column !== 'status') field.current?.select();
  }, []);

  function finish(then: 'stay' | 1 | -1, elsewhere = false): void {
    if (left.current) return;
    left.current = true;
    const value = field.current?.value ?? before;
    model.editing.value = false;
    // Whoever turns away from what was refused is not asked to mend it once more.
    if (value !== before && !(elsewhere && value === kept)) void model.write(row, editOf(column, value), { column, text: value });
    if (then !== 'stay') model.nextCell(then);
    else if (value === before) model.refresh();
  }

  function onKeyDown(event: KeyboardEvent): void {
    keyed.current = true;
    if (event.isComposing || event.altKey) return;
    if (event.key === 'Escape') {
      left.current = true;
      model.forget();
      model.leave();
    } else if (event.key === 'Enter' && !event.shiftKey) finish('stay');
    else if (event.key === 'Tab') finish(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  const shared = { ref: field, class: 'cellField', 'aria-label': label, onKeyDown, onBlur: () => finish('stay', true) };
  if (column === 'status') return <select {...shared} value={before} onChange={() => !keyed.current && finish('stay')}>{(Object.keys(statusWords) as LabelStatus[]).map((each) => <option key={each} value={each} selected={each === before}>{statusWords[each]}</option>)}</select>;
  if (column === 'class') return <select {...shared} value={before} onChange={() => !keyed.current && finish('stay')}><ClassOptions model={model} row={row} value={before} /></select>;
  return <textarea {...shared} rows={1} wrap="off" spellcheck={false} defaultValue={kept ?? before} maxLength={column === 'owner' ? 200 : 20_000} />;
}

/** Each class and under it its modes; one that is no more as long as the row names it. */
function ClassOptions(props: { model: FailureLogModel; row: FailureRow; value: string }) {
  const { row, value } = props;
  const classes = props.model.answer.value?.failureClasses ?? [];
  const option = (of: string, words: string) => <option key={of} value={of} selected={of === value}>{words}</option>;
  const known = value === none || classes.some(({ id, modes = [] }) => value === id || modes.some((mode) => value === `${id} ${mode.id}`));
  return (
    <>
      {option(none, 'Not classified')}
      {!known && option(value, row.modeName ?? row.className)}
      {classes.flatMap(({ id, name, modes = [] }) => [option(id, name ?? id), ...modes.map((mode) => option(`${id} ${mode.id}`, `${name ?? id}: ${mode.name ?? mode.id}`))])}
    </>
  );
}

function valueOf(row: FailureRow, column: EditableColumn): string {
  if (column === 'status') return row.status;
  if (column === 'class') return row.class === null ? none : row.mode === null ? row.class : `${row.class} ${row.mode}`;
  // The owner that only the case names is no word of the label.
  return column === 'owner' && row.ownerFrom === 'case' ? '' : row[fieldOf[column]];
}

function editOf(column: EditableColumn, value: string): FailureEdit {
  if (column === 'status') return { status: value as LabelStatus };
  if (column === 'class') {
    const [id = '', mode] = value.split(' ');
    return { class: id === none ? null : { class: id, ...(mode === undefined ? {} : { mode }) } };
  }
  return { [fieldOf[column]]: value.trim() };
}
