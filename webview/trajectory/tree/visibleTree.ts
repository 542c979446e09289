import type { TrajectoryStep } from '../../../src/core/model/trajectory.ts';
import { isHidden } from './hidden.ts';

/** Which steps stand under which, hidden ones left out: those hand their children up. */
export type VisibleTree = {
  /** In reading order. */
  readonly steps: readonly TrajectoryStep[];
  readonly parents: ReadonlyMap<number, number | null>;
  readonly children: ReadonlyMap<number | null, readonly TrajectoryStep[]>;
  /** Steps that were left out, with the parent they would have. */
  readonly hidden: readonly { readonly step: TrajectoryStep; readonly parent: number | null }[];
};

export function visibleTree(all: readonly TrajectoryStep[], noise: boolean): VisibleTree {
  const isShown = (step: TrajectoryStep) => noise || !isHidden(step);
  // Most traces hide nothing: then each step stands where it says.
  const byNumber = all.every(isShown) ? null : new Map(all.map((step) => [step.n, step]));
  const handedUp = new Map<number, number | null>();
  const parentOf = (step: TrajectoryStep): number | null => {
    if (byNumber === null) return step.parent;
    const passed: number[] = [];
    let parent = step.parent === null ? undefined : byNumber.get(step.parent);
    let found: number | null = null;
    // Assembled trees have no cycles; a page that is not sure counts instead of trusting.
    for (let left = all.length; parent !== undefined && left > 0; left--) {
      if (isShown(parent)) {
        found = parent.n;
        break;
      }
      const known = handedUp.get(parent.n);
      if (known !== undefined) {
        found = known;
        break;
      }
      passed.push(parent.n);
      parent = parent.parent === null ? undefined : byNumber.get(parent.parent);
    }
    for (const n of passed) handedUp.set(n, found);
    return found;
  };
  const parents = new Map<number, number | null>();
  const children = new Map<number | null, TrajectoryStep[]>();
  const steps: TrajectoryStep[] = [];
  const hidden: { step: TrajectoryStep; parent: number | null }[] = [];
  for (const step of all) {
    const parent = parentOf(step);
    if (!isShown(step)) {
      hidden.push({ step, parent });
      continue;
    }
    steps.push(step);
    parents.set(step.n, parent);
    const siblings = children.get(parent);
    if (siblings) siblings.push(step);
    else children.set(parent, [step]);
  }
  return { steps, parents, children, hidden };
}
