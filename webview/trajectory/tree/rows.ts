import type { TrajectoryStep } from '../../../src/core/model/trajectory.ts';

/** Steps as rows: what is hidden, folded and grouped, in the order people read. Pure, so that 20,000 steps are a test. */

export type StepRow = {
  readonly type: 'step';
  readonly key: number;
  readonly step: TrajectoryStep;
  readonly depth: number;
  /** Key of the row above in the tree: a step or a group. */
  readonly parent: number | null;
  readonly foldable: boolean;
  readonly folded: boolean;
  /** Not found itself, but one below it was. */
  readonly context: boolean;
  /** Depths at which the double line of a parallel group passes through this row. */
  readonly lines: readonly GroupLine[];
};
export type GroupRow = {
  readonly type: 'group';
  /** Minus the number of the first call in it: folded groups are remembered among folded steps. */
  readonly key: number;
  readonly count: number;
  readonly kind: 'calls' | 'steps';
  readonly failed: boolean;
  readonly depth: number;
  readonly parent: number | null;
  readonly foldable: true;
  readonly folded: boolean;
  readonly lines: readonly GroupLine[];
};
export type GroupLine = { readonly depth: number; readonly last: boolean };
export type Row = StepRow | GroupRow;

/** `hidden` counts among all steps, `found` those that match; `rows` are those that can be scrolled to. */
export type Rows = { readonly rows: readonly Row[]; readonly hidden: number; readonly found: number; readonly indexOf: ReadonlyMap<number, number> };

export type RowChoices = { readonly folded: ReadonlySet<number>; readonly noise: boolean; readonly find: string };

/** A failed step is never noise: hiding it would hide the error. */
export function isHidden(step: TrajectoryStep): boolean {
  return step.noise && !step.failed && !step.blocked;
}

export function matches(step: TrajectoryStep, find: string): boolean {
  const wanted = find.toLowerCase();
  return [step.name, step.detail, step.error].some((text) => text?.toLowerCase().includes(wanted));
}

export function rowsOf(steps: readonly TrajectoryStep[], choices: RowChoices): Rows {
  const shown = choices.noise ? steps : steps.filter((step) => !isHidden(step));
  const hidden = steps.filter(isHidden).length;
  const found = choices.find.trim() === '' ? null : new Set(shown.filter((step) => matches(step, choices.find.trim())).map((step) => step.n));
  const rows = found ? treeRows(steps, withParents(steps, shown, found), new Set(), found) : treeRows(steps, shown, choices.folded, null);
  return { rows, hidden, found: found?.size ?? 0, indexOf: new Map(rows.map((row, index) => [row.key, index])) };
}

/** What was found, with the steps it stands under. */
function withParents(steps: readonly TrajectoryStep[], shown: readonly TrajectoryStep[], found: ReadonlySet<number>): readonly TrajectoryStep[] {
  const parents = visibleParents(steps, shown);
  const kept = new Set<number>();
  for (const n of found) {
    for (let each: number | null = n; each !== null && !kept.has(each); each = parents.get(each) ?? null) kept.add(each);
  }
  return shown.filter((step) => kept.has(step.n));
}

/** The nearest parent that is shown, or null; hidden steps hand their children up. */
export function visibleParents(steps: readonly TrajectoryStep[], shown: readonly TrajectoryStep[]): ReadonlyMap<number, number | null> {
  const byNumber = new Map(steps.map((step) => [step.n, step]));
  const isShown = new Set(shown.map((step) => step.n));
  const parents = new Map<number, number | null>();
  for (const step of shown) {
    let parent = step.parent;
    // Assembled trees have no cycles; a page that is not sure counts instead of trusting.
    for (let left = steps.length; parent !== null && !isShown.has(parent) && left > 0; left--) parent = byNumber.get(parent)?.parent ?? null;
    parents.set(step.n, parent !== null && isShown.has(parent) ? parent : null);
  }
  return parents;
}

type Frame = { readonly siblings: readonly TrajectoryStep[]; index: number; readonly depth: number; readonly parent: number | null; readonly lines: readonly GroupLine[]; readonly end: number };

/** With `found` nothing folds and no group has a head: what stands side by side there is not all that did. */
function treeRows(steps: readonly TrajectoryStep[], shown: readonly TrajectoryStep[], folded: ReadonlySet<number>, found: ReadonlySet<number> | null): Row[] {
  const parents = visibleParents(steps, shown);
  const children = new Map<number | null, TrajectoryStep[]>();
  for (const step of shown) {
    const parent = parents.get(step.n) ?? null;
    const siblings = children.get(parent);
    if (siblings) siblings.push(step);
    else children.set(parent, [step]);
  }
  const rows: Row[] = [];
  const roots = children.get(null) ?? [];
  const stack: Frame[] = [{ siblings: roots, index: 0, depth: 0, parent: null, lines: [], end: roots.length }];
  for (let frame = stack.at(-1); frame; frame = stack.at(-1)) {
    const step = frame.siblings[frame.index];
    if (!step || frame.index >= frame.end) {
      stack.pop();
      continue;
    }
    const inGroup = frame.parent !== null && frame.parent < 0;
    const run = inGroup || found ? 1 : parallelRun(frame.siblings, frame.index);
    if (run > 1) {
      const key = -step.n;
      const members = frame.siblings.slice(frame.index, frame.index + run);
      const isFolded = folded.has(key);
      rows.push({
        type: 'group', key, count: run, kind: members.every((each) => each.kind === 'tool' || each.kind === 'retrieval') ? 'calls' : 'steps',
        failed: members.some((each) => each.failed || each.failedBelow), depth: frame.depth, parent: frame.parent, foldable: true, folded: isFolded, lines: frame.lines,
      });
      const start = frame.index;
      frame.index += run;
      if (!isFolded) stack.push({ siblings: frame.siblings, index: start, end: start + run, depth: frame.depth + 1, parent: key, lines: frame.lines });
      continue;
    }
    frame.index++;
    const below = children.get(step.n) ?? [];
    const last = inGroup && frame.index >= frame.end;
    const isFolded = below.length > 0 && folded.has(step.n);
    const own = inGroup ? [...frame.lines, { depth: frame.depth - 1, last: last && (isFolded || below.length === 0) }] : frame.lines;
    rows.push({ type: 'step', key: step.n, step, depth: frame.depth, parent: frame.parent, foldable: below.length > 0 && !found, folded: isFolded, context: found?.has(step.n) === false, lines: own });
    if (below.length > 0 && !isFolded) {
      stack.push({ siblings: below, index: 0, end: below.length, depth: frame.depth + 1, parent: step.n, lines: last ? frame.lines : own });
    }
  }
  return rows;
}

/** How many siblings from here on belong to one parallel group. */
function parallelRun(siblings: readonly TrajectoryStep[], index: number): number {
  const group = siblings[index]?.parallel;
  if (group === null || group === undefined) return 1;
  let end = index + 1;
  while (siblings[end]?.parallel === group) end++;
  return end - index;
}

/** What must be unfolded so that a step has a row; empty when it has one or is hidden as noise. */
export function ancestorsOf(steps: readonly TrajectoryStep[], n: number): readonly number[] {
  const byNumber = new Map(steps.map((step) => [step.n, step]));
  const above: number[] = [];
  for (let step = byNumber.get(n); step && above.length <= steps.length * 2; step = step.parent === null ? undefined : byNumber.get(step.parent)) {
    if (step.n !== n) above.push(step.n);
    if (step.parallel !== null) {
      for (const each of steps) if (each.parallel === step.parallel) above.push(-each.n);
    }
  }
  return above;
}
