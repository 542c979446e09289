import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Mark } from '../../../src/core/display/outcome.ts';
import { formatCount, plural } from '../../../src/core/display/numbers.ts';
import { formatDate, formatDay, formatTimeOfDay } from '../../../src/core/display/time.ts';
import { oneLine } from '../../../src/core/display/truncate.ts';
import { visibleText } from '../../../src/core/display/visibleText.ts';
import type { Verdict } from '../../../src/core/model/label.ts';
import type { QueueOrder, QueueRow } from '../../../src/core/model/queue.ts';
import type { QueueView } from '../../../src/protocol/queuePage.ts';
import { Icon } from '../../shared/Icon.tsx';
import { MarkIcon } from '../../shared/MarkIcon.tsx';
import { evenTops, useRowWindow } from '../../shared/useRowWindow.ts';
import { keysOf } from '../keys.ts';
import { places } from './actions.ts';
import { BulkBar } from './BulkBar.tsx';
import type { QueueModel, QueueShows } from './model.ts';
import { useAskedField } from './useAskedField.ts';

const rowHeight = 42;
const keys = keysOf('queue');

const showsWords: Readonly<Record<QueueShows, string>> = { all: 'All', left: 'Not reviewed by me', reviewed: 'Reviewed by me', deferred: 'Put off by me' };
const orderWords: Readonly<Record<QueueOrder, string>> = { telling: 'Most telling first', random: 'In random order', newest: 'Newest first', oldest: 'Oldest first', slowest: 'Slowest first', costliest: 'Costliest first' };

/** The traces of the queue, most telling first. */
export function QueueList(props: { model: QueueModel; view: QueueView }) {
  const { model, view } = props;
  const [arranging, setArranging] = useState(false);
  useAskedField(model.fieldAsked);
  const arranged = model.shows.value !== 'all' || model.order.value !== null || model.text.value !== '';
  return (
    <section class="queueList" aria-label="Traces of the queue">
      <div class="queueBar">
        <QueueChoice model={model} view={view} />
        <button type="button" class="iconButton" aria-expanded={arranging} aria-label="Filter and order" title={`Filter and order (${keys.hintOf('find')})`} onClick={() => setArranging(!arranging)}><Icon name={arranged ? 'filter-filled' : 'filter'} /></button>
      </div>
      <Arrange model={model} order={view.order} open={arranging || arranged} />
      <div class="queueCount dim" title={view.queue.about}>{countWords(view, model.shows.value)}{view.pending > 0 && <span class="pendingWords"> · signals of {formatCount(view.pending)} not looked at yet</span>}</div>
      {view.warning !== undefined && <p class="queueCount warn">{view.warning}</p>}
      <AllReviewed model={model} view={view} />
      {view.total === 0 ? <NoRows model={model} view={view} /> : <Rows model={model} view={view} />}
      <BulkBar bulk={model.bulk} classes={model.current.value?.model.labelling.classes.value ?? []} />
    </section>
  );
}

function countWords({ total, queue, order }: QueueView, shows: QueueShows): string {
  const count = total === queue.total ? plural(total, 'trace') : `${formatCount(total)} of ${plural(queue.total, 'trace')}`;
  return `${count}${shows === 'all' ? '' : ` (${showsWords[shows].toLowerCase()})`}, ${orderWords[order].toLowerCase()}`;
}

/** That nothing is left for who asks, and who has what left. */
function AllReviewed(props: { model: QueueModel; view: QueueView }) {
  const { model, view: { queue } } = props;
  if (queue.total === 0 || queue.left > 0) return null;
  const others = model.othersLeft.value.filter(({ left }) => left > 0);
  return <p class="allReviewed"><MarkIcon mark="pass" quiet /><span>All reviewed by {model.page.reviewer.value ?? 'you'}{others.length > 0 && `; ${others.map(({ name, left }) => `${name} has ${formatCount(left)} left`).join(', ')}`}</span></p>;
}

const asked = ' ';
/** Where arrows rest so long, the queue is read. */
const queueRestMs = 500;

