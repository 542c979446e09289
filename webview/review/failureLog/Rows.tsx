import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { columnWords, runWords } from '../../../src/core/display/failureWords.ts';
import type { Mark } from '../../../src/core/display/outcome.ts';
import type { FailureCase, FailureColumn, FailureRow } from '../../../src/core/model/failureLog.ts';
import { Icon } from '../../shared/Icon.tsx';
import { MarkIcon } from '../../shared/MarkIcon.tsx';
import { evenTops, useRowWindow } from '../../shared/useRowWindow.ts';
import { useWidth } from '../../shared/useWidth.ts';
import { CellEditor } from './CellEditor.tsx';
import { columnsIn, isEditable, template } from './columns.ts';
import type { Column } from './columns.ts';
import type { FailureLogModel } from './model.ts';

const rowHeight = 28;
const headHeight = 24;

/** All failures, of which those in view are drawn. */
export function Rows(props: { model: FailureLogModel }) {
  const { model } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [element, setElement] = useState<HTMLDivElement | null>(null);
  const width = useWidth(element);
  const shown = useMemo(() => columnsIn(width === 0 ? 1200 : width), [width]);
  const total = model.answer.value?.total ?? 0;
  const tops = useMemo(() => evenTops(total, rowHeight), [total]);
  const { index: at, column } = model.cursor.value;
  const focused = Math.min(at, Math.max(0, total - 1));
  const virtual = useRowWindow({ tops, headHeight, scroller, focused });
  const [first, last] = [virtual.indexes[0], virtual.indexes.at(-1)];
  useLayoutEffect(() => {
    model.shown.value = shown;
    if (!shown.some(({ id }) => id === model.cursor.peek().column)) model.goTo(model.cursor.peek().index, shown.find(({ id }) => isEditable(id))?.id ?? 'run');
  }, [shown]);
  useEffect(() => virtual.scrollTo(focused), [focused, total]);
  useEffect(() => model.need(virtual.indexes), [first, last, model.rows.value]);
  return (
    <div class="failureRows" ref={(found) => { scroller.current = found; setElement(found); }} role="grid" aria-label="Failures" aria-rowcount={total + 1} aria-colcount={shown.length} style={{ '--columns': template(shown) }} onKeyDown={(event) => onGridKey(event, model, virtual.pageSize)} onFocusIn={() => (model.held = true)} onFocusOut={(event) => event.relatedTarget !== null && (model.held = false)}>
      <div role="rowgroup" class="failureHead"><div role="row" aria-rowindex={1} class="failureLine">{shown.map((each) => <Head key={each.id} model={model} column={each} />)}</div></div>
      <div class="failureLines" role="rowgroup" style={{ height: `${tops.at(-1)}px` }}>
        {virtual.indexes.map((index) => <Row key={model.rows.value.get(index)?.id ?? index} model={model} shown={shown} index={index} top={tops[index]!} cell={index === focused ? column : null} />)}
      </div>
    </div>
  );
}

/** Where the cursor is. */
export function focusCell(): void {
  document.querySelector<HTMLElement>('.failureRows [role="gridcell"][tabindex="0"]')?.focus({ preventScroll: true });
}

function onGridKey(event: KeyboardEvent, model: FailureLogModel, pageSize: () => number): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || model.editing.peek()) return;
  const by = { PageDown: pageSize(), PageUp: -pageSize() }[event.key];
  if (by !== undefined) model.move(by, 0);
  else if (event.key === 'Home' || event.key === 'End') model.toEnd(event.key === 'End');
  else return;
  event.preventDefault();
}

const numeric: readonly FailureColumn[] = ['cost', 'editMinutes'];

function Head(props: { model: FailureLogModel; column: Column }) {
  const { model, column: { id, title } } = props;
  const { column, descending } = model.sort.value;
  const sorted = column === id;
  return (
    <span role="columnheader" aria-sort={sorted ? (descending ? 'descending' : 'ascending') : 'none'} class={numeric.includes(id) ? 'number' : undefined}>
      <button type="button" class="sortButton" title={`Sort by ${title.toLowerCase()}`} onClick={() => model.sortBy(id)}><span class="cut">{title}</span>{sorted && <Icon name={descending ? 'arrow-down' : 'arrow-up'} small />}</button>
    </span>
  );
}

