import { batch, computed, signal } from '@preact/signals';
import type { FailureClass } from '../../../src/core/model/failureClass.ts';
import type { Verdict } from '../../../src/core/model/label.ts';
import type { QueueOrder } from '../../../src/core/model/queue.ts';
import type { QueueRef, QueueView } from '../../../src/protocol/queuePage.ts';
import type { NextInQueue } from '../../../src/protocol/queueApi.ts';
import type { ReviewChange } from '../../../src/protocol/reviewPage.ts';
import { failureOf, isCancelled } from '../../shared/failure.ts';
import type { Failure } from '../../shared/failure.ts';
import { isPassing, labelFile } from '../../label/labelling.ts';
import type { Tab } from '../../trajectory/viewState.ts';
import type { ReviewPageModel } from '../model.ts';
import { createBulk } from './bulk.ts';
import { createLookAhead } from './lookAhead.ts';
import { createOpenTraces } from './openTraces.ts';
import type { OpenTrace } from './openTraces.ts';
import { createRows, pageSize } from './rows.ts';
import { missingVerdictWords } from './verdicts.ts';

/** Which of a queue's traces are listed, by what is left for the reviewer. */
export type QueueShows = 'all' | 'left' | 'reviewed' | 'deferred';
export type QueueStatus = { readonly kind: 'loading' | 'open' } | { readonly kind: 'failed'; readonly failure: Failure };
/** Which part is seen where there is room for one. */
export type Pane = 'list' | 'trace' | 'label';
export type QueueModel = ReturnType<typeof createQueueModel>;

/** Held keys pass over traces: only where they rest is read. */
const restMs = 60;

const isRef = (value: unknown): value is QueueRef => typeof value === 'object' && value !== null && ('id' in value ? typeof value.id === 'string' || value.id === null : 'title' in value && typeof value.title === 'string' && 'ids' in value && Array.isArray(value.ids) && value.ids.every((each) => typeof each === 'string'));

