import { batch, computed, effect, signal, untracked } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import type { Insights } from '../../src/core/model/insights.ts';
import type { TrajectorySkeleton } from '../../src/core/model/trajectory.ts';
import type { TrajectoryViewState } from '../../src/protocol/trajectoryPage.ts';
import { durationMs, maximaOf } from './heat.ts';
import { axisOf } from './overview/axis.ts';
import { waitsOf } from './overview/gaps.ts';
import { createRange } from './overview/range.ts';
import { foldedGaps, timelineScale } from './overview/timelineScale.ts';
import { allRows } from './tree/allRows.ts';
import { isHidden } from './tree/hidden.ts';
import { idleBefore } from './tree/idleBefore.ts';
import { keyOf } from './tree/rows.ts';
import type { Row } from './tree/rows.ts';
import { keptIn, keysAbove, rowPlaces, shownRows } from './tree/shownRows.ts';
import { visibleTree } from './tree/visibleTree.ts';
import { clampSplit, isTab, startSplit } from './viewState.ts';
import type { Tab } from './viewState.ts';

/** Which rows there are and which one has the focus. One focused row a page: the details follow it, and tree, timeline and overview show it. */
export type Navigation = ReturnType<typeof createNavigation>;

const noRepeats: Insights['repeats'] = [];