function QueueChoice(props: { model: QueueModel; view: QueueView }) {
  const { model, view } = props;
  const ref = model.ref.value;
  const ids = 'ids' in ref ? ref : null;
  // An arrow in a closed list chooses at once: what is only passed over is not read.
  const [passed, setPassed] = useState<string | null>(null);
  const byArrow = useRef(false);
  const resting = useRef<ReturnType<typeof setTimeout>>(undefined);
  const now = passed ?? (ids === null ? view.queue.id : asked);
  useEffect(() => () => clearTimeout(resting.current), []);

  function take(id: string): void {
    clearTimeout(resting.current);
    setPassed(null);
    // Back where it was, nothing is read anew.
    const here = 'ids' in model.ref.peek() ? asked : model.view.peek()?.queue.id;
    if (id !== asked && id !== here) model.choose({ id });
  }

  function pass(id: string): void {
    clearTimeout(resting.current);
    if (!byArrow.current) return take(id);
    setPassed(id);
    resting.current = setTimeout(() => take(id), queueRestMs);
  }

  return (
    <span class="selectBox grow">
      <select id={places.queue} aria-label="Queue" title={`Choose another queue (${keys.hintOf('queue')}; Alt+↓ lists them)`} value={now} onKeyDown={(event) => (byArrow.current = event.key.startsWith('Arrow') && !event.altKey)} onPointerDown={() => (byArrow.current = false)} onBlur={() => passed !== null && take(passed)} onChange={(event) => pass(event.currentTarget.value)}>
        {ids !== null && <option value={asked} selected={now === asked}>{ids.title} ({formatCount(ids.ids.length)})</option>}
        {view.queues.map(({ id, name, about, total, left }) => <option key={id} value={id} title={about} selected={id === now}>{name} ({formatCount(total - left)} of {formatCount(total)})</option>)}
      </select>
    </span>
  );
}

function Arrange(props: { model: QueueModel; order: QueueOrder; open: boolean }) {
  const { model } = props;
  const typing = useRef<ReturnType<typeof setTimeout>>(undefined);
  return (
    <div class={props.open ? 'arrange' : 'arrange folded'}>
      <input
        id={places.find} type="search" aria-label="Find traces of the queue" placeholder={`Find (${keys.hintOf('find')})`} value={model.text.value}
        onInput={(event) => {
          const { value } = event.currentTarget;
          clearTimeout(typing.current);
          typing.current = setTimeout(() => model.arrange({ text: value }), 150);
        }}
      />
      <span class="selectBox"><select aria-label="Show" title={`All, or what is left for you (${keys.hintOf('shows')})`} value={model.shows.value} onChange={(event) => model.arrange({ shows: event.currentTarget.value as QueueShows })}>{Object.entries(showsWords).map(([value, words]) => <option key={value} value={value} selected={value === model.shows.value}>{words}</option>)}</select></span>
      <span class="selectBox"><select id={places.order} aria-label="Order" title={`Order (${keys.hintOf('order')})`} value={props.order} onChange={(event) => model.arrange({ order: event.currentTarget.value as QueueOrder })}>{Object.entries(orderWords).map(([value, words]) => <option key={value} value={value} selected={value === props.order}>{words}</option>)}</select></span>
    </div>
  );
}

/** Why nothing is listed. */
function NoRows(props: { model: QueueModel; view: QueueView }) {
  const { model, view } = props;
  if (view.queue.total === 0) return <p class="empty">No trace is in this queue. {view.queue.about} Queues are saved queries in casebook/config.yaml; choose another one above.</p>;
  return <p class="empty">No trace of the queue matches. <button type="button" class="linkButton" onClick={() => model.arrange({ shows: 'all', text: '' })}>Show all</button></p>;
}

