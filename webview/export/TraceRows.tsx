import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { formatCost, formatCount, formatTokens } from '../../src/core/display/numbers.ts';
import { traceMark } from '../../src/core/display/outcome.ts';
import type { Mark } from '../../src/core/display/outcome.ts';
import { formatDate, formatDuration, formatFullDate } from '../../src/core/display/time.ts';
import type { ExportRow } from '../../src/protocol/exportPage.ts';
import { MarkIcon } from '../shared/MarkIcon.tsx';
import { focusOnReturn } from '../shared/focusOnReturn.ts';
import { evenTops, useRowWindow } from '../shared/useRowWindow.ts';
import type { ExportModel } from './model.ts';

const rowHeight = 22;
const headHeight = 23;

/** As in the Traces view: both kinds of failing share the mark. */
const markOf = (row: ExportRow): Mark => (traceMark(row) === 'rejected' ? 'failed' : traceMark(row));

type Columns = ExportModel['columns']['value'];

/** The traces as a windowed grid; rows that are not here yet are fetched as they come into view. */
export function TraceRows(props: { model: ExportModel }) {
  const { model } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const total = model.total.value;
  const cursor = model.cursor.value;
  const rows = model.rows.value;
  const columns = model.columns.value;
  const tops = useMemo(() => evenTops(total, rowHeight), [total]);
  const virtual = useRowWindow({ tops, headHeight, scroller, focused: cursor });
  const first = virtual.indexes[0] ?? 0;
  const last = virtual.indexes.at(-1) ?? 0;
  useEffect(() => model.need(first, last), [first, last, total]);

  const follow = useRef(false);
  useEffect(() => virtual.scrollTo(cursor), [cursor]);
  // Whoever opened the file goes on with the keys; someone who types in the field is left there.
  useLayoutEffect(() => {
    if (rows.size > 0 && document.activeElement === document.body) follow.current = true;
  }, [rows.size > 0]);
  useEffect(() => focusOnReturn(() => scroller.current?.querySelector<HTMLElement>('[role="row"][tabindex="0"]')), []);
  useLayoutEffect(() => {
    if (!follow.current) return;
    follow.current = false;
    scroller.current?.querySelector<HTMLElement>('[role="row"][tabindex="0"]')?.focus({ preventScroll: true });
  });

  function onKey(event: KeyboardEvent): void {
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: virtual.pageSize(), PageUp: -virtual.pageSize(), Home: -total, End: total }[event.key];
    if (event.key === 'Enter') model.openRow(cursor);
    else if (by === undefined) return;
    else model.moveTo(cursor + by);
    follow.current = true;
    event.preventDefault();
  }

  return (
    <div class="tree" ref={scroller}>
      <div role="grid" aria-label="Traces" aria-rowcount={total + 1} aria-colcount={4 + (columns.tokens ? 1 : 0) + (columns.cost ? 1 : 0)} onKeyDown={onKey}>
        <div class="treeRow head treeHead" role="row" aria-rowindex={1}>
          <span role="columnheader" class="cellName">Trace</span>
          <span role="columnheader" class="cellWhen">When</span>
          <span role="columnheader" class="cellSteps">Steps</span>
          <span role="columnheader" class="cellTime">Time</span>
          {columns.tokens && <span role="columnheader" class="cellTokens">Tokens</span>}
          {columns.cost && <span role="columnheader" class="cellCost">Cost</span>}
        </div>
        <div class="treeRows" role="rowgroup" style={{ height: `${total * rowHeight}px` }}>
          {virtual.indexes.map((index) => <Row key={index} model={model} columns={columns} row={rows.get(index)} index={index} top={index * rowHeight} focused={index === cursor} />)}
        </div>
      </div>
    </div>
  );
}

function Row(props: { model: ExportModel; columns: Columns; row: ExportRow | undefined; index: number; top: number; focused: boolean }) {
  const { model, columns, row, index, focused } = props;
  const label = row ? [row.title, row.outcome, row.startUs === null ? null : formatDate(row.startUs), `${formatCount(row.steps)} steps`, row.latencyMs === null ? null : formatDuration(row.latencyMs)].filter(Boolean).join(', ') : 'Not read yet';
  return (
    <div
      class={focused ? 'treeRow focused' : 'treeRow'} role="row" aria-rowindex={index + 2} aria-label={label} aria-selected={focused} tabIndex={focused ? 0 : -1} style={{ transform: `translateY(${props.top}px)` }}
      onClick={() => model.openRow(index)}
      onFocus={() => model.cursor.peek() !== index && model.moveTo(index)}
    >
      <span role="gridcell" class="cellName">{row && <><MarkIcon mark={markOf(row)} words={row.outcome} /><span class="stepName cut" title={row.title}>{row.title}</span></>}</span>
      <span role="gridcell" class="cellWhen" title={row && row.startUs !== null ? formatFullDate(row.startUs) : undefined}>{row && row.startUs !== null && formatDate(row.startUs)}</span>
      <span role="gridcell" class="cellSteps">{row && formatCount(row.steps)}</span>
      <span role="gridcell" class="cellTime">{row && row.latencyMs !== null && formatDuration(row.latencyMs)}</span>
      {columns.tokens && <span role="gridcell" class="cellTokens">{row && row.tokens !== null && formatTokens(row.tokens)}</span>}
      {columns.cost && <span role="gridcell" class="cellCost">{row && row.costUsd !== null && formatCost(row.costUsd)}</span>}
    </div>
  );
}
