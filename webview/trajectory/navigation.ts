import { batch, computed, signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import type { TrajectorySkeleton } from '../../src/core/model/trajectory.ts';
import type { TrajectoryViewState } from '../../src/protocol/trajectoryPage.ts';
import { maximaOf } from './heat.ts';
import { ancestorsOf, isHidden, rowsOf } from './tree/rows.ts';
import type { Row } from './tree/rows.ts';
import { timeSpanOf } from './timeSpan.ts';
import { clampSplit, isTab, startSplit } from './viewState.ts';
import type { Tab } from './viewState.ts';

/** Which rows there are and which one has the focus. One focused row a page: the details follow it. */
export type Navigation = ReturnType<typeof createNavigation>;

export function createNavigation(skeleton: ReadonlySignal<TrajectorySkeleton | null>) {
  /** Key of the focused row: a step's number, or minus a number for the head of a parallel group. */
  const cursor = signal<number | null>(null);
  const selected = signal<number | null>(null);
  const folded = signal<ReadonlySet<number>>(new Set());
  const noise = signal(false);
  const find = signal('');
  const split = signal(startSplit);
  const tab = signal<Tab>('thread');
  /** Counts up when the tree is asked to bring the focus to the cursor, not only the view. */
  const focusAsked = signal(0);

  const steps = computed(() => skeleton.value?.steps ?? []);
  const rows = computed(() => rowsOf(steps.value, { folded: folded.value, noise: noise.value, find: find.value }));
  const byNumber = computed(() => new Map(steps.value.map((step) => [step.n, step])));
  const selectedStep = computed(() => (selected.value === null ? undefined : byNumber.value.get(selected.value)));
  const maxima = computed(() => maximaOf(steps.value));
  const timeSpan = computed(() => timeSpanOf(steps.value));
  /** A column that no step fills is not drawn. */
  const columns = computed(() => ({
    time: timeSpan.value !== null,
    tokens: steps.value.some((step) => step.inputTokens !== null || step.outputTokens !== null),
    cost: steps.value.some((step) => step.costUsd !== null),
  }));
  /** Where it began to fail: a step that failed because of one below it comes second, what only carried others not at all. */
  const firstFailure = () => {
    const failed = steps.value.filter((step) => step.failed && step.failedTransport !== true);
    return (failed.find((step) => !step.failedBelow) ?? failed[0])?.n;
  };
  const failures = computed(() => steps.value.filter((step) => step.failed).map((step) => step.n));

  function setCursor(key: number): void {
    batch(() => {
      cursor.value = key;
      if (key > 0) selected.value = key;
    });
  }

  function setFolded(keys: readonly number[], fold: boolean): void {
    const next = new Set(folded.value);
    for (const key of keys) {
      if (fold) next.add(key);
      else next.delete(key);
    }
    folded.value = next;
  }

  /** After folding, the focus goes to the row that hides where it was. */
  function keepCursorVisible(): void {
    const { indexOf, rows: now } = rows.value;
    if (cursor.value !== null && indexOf.has(cursor.value)) return;
    const above = cursor.value === null ? [] : ancestorsOf(steps.value, Math.abs(cursor.value));
    const next = above.find((key) => indexOf.has(key)) ?? now[0]?.key;
    if (next !== undefined) setCursor(next);
  }

  function rowAt(index: number): Row | undefined {
    const { rows: now } = rows.value;
    return now[Math.max(0, Math.min(now.length - 1, index))];
  }

  const cursorIndex = computed(() => (cursor.value === null ? 0 : (rows.value.indexOf.get(cursor.value) ?? 0)));

  /** Brings a step into view whatever hides it, and the focus with it. */
  function goTo(n: number): void {
    const step = byNumber.value.get(n);
    if (!step) return;
    batch(() => {
      find.value = '';
      if (isHidden(step)) noise.value = true;
      setFolded(ancestorsOf(steps.value, n), false);
      setCursor(n);
      focusAsked.value++;
    });
  }

  return {
    cursor, selected, selectedStep, folded, noise, find, split, tab, rows, steps, byNumber, maxima, timeSpan, columns, failures, cursorIndex, focusAsked,
    setCursor,
    goTo,
    moveTo(index: number): void {
      const row = rowAt(index);
      if (row) setCursor(row.key);
    },
    move(by: number): void {
      const row = rowAt(cursorIndex.value + by);
      if (row) setCursor(row.key);
    },
    setFolded(keys: readonly number[], fold: boolean): void {
      setFolded(keys, fold);
      keepCursorVisible();
    },
    foldAll(fold: boolean): void {
      if (fold) {
        const open = rowsOf(steps.value, { folded: new Set(), noise: noise.value, find: '' }).rows;
        folded.value = new Set(open.filter((row) => row.foldable && row.depth > 0).map((row) => row.key));
      } else folded.value = new Set();
      keepCursorVisible();
    },
    toggleNoise(): void {
      noise.value = !noise.value;
      keepCursorVisible();
    },
    setFind(text: string): void {
      find.value = text;
      const { rows: now, indexOf } = rows.value;
      const isFound = (row: Row | undefined) => row?.type === 'step' && !row.context;
      if (text.trim() === '' || isFound(now[indexOf.get(cursor.value ?? 0) ?? -1])) return;
      const first = now.find(isFound);
      if (first) setCursor(first.key);
    },
    /** The next failed step after the focused one, round the end; false when none failed. */
    nextError(by: 1 | -1): boolean {
      const all = failures.value;
      if (all.length === 0) return false;
      const at = selected.value ?? 0;
      const next = by === 1 ? (all.find((n) => n > at) ?? all[0]) : (all.findLast((n) => n < at) ?? all.at(-1));
      if (next !== undefined) goTo(next);
      return true;
    },
    /** Where reading starts: as it was left, else at the first wrong or failed step. */
    restore(view: TrajectoryViewState | null): void {
      const label = skeleton.value?.summary.label;
      batch(() => {
        folded.value = new Set(view?.folded ?? []);
        noise.value = view?.noise ?? false;
        split.value = clampSplit(view?.split ?? startSplit);
        if (view && isTab(view.tab)) tab.value = view.tab;
        const start = [view?.selected, label?.firstWrong?.step, firstFailure(), 1, steps.value[0]?.n].find((n) => n !== null && n !== undefined && byNumber.value.has(n));
        if (start !== null && start !== undefined) goTo(start);
      });
    },
    state(): TrajectoryViewState {
      return { selected: selected.value, folded: [...folded.value], noise: noise.value, split: split.value, tab: tab.value };
    },
  };
}