function Rows(props: { model: QueueModel; view: QueueView }) {
  const { model, view } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const tops = useMemo(() => evenTops(view.total, rowHeight), [view.total]);
  const focused = Math.min(model.cursorIndex.value, view.total - 1);
  const virtual = useRowWindow({ tops, headHeight: 0, scroller, focused });
  const cursor = model.cursor.value;
  const first = virtual.indexes[0] ?? 0;
  const last = virtual.indexes.at(-1) ?? 0;
  useEffect(() => virtual.scrollTo(focused), [focused, cursor, view.total]);
  useEffect(() => model.need(virtual.indexes), [first, last, view]);
  // The focus follows the cursor while it is in the list.
  useLayoutEffect(() => {
    if (!scroller.current?.contains(document.activeElement)) return;
    scroller.current.querySelector<HTMLElement>('[role="row"][tabindex="0"]')?.focus({ preventScroll: true });
  }, [cursor, virtual.indexes.length]);
  return (
    <div class="queueRows" id={places.list} ref={scroller} role="grid" aria-label="Traces" aria-rowcount={view.total} aria-multiselectable="true" onKeyDown={(event) => onListKey(event, model, virtual.pageSize)}>
      <div class="queueLines" role="rowgroup" style={{ height: `${tops.at(-1)}px` }}>
        {virtual.indexes.map((index) => <Row key={model.rows.at(index)?.id ?? index} model={model} index={index} top={tops[index]!} row={model.rows.at(index)} tabStop={index === focused} />)}
      </div>
    </div>
  );
}

function onListKey(event: KeyboardEvent, model: QueueModel, pageSize: () => number): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const page = Math.max(1, Math.floor(pageSize() / 2));
  const by = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page }[event.key];
  if (by !== undefined && event.shiftKey && Math.abs(by) === 1) model.extend(by as 1 | -1);
  else if (by !== undefined && !event.shiftKey) model.move(by);
  else if (event.key === 'Home' || event.key === 'End') model.toEnd(event.key === 'End');
  else return;
  event.preventDefault();
}

const verdictMarks: Readonly<Record<Verdict, Mark>> = { pass: 'pass', fail: 'fail', defer: 'deferred' };
const verdictWords: Readonly<Record<Verdict, string>> = { pass: 'Pass', fail: 'Fail', defer: 'Deferred' };

/** What others said, where that may be seen. */
const seenWords = ({ verdict, by }: NonNullable<QueueRow['seen']>): string => `${by}: ${verdict === null ? 'note' : verdictWords[verdict].toLowerCase()}`;

function whenOf(startUs: number | null, oneDay: boolean): string {
  if (startUs === null) return '';
  return oneDay ? formatTimeOfDay(startUs) : formatDay(startUs).replace(/,? \d{4}$/u, '');
}

function Row(props: { model: QueueModel; index: number; top: number; row: QueueRow | undefined; tabStop: boolean }) {
  const { model, index, row } = props;
  const style = { transform: `translateY(${props.top}px)` };
  if (!row) return <div class="queueRow unread" role="row" aria-rowindex={index + 1} aria-busy="true" style={style} tabIndex={-1}><span role="gridcell" class="srOnly">Reading</span></div>;
  const focused = model.cursor.value === row.id;
  const selected = model.bulk.selection.value.has(row.id);
  const state = row.verdict === null ? 'Not reviewed' : verdictWords[row.verdict];
  const title = visibleText(oneLine(row.title, 200));
  return (
    <div
      class={['queueRow', focused && 'focused', selected && 'selected'].filter(Boolean).join(' ')}
      role="row"
      aria-rowindex={index + 1}
      aria-selected={selected || focused}
      aria-label={[title, state, row.why, row.startUs === null ? '' : formatDate(row.startUs)].filter(Boolean).join(', ')}
      title={[title, row.why, row.startUs === null ? 'Date not recorded' : formatDate(row.startUs)].join('\n')}
      tabIndex={props.tabStop ? 0 : -1}
      style={style}
      onMouseDown={(event) => event.shiftKey && event.preventDefault()}
      onClick={(event) => {
        if (event.shiftKey) {
          model.bulk.begin();
          return void model.bulk.extendTo(index);
        }
        if (event.ctrlKey || event.metaKey) return model.bulk.toggle(row.id);
        if (model.bulk.selection.peek().size > 0) model.bulk.clear();
        model.goTo(row.id, index);
      }}
      onDblClick={() => (model.pane.value = 'trace')}
    >
      <span role="gridcell" class="queueMark"><MarkIcon mark={row.verdict === null ? 'unlabelled' : verdictMarks[row.verdict]} words={state} /></span>
      <span role="gridcell" class="queueTexts"><span class="cut">{title}</span><span class="cut dim queueWhy">{row.seen ? `${seenWords(row.seen)}, ${row.why}` : row.why}</span></span>
      <span role="gridcell" class="queueWhen dim number">{whenOf(row.startUs, model.rows.oneDay.value)}</span>
    </div>
  );
}
