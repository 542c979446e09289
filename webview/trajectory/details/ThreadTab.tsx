import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { plural } from '../../../src/core/display/numbers.ts';
import type { Thread, ThreadItem } from '../../../src/core/model/thread.ts';
import { Icon } from '../../shared/Icon.tsx';
import type { TrajectoryModel } from '../model.ts';
import { CallCard } from './CallCard.tsx';
import { MessageCard } from './MessageCard.tsx';
import { NotCalled } from './NotCalled.tsx';
import { foldedWords, foldThread } from './foldThread.ts';
import { saidText } from './saidText.ts';

/** How many folded messages one press shows: a page cannot lay out a thousand at a time. */
const atOnce = 50;
/** A whole conversation is folded only when it is long; around one step its neighbours are enough. */
const leastFolded = { whole: 24, around: 3 };
/** Of a long conversation: each card is a hundred elements, and around one step those of others are not what is read. */
const failedShown = { whole: 12, around: 3 };

export function ThreadTab(props: { model: TrajectoryModel; thread: Thread | undefined; n: number; error: string | null; /** Absent where no more of it can be had. */ onMore?: (() => void) | undefined }) {
  const [unfolded, setUnfolded] = useState<ReadonlyMap<number, number>>(new Map());
  useEffect(() => setUnfolded(new Map()), [props.n]);
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => showCurrent(element.current, props.thread?.whole === true), [props.n]);
  const { thread } = props;
  if (!thread || thread.items.length === 0) return <p class="empty">No messages are recorded in this step or around it.</p>;
  // A cut parts the conversation in two, each folded for itself.
  const at = thread.leftOut?.before ?? thread.items.length;
  const extent = thread.whole ? 'whole' : 'around';
  const runs = (items: readonly ThreadItem[], from: number) =>
    foldThread(items, unfolded, { from, least: leastFolded[extent], mostFailed: failedShown[extent], query: props.model.skeleton.value?.summary.query ?? null }).map((run) =>
      run.type === 'fold'
        ? <FoldedRun key={`fold${run.from}`} items={run.items} onOpen={() => setUnfolded(new Map(unfolded).set(run.from, (unfolded.get(run.from) ?? 0) + atOnce))} />
        : <Item key={run.item.key} item={run.item} index={run.index} model={props.model} error={run.item.current ? props.error : errorOf(props.model, run.item)} />,
    );
  return (
    <div class="thread" ref={element}>
      {runs(thread.items.slice(0, at), 0)}
      {thread.leftOut && props.onMore && <p class="leftOut dim" role="note">{plural(thread.leftOut.count, 'message')} of the conversation not fetched yet. <button type="button" class="linkButton" onClick={props.onMore}>Fetch more</button></p>}
      {thread.leftOut && !props.onMore && <p class="leftOut dim" role="note">{plural(thread.leftOut.count, 'message')} left out here: the conversation is too long for one page. Choose a step among them to read them.</p>}
      {runs(thread.items.slice(at), at)}
      <NotCalled model={props.model} />
    </div>
  );
}

function errorOf(model: TrajectoryModel, item: ThreadItem): string | null {
  return item.type === 'call' && item.step !== null ? (model.navigation.byNumber.value.get(item.step)?.error ?? null) : null;
}

/** Brings what belongs to the focused step into view, with some of what was said before it; where nothing does, what was said last. */
function showCurrent(thread: HTMLElement | null, whole: boolean): void {
  const panel = thread?.closest<HTMLElement>('[role="tabpanel"]');
  const current = thread?.querySelector<HTMLElement>('.current') ?? (whole ? undefined : [...(thread?.querySelectorAll<HTMLElement>('.message.assistant, .callCard') ?? [])].at(-1));
  if (!panel || !current) return;
  const top = current.offsetTop;
  const above = panel.clientHeight / 3;
  panel.scrollTop = top + current.offsetHeight <= panel.clientHeight ? 0 : Math.max(0, top - above);
}

function Item(props: { model: TrajectoryModel; item: ThreadItem; index: number; error: string | null }) {
  const { item, model } = props;
  const path = ['thread', 'items', props.index];
  if (item.type === 'call') return <CallCard model={model} call={item.call} path={[...path, 'call']} documents={item.call.documents} current={item.current} error={props.error} />;
  const answer = item.step !== null && item.message.role === 'assistant' && (item.last || saidText(item.message) === model.skeleton.value?.summary.answer);
  return <MessageCard model={model} message={item.message} path={[...path, 'message']} step={item.step} answer={answer} current={item.current} />;
}

/** One line instead of many messages: how many, of which steps, and which tools were called in them. */
function FoldedRun(props: { items: readonly ThreadItem[]; onOpen: () => void }) {
  return (
    <div class="foldedRun">
      <button type="button" class="linkButton" onClick={props.onOpen}><Icon name="unfold" small />{plural(props.items.length, 'message')} folded</button>
      <span class="dim cut">{foldedWords(props.items)}</span>
    </div>
  );
}