/** What the Queue tab knows: which traces there are, which one is looked at, and what is said of it. */
export function createQueueModel(page: ReviewPageModel) {
  const { api } = page;
  const kept = (typeof page.kept['queue'] === 'object' && page.kept['queue'] !== null ? page.kept['queue'] : {}) as { readonly ref?: unknown; readonly trace?: unknown; readonly shows?: unknown; readonly order?: unknown };
  const status = signal<QueueStatus>({ kind: 'loading' });
  const view = signal<QueueView | null>(null);
  const ref = signal<QueueRef>(isRef(kept.ref) ? kept.ref : { id: null });
  const shows = signal<QueueShows>(['left', 'reviewed', 'deferred'].includes(kept.shows as string) ? kept.shows as QueueShows : 'all');
  const order = signal<QueueOrder | null>(['telling', 'random', 'newest', 'oldest', 'slowest', 'costliest'].includes(kept.order as string) ? kept.order as QueueOrder : null);
  const text = signal('');
  const cursor = signal<string | null>(typeof kept.trace === 'string' ? kept.trace : null);
  /** The place of the cursor in the list; where its trace is no longer listed, the place it had. */
  const cursorIndex = signal(0);
  const current = signal<OpenTrace | null>(null);
  /** The trace that is on the screen, painted: what is pressed is meant for it. */
  const seen = signal<string | null>(null);
  const pane = signal<Pane>('list');
  /** The id of the field that takes the focus once its part of the page is there. */
  const fieldAsked = signal<string | null>(null);
  const classText = signal('');
  const classCounts = signal<Readonly<Record<string, number>>>({});
  /** Who has how much of the queue left, as far as that was told. */
  const othersLeft = signal<NextInQueue['others']>([]);
  /** The last thing written, wherever it was; it is the only notice of a save. */
  const lastSaved = signal<string | null>(null);
  /** A label of a trace that is no longer on the screen was not written. */
  const lost = signal<{ readonly trace: string; readonly title: string; readonly failure: Failure } | null>(null);
  /** The trace that was to be left without a verdict: what is missing is said beside the key. */
  const unjudged = signal<string | null>(null);
  const rows = createRows();
  /** Where the presses lead to, while the row there is being read. */
  let heading: number | null = null;
  /** Judged, and listed until one goes on, though it is no longer among those that are listed. */
  let staying: string | null = null;
  let resting: ReturnType<typeof setTimeout> | undefined;
  let turn = 0;
  let tab: Tab | null = null;

  const queueId = () => ('ids' in ref.peek() ? null : (view.peek()?.queue.id ?? null));
  const traces = createOpenTraces(api, {
    queueId,
    onLabel({ id, model }) {
      rows.mark(id, model.labelling.label.peek()?.verdict ?? null);
      if (unjudged.peek() === id && isJudged(model)) unjudged.value = null;
      // A note counts as this reviewer's wherever it is listed.
      if (page.reviewer.peek() === null && model.labelling.reviewer.peek() !== null) page.reviewer.value = model.labelling.reviewer.peek();
    },
  });

  /** The first queue there is stays the same while one is in it, whatever is imported meanwhile. */
  const refAsked = (): QueueRef => {
    const [asked, shown] = [ref.peek(), view.peek()];
    return 'id' in asked && asked.id === null && shown !== null && shown.queue.total > 0 ? { id: shown.queue.id } : asked;
  };
  /** Where it cannot be kept, the page shows it all the same. */
  function keepChosen({ id }: { readonly id?: string | null }): void {
    if (typeof id === 'string') api.queueChosen({ queue: id }).catch(tell);
  }
  const orderAsked = () => (order.peek() === null ? {} : { order: order.peek()! });
  const asked = () => {
    const only = shows.peek();
    return { queue: refAsked(), ...orderAsked(), ...(only === 'all' ? {} : { only, ...(staying === null ? {} : { keep: staying }) }), ...(text.peek() === '' ? {} : { filter: text.peek() }) };
  };

  const pageOf = (index: number) => Math.floor(index / pageSize) * pageSize;
  const isJudged = (model: OpenTrace['model']) => (model.labelling.label.peek()?.verdict ?? null) !== null;

  function tell(error: unknown): void {
    if (!isCancelled(error)) page.notice.value = failureOf(error);
  }

  function remember(): void {
    page.remember({ queue: { ref: ref.peek(), trace: cursor.peek(), shows: shows.peek(), order: order.peek() } });
  }

  /** `find`: the window holds this trace, where it is listed. */
  async function read(offset: number, { find, anew }: { find?: string | undefined; anew: boolean }): Promise<QueueView | undefined> {
    const of = anew ? ++turn : turn;
    try {
      const told = await api.readQueue({ ...asked(), offset, limit: pageSize, ...(find === undefined ? {} : { trace: find }) });
      if (of !== turn) return undefined;
      batch(() => {
        view.value = told;
        rows.put(told, anew);
        status.value = { kind: 'open' };
      });
      return told;
    } catch (error) {
      if (of !== turn) return undefined;
      if (view.peek() === null) status.value = { kind: 'failed', failure: failureOf(error) };
      else page.notice.value = failureOf(error);
      return undefined;
    }
  }

  const reading = new Set<number>();
  /** Reads those of these places that are not here yet. */
  function need(indexes: readonly number[]): void {
    const missing = new Set(indexes.filter((index) => !rows.rows.peek().has(index)).map((index) => pageOf(index)));
    for (const offset of missing) {
      if (reading.has(offset)) continue;
      reading.add(offset);
      void read(offset, { anew: false }).finally(() => reading.delete(offset));
    }
  }

  async function list(anew: boolean): Promise<void> {
    const asked = cursor.peek();
    const told = await read(pageOf(cursorIndex.peek()), { find: asked ?? undefined, anew: true });
    if (!told) return;
    const now = cursor.peek();
    // Who has gone on meanwhile is somewhere else than when this was asked.
    const at = now === null ? undefined : now === asked ? (told.at ?? undefined) : rows.indexOf(now);
    if (at !== undefined) cursorIndex.value = at;
    const first = rows.at(Math.min(cursorIndex.peek(), Math.max(0, told.total - 1))) ?? told.rows[0];
    // What is read stays, even where its queue no longer lists it; and so does where one is heading.
    if (now !== null && (heading !== null || current.peek()?.id === now || traces.peek(now)) && !anew) return;
    if (at !== undefined) goTo(now!, at);
    else if (first) goTo(first.id, rows.indexOf(first.id) ?? 0);
    else leave();
  }

  function leave(): void {
    batch(() => {
      cursor.value = null;
      current.value = null;
      seen.value = null;
    });
  }

  async function countClasses(): Promise<void> {
    try {
      classCounts.value = await api.classCounts({});
    } catch (error) {
      page.notice.value = failureOf(error);
    }
  }

  const lookAhead = createLookAhead({
    ask: (after) => api.nextInQueue({ queue: refAsked(), ...orderAsked(), after }),
    readAhead: (trace) => traces.get(trace),
    onFailure: tell,
  });

  function show(trace: OpenTrace): void {
    const before = current.peek();
    if (before === trace) return;
    if (before) tab = before.model.navigation.tab.peek();
    batch(() => {
      classText.value = '';
      if (tab) trace.model.navigation.tab.value = tab;
      current.value = trace;
    });
    watchSaves(trace);
    void lookPast(trace);
  }

  /** Once the trace is here, the one after it is read; why that fails is said when it is wanted. */
  async function lookPast(trace: OpenTrace): Promise<void> {
    await trace.opened;
    if (cursor.peek() === trace.id) await lookAhead.after(trace.id).catch(() => undefined);
  }

  /** Of each trace that was judged here: what becomes of what was pressed, also when another one is on the screen by then. */
  const watched = new WeakSet<OpenTrace>();
  function watchSaves(trace: OpenTrace): void {
    if (watched.has(trace)) return;
    watched.add(trace);
    trace.model.labelling.notice.subscribe((notice) => {
      if (!notice) return;
      // With a verdict of one's own, those of others may be seen.
      if (notice.kind === 'saved') void trace.readStanding();
      if (notice.kind === 'saved' || notice.kind === 'replaced') lastSaved.value = notice.kind === 'replaced' ? notice.text : `Saved in ${labelFile(trace.model.labelling.label.peek()?.by ?? '')}`;
      if (notice.kind === 'failed' && current.peek() !== trace && !isCancelled(notice.failure)) lost.value = { trace: trace.id, title: titleOf(trace), failure: notice.failure };
      if (notice.kind !== 'failed') page.say(notice.text);
    });
    trace.model.spoken.subscribe(({ text }) => text !== '' && page.say(text));
  }

  const titleOf = (trace: OpenTrace): string => {
    const summary = trace.model.skeleton.peek()?.summary;
    return summary?.query ?? summary?.name ?? trace.id;
  };

  /** To a trace: at once where it was read ahead, else when the focus rests on it. */
  function goTo(trace: string, index: number | undefined): void {
    const left = current.peek();
    if (left && left.id !== trace) keepTyped(left);
    heading = null;
    batch(() => {
      cursor.value = trace;
      if (index !== undefined) cursorIndex.value = index;
      if (unjudged.peek() !== trace) unjudged.value = null;
    });
    remember();
    clearTimeout(resting);
    if (staying !== null && staying !== trace) {
      staying = null;
      void list(false);
    }
    const known = traces.peek(trace);
    if (known && known.model.status.peek().kind === 'open') show(traces.get(trace));
    else resting = setTimeout(() => show(traces.get(trace)), left === null ? 0 : restMs);
  }

  function keepTyped(trace: OpenTrace): void {
    if (trace.model.labelling.draft.change.peek() !== null) void trace.model.labelling.saveFields();
  }

  async function goToUnlisted(trace: string): Promise<void> {
    const at = rows.indexOf(trace);
    goTo(trace, at);
    if (at !== undefined) return;
    await read(0, { find: trace, anew: false });
    const found = rows.indexOf(trace);
    if (cursor.peek() === trace && found !== undefined) cursorIndex.value = found;
  }

  const listed = () => view.peek()?.total ?? 0;
  /** The place of the trace that is looked at, or that one is heading for; where it is no longer listed, between the others. */
  function stepFrom(by: number): number {
    const from = heading ?? cursorIndex.peek();
    const here = heading !== null || rows.at(from)?.id === cursor.peek();
    return Math.max(0, Math.min(listed() - 1, from + (here || by < 0 ? by : by - 1)));
  }

  async function goToIndex(index: number): Promise<void> {
    if (listed() === 0) return;
    heading = index;
    while (heading === index && !rows.at(index)) {
      const before = turn;
      const told = await read(pageOf(index), { anew: false });
      if (told && index >= told.total) return goToIndex(told.total - 1);
      // Where the list was read anew meanwhile, what was told is out of date: it is asked for once more.
      if (turn === before && !rows.at(index)) heading = null;
    }
    const row = rows.at(index);
    if (heading === index && row) goTo(row.id, index);
  }

  function refresh(what: readonly ReviewChange[] | null): void {
    const wanted = page.wanted.peek();
    if (wanted) {
      page.wanted.value = null;
      batch(() => {
        ref.value = wanted.traces ? { title: wanted.traces.title, ids: [...wanted.traces.ids] } : wanted.queue !== undefined ? { id: wanted.queue } : ref.peek();
        shows.value = 'all';
        text.value = '';
        cursor.value = wanted.trace ?? null;
        cursorIndex.value = 0;
        current.value = null;
      });
      if (wanted.queue !== undefined && !wanted.traces) keepChosen({ id: wanted.queue });
      lookAhead.forget();
      // Asked for by its name: it is shown whether the queue lists it or not.
      if (wanted.trace !== undefined) goTo(wanted.trace, undefined);
    }
    if (what === null || what.some((each) => each !== 'cases')) {
      if (shows.peek() !== 'all' && cursor.peek() !== null && rows.indexOf(cursor.peek()!) !== undefined) staying = cursor.peek();
      void list(wanted !== null && wanted.trace === undefined);
      void lookAhead.again(cursor.peek());
      void countClasses();
    }
    // The tab is come to: what was written before is news no longer. Classes may have been made in another tab.
    if (what === null) {
      if (!current.peek()?.model.labelling.saving.peek()) lastSaved.value = null;
      clearPassing();
      return void lookForChanges();
    }
    // Journals are files, which are told of as such: who says what may be new with any change.
    for (const each of traces.all()) void each.readStanding();
    if (what.some((each) => each !== 'labels')) void lookForChanges();
  }

  /** A trace that was imported again, removed, or has another case is read again; the others stay as they are. */
  async function lookForChanges(): Promise<void> {
    const open = traces.all();
    if (open.length === 0) return;
    try {
      const now = await api.stillThere({ traces: open.map(({ id }) => id) });
      for (const { id, model } of open) {
        const before = model.skeleton.peek()?.summary;
        const found = now.traces.find((each) => each.id === id);
        if (JSON.stringify(model.labelling.classes.peek()) !== JSON.stringify(now.classes)) model.labelling.classes.value = now.classes;
        if (before && JSON.stringify([before.importedAt, before.cases]) !== JSON.stringify([found?.importedAt, found?.cases])) void model.events.traceChanged({ removed: !found }, { signal: new AbortController().signal, progress: () => undefined });
      }
    } catch (error) {
      page.notice.value = failureOf(error);
    }
  }

  /** Whether what is pressed is meant for a trace that is on the screen. */
  function judged(): OpenTrace | null {
    const trace = current.peek();
    if (trace && trace.id === cursor.peek() && seen.peek() === trace.id && trace.model.status.peek().kind === 'open') return trace;
    page.say('The trace is not on the screen yet: nothing was labelled');
    return null;
  }

  async function allSettled(): Promise<void> {
    await Promise.all(traces.all().map((each) => each.model.labelling.settled()));
  }

  async function takeBack(work: () => Promise<{ readonly trace: string; readonly words: string } | null>, none: string): Promise<void> {
    // What is typed from now on is meant for what comes, and stays.
    const typed = new Map(traces.all().map((each) => [each.id, each.model.labelling.draft.fields.peek()]));
    await allSettled();
    try {
      const done = await work();
      if (!done) return remark(none);
      const trace = traces.peek(done.trace);
      if (trace) await trace.readStanding();
      if (cursor.peek() !== done.trace) await goToUnlisted(done.trace);
      const now = traces.get(done.trace);
      await now.readStanding();
      const before = typed.get(done.trace);
      if (before) now.model.labelling.draft.keep(before);
      now.model.labelling.notice.value = { kind: 'info', text: done.words };
    } catch (error) {
      page.notice.value = failureOf(error);
    }
  }

  function remark(text: string): void {
    const trace = current.peek();
    if (trace) trace.model.remark(text);
    else page.say(text);
  }

  function clearPassing(): void {
    const notice = current.peek()?.model.labelling.notice;
    if (notice && isPassing(notice.peek())) notice.value = null;
  }

  async function next(after: string | null): Promise<void> {
    try {
      const { next: row, others } = await lookAhead.after(after);
      othersLeft.value = others;
      if (row === null) {
        remark('All of this queue is reviewed by you');
        return;
      }
      await goToUnlisted(row.id);
    } catch (error) {
      page.notice.value = failureOf(error);
    }
  }

  const bulk = createBulk({
    rows,
    cursor: () => ({ trace: cursor.peek(), index: cursorIndex.peek() }),
    readAround: (index) => read(pageOf(index), { anew: false }),
    write: async (ids, change) => (await api.labelSeveral({ traces: ids, queue: queueId(), change })).traces,
    onWritten(ids, said) {
      lookAhead.forget();
      for (const id of ids) void traces.peek(id)?.readStanding();
      remark(said);
      return list(false);
    },
    onFailure: tell,
  });

  const label = computed(() => current.value?.model.labelling.label.value ?? null);

  return {
    page, status, view, ref, shows, order, text, cursor, cursorIndex, current, seen, pane, fieldAsked, classText, classCounts, othersLeft, unjudged, bulk, lastSaved, lost, rows, label,
    traces, need, refresh, goTo, titleOf, judged, remark,
    retry(): void {
      status.value = { kind: 'loading' };
      void list(true);
    },
    retryTrace(): void {
      const id = cursor.peek();
      if (id === null) return;
      current.value = null;
      show(traces.get(id));
    },
    choose(next: QueueRef): void {
      batch(() => {
        ref.value = next;
        shows.value = 'all';
        text.value = '';
        cursor.value = null;
        cursorIndex.value = 0;
        bulk.clear();
      });
      heading = staying = null;
      if ('id' in next) keepChosen(next);
      lookAhead.forget();
      remember();
      void list(true);
    },
    /** What of the queue is listed, and how. */
    arrange(next: { readonly shows?: QueueShows; readonly order?: QueueOrder | null; readonly text?: string }): void {
      batch(() => {
        shows.value = next.shows ?? shows.peek();
        order.value = next.order === undefined ? order.peek() : next.order;
        text.value = next.text ?? text.peek();
        cursorIndex.value = 0;
        bulk.clear();
      });
      heading = staying = null;
      remember();
      void list(next.text === undefined);
    },
    move(by: number): void {
      bulk.clear();
      void goToIndex(stepFrom(by));
    },
    toEnd(last: boolean): void {
      void goToIndex(last ? listed() - 1 : 0);
    },
    goToIndex,
    /** Selects from the focused trace on, for a change of all of them. */
    extend(by: 1 | -1): void {
      bulk.begin();
      const index = stepFrom(by);
      void goToIndex(index).then(() => bulk.extendTo(index));
    },
    verdict(verdict: Verdict): void {
      void judged()?.model.labelling.verdict(verdict);
    },
    failureClass(chosen: FailureClass): void {
      void judged()?.model.labelling.failureClass(chosen);
    },
    /** Makes a class and sorts the trace in focus into it. */
    async newClass(name: string): Promise<void> {
      const trace = judged();
      if (!trace || name.trim() === '') return;
      try {
        const { class: id, classes } = await api.newClass({ name: name.trim() });
        for (const each of traces.all()) each.model.labelling.classes.value = classes;
        const made = classes.find((each) => each.id === id);
        if (made) await trace.model.labelling.failureClass(made);
        void countClasses();
      } catch (error) {
        tell(error);
      }
    },
    nextUnreviewed: () => next(cursor.peek()),
    /** Writes what is typed, and goes on; without a verdict it stays, as nothing would be reviewed. */
    saveAndNext(): void {
      const trace = judged();
      if (!trace) return;
      const { labelling } = trace.model;
      keepTyped(trace);
      if (!labelling.saving.peek() && !isJudged(trace.model)) {
        batch(() => {
          unjudged.value = trace.id;
          pane.value = 'label';
        });
        return page.say(missingVerdictWords());
      }
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
      void next(trace.id);
    },
    undo: () => takeBack(async () => {
      const done = await api.undoLast({});
      return done && { trace: done.trace, words: `Taken back: ${done.undone}` };
    }, 'Nothing of yours to take back'),
    redo: () => takeBack(async () => {
      const done = await api.redoLast({});
      return done && { trace: done.trace, words: `Given again: ${done.undone}` };
    }, 'Nothing of yours was taken back'),
    openInReader(): void {
      const trace = current.peek();
      if (trace) page.openTrace(trace.id, trace.model.navigation.selected.peek() ?? undefined);
    },
    /** To a field of the label, at once where it is on the screen: what is typed next is meant for it. */
    askField(id: string, part: Pane = 'label'): void {
      const field = document.getElementById(id);
      if (field) return field.focus();
      batch(() => {
        fieldAsked.value = id;
        pane.value = part;
      });
    },
    clearPassing,
    backToLost(): void {
      const trace = lost.peek();
      lost.value = null;
      if (trace) void goToUnlisted(trace.trace);
    },
  };
}