const markOf: Readonly<Record<FailureCase['state'], Mark>> = { guarded: 'pass', unproven: 'warning', quarantined: 'blocked', draft: 'deferred', archived: 'unlabelled' };

const stateWords = ({ state }: FailureCase): string => (state === 'unproven' ? 'not proven' : state);

function Row(props: { model: FailureLogModel; shown: readonly Column[]; index: number; top: number; cell: FailureColumn | null }) {
  const { model, shown, index, cell } = props;
  const row = model.rows.value.get(index);
  const style = { transform: `translateY(${props.top}px)` };
  if (!row) return <div class="failureLine failureRow" role="row" aria-rowindex={index + 2} aria-busy="true" style={style}><span role="gridcell" class="dim">Reading</span></div>;
  return (
    <div class={cell === null ? 'failureLine failureRow' : 'failureLine failureRow focused'} role="row" aria-rowindex={index + 2} aria-selected={cell !== null} style={style}>
      {shown.map((column) => <Cell key={column.id} model={model} row={row} index={index} column={column} disputed={row.disagree && column.id === (shown.some(({ id }) => id === 'by') ? 'by' : 'class')} focused={cell === column.id} />)}
    </div>
  );
}

function Cell(props: { model: FailureLogModel; row: FailureRow; index: number; column: Column; /** Said here that others see the row differently. */ disputed: boolean; focused: boolean }) {
  const { model, row, index, column: { id, title, of }, disputed, focused } = props;
  const editing = focused && model.editing.value && isEditable(id);
  const { text, quiet = false, title: tip = text } = of(row);
  const element = useRef<HTMLSpanElement>(null);
  // The focus follows the cursor while it is among the rows, and comes back from a field, or from a row that is gone.
  useLayoutEffect(() => {
    const now = document.activeElement;
    if (focused && !editing && model.held && (now === document.body || now?.closest('.failureRows'))) element.current?.focus({ preventScroll: true });
  }, [focused, editing]);
  return (
    <span
      ref={element}
      role="gridcell"
      class={[id === 'run' && 'runCell', editing && 'editing', numeric.includes(id) && 'number', quiet && 'dim'].filter(Boolean).join(' ') || undefined}
      tabIndex={focused && !editing ? 0 : -1}
      aria-readonly={!isEditable(id)}
      title={editing ? undefined : tip}
      onMouseDown={(event) => !editing && event.detail > 1 && event.preventDefault()}
      onClick={(event) => {
        if (editing) return;
        model.goTo(index, id);
        event.currentTarget.focus({ preventScroll: true });
      }}
      onDblClick={(event) => !editing && !(event.target instanceof HTMLButtonElement) && model.edit()}
    >
      {editing ? <CellEditor model={model} row={row} column={id} label={`${title} of ${runWords(row)}`} />
        : id === 'case' ? <><MarkIcon mark={row.case === null ? 'unlabelled' : markOf[row.case.state]} words="Guarded" quiet={row.case?.state !== 'guarded'} />{row.case === null ? <span class="cut">{text}</span> : <button type="button" class="cut runLink" tabIndex={-1} onClick={() => model.page.openCase(row.case!.id)}>{text}</button>}{row.case !== null && row.case.state !== 'guarded' && <span class="dim caseState">{stateWords(row.case)}</span>}</>
        : (id === 'run' || (id === 'question' && !quiet)) && row.run === 'imported' ? <button type="button" class="cut runLink" tabIndex={-1} onClick={() => model.page.openTrace(row.id)}>{text}</button>
        : <><span class="cut">{text}</span>{disputed && <MarkIcon mark="warning" words="Others see it differently" />}</>}
    </span>
  );
}

export const sortWords = ({ column, descending }: FailureLogModel['sort']['value']): string => (column === null ? 'most expensive classes first' : `by ${columnWords[column].toLowerCase()}${descending ? ', descending' : ''}`);
