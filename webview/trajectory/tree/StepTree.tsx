import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { plural } from '../../../src/core/display/numbers.ts';
import { Icon } from '../../shared/Icon.tsx';
import { KeyCap } from '../../shared/KeyCap.tsx';
import { GroupRowView } from './GroupRowView.tsx';
import type { TrajectoryModel } from '../model.ts';
import { StepRowView } from './StepRowView.tsx';
import { onTreeKey } from './treeKeyboard.ts';
import { TreeHead } from './TreeHead.tsx';
import { useVirtualRows } from './useVirtualRows.ts';

const rowHeight = 22;
const headHeight = 23;

/** The trajectory as a windowed tree: a row a step, one of them focused, only those in view in the page. */
export function StepTree(props: { model: TrajectoryModel }) {
  const { model } = props;
  const { navigation } = model;
  const scroller = useRef<HTMLDivElement>(null);
  const { rows } = navigation.rows.value;
  const focused = navigation.cursorIndex.value;
  const virtual = useVirtualRows({ count: rows.length, rowHeight, headHeight, scroller, focused });
  const cursor = navigation.cursor.value;
  const focusAsked = navigation.focusAsked.value;

  // The focus follows the cursor after the row is drawn: before, the row that has it is still the one before.
  const follow = useRef(false);
  useEffect(() => virtual.scrollTo(focused), [focused, cursor, rows]);
  useLayoutEffect(() => {
    // A step that was asked for from elsewhere takes the focus along, unless someone is typing.
    if (focusAsked > 0 && !isTyping()) follow.current = true;
  }, [focusAsked]);
  useLayoutEffect(() => {
    if (!follow.current) return;
    follow.current = false;
    scroller.current?.querySelector<HTMLElement>('[role="row"][tabindex="0"]')?.focus({ preventScroll: true });
  });

  const columns = navigation.columns.value;
  return (
    <div class={columns.time ? 'tree timed' : 'tree'} ref={scroller}>
      <div
        class="treeGrid"
        role="treegrid"
        aria-label="Steps"
        aria-rowcount={rows.length + 1}
        aria-colcount={2 + (columns.time ? 2 : 0) + (columns.tokens ? 1 : 0) + (columns.cost ? 1 : 0)}
        onKeyDown={(event) => {
          if (onTreeKey(event, navigation, virtual.pageSize())) follow.current = true;
        }}
      >
        <TreeHead columns={columns} />
        <div class="treeRows" role="rowgroup" style={{ height: `${virtual.height}px` }}>
          {virtual.items.map((item) => {
            const row = rows[item.index];
            if (!row) return null;
            const place = { top: item.start - headHeight, index: item.index, focused: row.key === cursor };
            return row.type === 'group' ? <GroupRowView key={row.key} row={row} place={place} model={model} /> : <StepRowView key={row.key} row={row} place={place} model={model} />;
          })}
        </div>
      </div>
      <TreeFoot model={model} />
    </div>
  );
}

const spans = (count: number) => plural(count, 'HTTP or queue span', 'HTTP and queue spans');

function isTyping(): boolean {
  const active = document.activeElement;
  return active instanceof HTMLElement && /^(INPUT|TEXTAREA|VSCODE-TEXT-AREA|VSCODE-TEXT-FIELD|VSCODE-DROPDOWN)$/u.test(active.tagName);
}

/** What is not among the rows, and how to see it. */
function TreeFoot(props: { model: TrajectoryModel }) {
  const { navigation } = props.model;
  const { hidden, rows } = navigation.rows.value;
  const finding = navigation.find.value.trim() !== '';
  return (
    <>
      {finding && rows.length === 0 && <p class="treeFoot">No step has “{navigation.find.value.trim()}” in its name, detail or error.</p>}
      {hidden > 0 && (
        <div class="treeFoot">
          <Icon name={navigation.noise.value ? 'eye' : 'eye-closed'} small />
          <span>{navigation.noise.value ? `${spans(hidden)} shown` : `${spans(hidden)} hidden`}</span>
          <button type="button" class="linkButton" onClick={() => navigation.toggleNoise()}>{navigation.noise.value ? 'Hide' : 'Show'}</button>
          <KeyCap action="noise" />
        </div>
      )}
    </>
  );
}