export function createNavigation(skeleton: ReadonlySignal<TrajectorySkeleton | null>, insights: ReadonlySignal<Insights | null>) {
  /** Key of the focused row: a step's number, or that of a head. */
  const cursor = signal<number | null>(null);
  const selected = signal<number | null>(null);
  const folded = signal<ReadonlySet<number>>(new Set());
  /** Rows that are folded at first and were opened: further rounds of a repeat, long waits in the timeline. */
  const opened = signal<ReadonlySet<number>>(new Set());
  const noise = signal(false);
  const view = signal<'tree' | 'timeline'>('tree');
  /** The timeline folds every wait worth telling, not only the long ones. */
  const compress = signal(false);
  const split = signal(startSplit);
  const tab = signal<Tab>('thread');
  /** How far the rows are scrolled: the first step in view, and by how many pixels it is out of it. */
  const scroll = signal<TrajectoryViewState['scroll'] | null>(null);
  /** Null: as the room allows. */
  const signalsOpen = signal<boolean | null>(null);
  /** Counts up when the tree is asked to bring the focus to the cursor, not only the view. */
  const focusAsked = signal(0);

  const steps = computed(() => skeleton.value?.steps ?? []);
  const byNumber = computed(() => new Map(steps.value.map((step) => [step.n, step])));
  const axis = computed(() => axisOf(steps.value));
  const waits = computed(() => waitsOf(steps.value, axis.value));
  const range = createRange(axis);
  const timeSpan = computed(() => (axis.value.startUs === null ? null : { startUs: axis.value.startUs }));

  const repeats = computed(() => insights.value?.repeats ?? noRepeats);
  const tree = computed(() => visibleTree(steps.value, noise.value));
  const idle = computed(() => idleBefore(steps.value, tree.value, axis.value, insights.value));
  const all = computed(() => allRows(tree.value, { repeats: repeats.value, idle: idle.value }));
  /** The waits that rows tell of: in others something may have run whose length was not recorded. */
  const toldGaps = computed(() => {
    const told = [...idle.value.values()];
    return waits.value.gaps.filter((gap) => told.some(({ place }) => gap.from < place.to && place.from < gap.to));
  });
  const places = computed(() => rowPlaces(all.value, axis.value));
  const inRange = computed(() => (range.range.value ? keptIn(all.value, places.value, range.range.value) : null));
  const hidden = computed(() => steps.value.reduce((count, step) => count + (isHidden(step) ? 1 : 0), 0));
  const rows = computed(() => ({
    ...shownRows(all.value, { folded: folded.value, opened: opened.value }, inRange.value?.kept ?? null),
    /** Among all steps. */
    hidden: hidden.value,
  }));

  const folds = computed(() => foldedGaps(waits.value.gaps, all.value, opened.value, compress.value));
  const scale = computed(() => timelineScale(axis.value, range.range.value, folds.value));

  const selectedStep = computed(() => (selected.value === null ? undefined : byNumber.value.get(selected.value)));
  const maxima = computed(() => maximaOf(steps.value));
  /** A column that no step fills is not drawn. */
  const columns = computed(() => ({
    bar: axis.value.kind === 'time',
    time: axis.value.kind === 'time' && steps.value.some((step) => durationMs(step) !== null),
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

  /** `fold` false opens what was folded at first, too. */
  function setFolded(keys: readonly number[], fold: boolean): void {
    const next = new Set(folded.value);
    const open = new Set(opened.value);
    let changed = false;
    const { rows: every, indexOf } = all.value;
    for (const key of keys) {
      const type = every[indexOf.get(key) ?? -1]?.type;
      const set = type === 'rounds' || type === 'idle' ? open : next;
      const isIn = set === open ? !fold : fold;
      if (isIn === set.has(key)) continue;
      changed = true;
      if (isIn) set.add(key);
      else set.delete(key);
      // A repeat that is folded begins with its first rounds again.
      if (fold && type === 'repeat') open.delete(keyOf('rounds', every[(indexOf.get(key) ?? -1) + 1]?.key ?? 0));
    }
    // The same folds in a new set would be new rows.
    if (!changed) return;
    batch(() => {
      folded.value = next;
      opened.value = open;
    });
  }

  /** After folding, the focus goes to the row that hides where it was. */
  function keepCursorVisible(): void {
    const { indexOf, rows: now } = rows.value;
    if (cursor.value !== null && indexOf.has(cursor.value)) return;
    const above = cursor.value === null ? [] : keysAbove(all.value, cursor.value);
    const next = above.find((key) => indexOf.has(key)) ?? now.find(stops)?.key;
    if (next !== undefined) setCursor(next);
  }

  /** Waits are told, not chosen; those that the timeline folds can be opened, so the focus stops there. */
  function stops(row: Row): boolean {
    return row.type !== 'idle' || (view.value === 'timeline' && isStretchable(row));
  }
  function isStretchable(row: Row): boolean {
    return row.type === 'idle' && (opened.value.has(row.key) || folds.value.some((gap) => gap.from < row.idle.place.to && row.idle.place.from < gap.to));
  }

  /** The nearest row from an index on that the focus may stop at. */
  function moveTo(index: number, by: 1 | -1): void {
    const { rows: now } = rows.value;
    const start = Math.max(0, Math.min(now.length - 1, index));
    for (const step of [by, -by]) {
      for (let at = start; at >= 0 && at < now.length; at += step) {
        const row = now[at]!;
        if (stops(row)) return setCursor(row.key);
      }
    }
  }

  /** Of the row that the keyboard is at: the first, where a range leaves out the one that is read. */
  const cursorIndex = computed(() => (cursor.value === null ? undefined : rows.value.indexOf.get(cursor.value)) ?? Math.max(0, rows.value.rows.findIndex(stops)));

  /** Brings a step into view whatever hides it, and the focus with it unless `quietly`. The range goes along. */
  function goTo(n: number, quietly = false): void {
    const step = byNumber.value.get(n);
    if (!step) return;
    batch(() => {
      if (isHidden(step)) noise.value = true;
      const place = axis.value.placeOf(step);
      if (place) range.include(place);
      else range.clear();
      setFolded(keysAbove(all.value, n), false);
      setCursor(n);
      if (!quietly) focusAsked.value++;
    });
  }

  // Repeats are known after the rows are on the screen: the brackets they bring must not hide what is read.
  effect(() => {
    if (repeats.value.length === 0) return;
    untracked(() => {
      if (cursor.value === null || rows.value.indexOf.has(cursor.value)) return;
      const { rows: every, indexOf } = all.value;
      setFolded(keysAbove(all.value, cursor.value).filter((key) => every[indexOf.get(key) ?? -1]?.type === 'rounds'), false);
      keepCursorVisible();
    });
  });

  return {
    cursor, selected, selectedStep, folded, opened, noise, view, compress, split, tab, scroll, signalsOpen, rows, steps, byNumber, maxima, columns, failures, cursorIndex,
    focusAsked, axis, timeSpan, waits, toldGaps, range, inRange, folds, scale,
    setCursor,
    goTo,
    isStretchable,
    moveTo,
    move(by: number): void {
      moveTo(cursorIndex.value + by, by < 0 ? -1 : 1);
    },
    setFolded(keys: readonly number[], fold: boolean): void {
      setFolded(keys, fold);
      keepCursorVisible();
    },
    foldAll(fold: boolean): void {
      batch(() => {
        folded.value = new Set(fold ? all.value.rows.flatMap((row) => (row.foldable && row.type !== 'rounds' && row.depth > 0 ? [row.key] : [])) : []);
        opened.value = new Set(fold ? [] : all.value.rows.flatMap((row) => (row.type === 'rounds' ? [row.key] : [])));
      });
      keepCursorVisible();
    },
    toggleNoise(): void {
      noise.value = !noise.value;
      keepCursorVisible();
    },
    /** The next failed step after the focused one, round the end; false when none failed. */
    nextError(by: 1 | -1): boolean {
      const every = failures.value;
      if (every.length === 0) return false;
      const at = selected.value ?? 0;
      const next = by === 1 ? (every.find((n) => n > at) ?? every[0]) : (every.findLast((n) => n < at) ?? every.at(-1));
      if (next !== undefined) goTo(next);
      return true;
    },
    toggleView(): void {
      view.value = view.value === 'tree' ? 'timeline' : 'tree';
    },
    /** The range becomes the focused step with a little on both sides; where it is that already, the whole trace. */
    toggleRange(): void {
      const step = selectedStep.value;
      const place = step && axis.value.placeOf(step);
      if (range.range.value !== null || !place) range.clear();
      else {
        range.keep();
        const beside = Math.max((place.to - place.from) * 0.25, range.least.value);
        range.set(place.from - beside, place.to + beside);
      }
      focusAsked.value++;
    },
    /** By a share of its length. */
    moveRange(share: number): void {
      range.moveBy(share);
    },
    /** About the focused step, where it is in it. */
    zoomRange(factor: number): void {
      const place = selectedStep.value && axis.value.placeOf(selectedStep.value);
      const now = range.range.value;
      range.keep();
      const middle = place ? (place.from + place.to) / 2 : undefined;
      range.zoomBy(factor, middle !== undefined && (now === null || (middle > now.from && middle < now.to)) ? middle : undefined);
      focusAsked.value++;
    },
    /** Two points of the axis, in any order. */
    zoomTo(one: number, other: number): void {
      range.keep();
      range.set(one, other);
    },
    /** To the range before, at last to the whole trace. */
    rangeBack(): void {
      range.back();
      focusAsked.value++;
    },
    showAll(): void {
      range.clear();
      focusAsked.value++;
    },
    /** Where reading starts: as it was left, else at the first wrong or failed step. The focus goes there unless `quietly`. */
    restore(kept: TrajectoryViewState | null, quietly = false): void {
      const label = skeleton.value?.summary.label;
      batch(() => {
        folded.value = new Set(kept?.folded ?? []);
        opened.value = new Set(kept?.opened ?? []);
        noise.value = kept?.noise ?? false;
        view.value = kept?.view ?? 'tree';
        compress.value = kept?.compress ?? false;
        signalsOpen.value = kept?.signals ?? null;
        split.value = clampSplit(kept?.split ?? startSplit);
        if (kept && isTab(kept.tab)) tab.value = kept.tab;
        range.clear();
        const start = [kept?.selected, label?.firstWrong?.step, firstFailure(), 1, steps.value[0]?.n].find((n) => n !== null && n !== undefined && byNumber.value.has(n));
        if (start !== null && start !== undefined) goTo(start, quietly);
        if (kept?.range) range.set(kept.range.from, kept.range.to);
        scroll.value = kept?.scroll ?? null;
      });
    },
    state(): TrajectoryViewState {
      return {
        selected: selected.value, folded: [...folded.value], noise: noise.value, split: split.value, tab: tab.value,
        opened: [...opened.value], view: view.value, compress: compress.value, range: range.range.value, scroll: scroll.value ?? null, signals: signalsOpen.value,
      };
    },
  };
}
