import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { focusOnReturn } from '../../shared/focusOnReturn.ts';
import type { TrajectoryModel } from '../model.ts';
import { ticksOf } from '../overview/ticks.ts';
import { useWidth } from '../../shared/useWidth.ts';
import { HeadRowView } from './HeadRowView.tsx';
import { IdleRowView } from './IdleRowView.tsx';
import { LaneGrid } from './LaneGrid.tsx';
import type { RowPlace } from './placedRow.ts';
import { RoundsRowView } from './RoundsRowView.tsx';
import type { Row } from './rows.ts';
import { StepRowView } from './StepRowView.tsx';
import { TreeFoot } from './TreeFoot.tsx';
import { columnCount, TreeHead } from './TreeHead.tsx';
import { onTreeKey } from './treeKeyboard.ts';
import { useKeptPlace } from './useKeptPlace.ts';
import { assignSlots } from '../../shared/rowSlots.ts';
import type { Slots } from '../../shared/rowSlots.ts';
import { useRowWindow } from '../../shared/useRowWindow.ts';

const headHeight = 23;

/** The trajectory as a windowed tree, or the same rows on a time axis: a row a step, one of them focused, only those in view in the page. */
export function StepTree(props: { model: TrajectoryModel }) {
  const { model } = props;
  const { navigation } = model;
  const scroller = useRef<HTMLDivElement>(null);
  const shown = navigation.rows.value;
  const { rows, tops } = shown;
  const focused = navigation.cursorIndex.value;
  const cursor = navigation.cursor.value;
  const selected = navigation.selected.value;
  const focusAsked = navigation.focusAsked.value;
  const left = navigation.scroll.peek();
  const virtual = useRowWindow({ tops, headHeight, scroller, focused, start: left ? tops[shown.indexOf.get(left.step) ?? -1] : undefined });

  useKeptPlace({ scroller, shown, cursor, kept: navigation.scroll, headHeight });
  // The focus follows the cursor after the row is drawn: before, the row that has it is still the one before.
  const follow = useRef(false);
  const last = useRef({ cursor, focusAsked });
  useLayoutEffect(() => {
    // What was scrolled to before the page was left stays there.
    if (cursor === last.current.cursor && focusAsked === last.current.focusAsked && navigation.scroll.peek()) return;
    last.current = { cursor, focusAsked };
    virtual.scrollTo(focused);
  }, [cursor, focusAsked]);
  useLayoutEffect(() => {
    // A step that was asked for from elsewhere takes the focus along, unless someone is typing.
    if (focusAsked > 0 && !isTyping()) follow.current = true;
  }, [focusAsked]);
  // An element that is put elsewhere among the others loses the focus.
  const hadFocus = scroller.current !== null && document.activeElement?.matches('.treeRow') === true && scroller.current.contains(document.activeElement);
  useLayoutEffect(() => {
    if (hadFocus && !scroller.current?.contains(document.activeElement)) follow.current = true;
    if (!follow.current) return;
    follow.current = false;
    scroller.current?.querySelector<HTMLElement>('[role="row"][tabindex="0"]')?.focus({ preventScroll: true });
  });

  useEffect(() => focusOnReturn(() => scroller.current?.querySelector<HTMLElement>('[role="row"][tabindex="0"]')), []);

  const columns = navigation.columns.value;
  const view = navigation.view.value;
  // The tree has none: to look for the waits of 20,000 steps takes as long as to draw it.
  const scale = view === 'timeline' ? navigation.scale.value : null;
  const [lane, setLane] = useState<HTMLElement | null>(null);
  const laneWidth = useWidth(lane);
  const ticks = useMemo(() => (scale ? ticksOf(navigation.axis.value, scale, laneWidth) : null), [scale, laneWidth]);
  const count = columnCount(columns, view);
  const slots = useRef<Slots>(new Map());
  slots.current = assignSlots(slots.current, virtual.indexes.map((index) => ({ key: rows[index]!.key, shape: shapeOf(rows[index]!) })));
  const slotOf = (index: number): number => slots.current.get(rows[index]!.key)!.slot;
  // To move elements costs as much as to make them: the order of reading is theirs once the rows rest.
  const drawn = virtual.jumping ? virtual.indexes.toSorted((a, b) => slotOf(a) - slotOf(b)) : virtual.indexes;
  return (
    <div class={['tree', view === 'timeline' && 'timeline', columns.time && 'timed'].filter(Boolean).join(' ')} style={{ '--digits': `${navigation.steps.value.length}`.length }} ref={scroller}>
      <div
        class="treeGrid"
        role="treegrid"
        aria-label="Steps"
        aria-rowcount={rows.length + 1}
        aria-colcount={count}
        onKeyDown={(event) => {
          if (onTreeKey(event, navigation, virtual.pageSize())) follow.current = true;
        }}
      >
        <TreeHead navigation={navigation} ruler={ticks} onLane={setLane} />
        <div class="treeRows" role="rowgroup" ref={withoutMoves} style={{ height: `${tops.at(-1) ?? 0}px` }}>
          {ticks && scale && <LaneGrid ticks={ticks} scale={scale} />}
          {drawn.map((index) => {
            const row = rows[index]!;
            return <AnyRow key={slotOf(index)} row={row} place={{ top: tops[index]!, index, focused: row.key === cursor, tabStop: index === focused, chosen: row.key === selected, columns: count }} model={model} />;
          })}
        </div>
      </div>
      <TreeFoot model={model} />
    </div>
  );
}

/** Drawn again only when something of its own changes: from row to row that is two of fifty. */
function AnyRow(props: { row: Row; place: RowPlace; model: TrajectoryModel }) {
  const { row, place, model } = props;
  return useMemo(() => drawRow(row, place, model), [row, model, place.top, place.index, place.focused, place.tabStop, place.chosen, place.columns]);
}

function drawRow(row: Row, place: RowPlace, model: TrajectoryModel) {
  switch (row.type) {
    case 'step': return <StepRowView row={row} place={place} model={model} />;
    case 'idle': return <IdleRowView row={row} place={place} model={model} />;
    case 'rounds': return <RoundsRowView row={row} place={place} model={model} />;
    case 'group': case 'repeat': return <HeadRowView row={row} place={place} model={model} />;
  }
}

/** A focused element that is moved so keeps the focus, but a browser scrolls to it; put elsewhere it loses it, and gets it back without that. */
function withoutMoves(element: HTMLElement | null): void {
  if (element) Object.defineProperty(element, 'moveBefore', { value: undefined });
}

const shapeOf = (row: Row): string => (row.type === 'step' ? row.step.kind : row.type);

function isTyping(): boolean {
  const active = document.activeElement;
  return active instanceof HTMLElement && /^(INPUT|TEXTAREA|VSCODE-TEXT-AREA|VSCODE-TEXT-FIELD|VSCODE-DROPDOWN)$/u.test(active.tagName);
}
