import type { TrajectoryStep } from '../../../src/core/model/trajectory.ts';
import { isHidden } from './hidden.ts';

/** The number of the step above each, null at the top. A map of 20,000 numbers takes longer to make than all that is asked of it. */
export type Parents = Pick<ReadonlyMap<number, number | null>, 'get' | 'has' | 'size'>;

/** Which steps stand under which, hidden ones left out: those hand their children up. */
export type VisibleTree = {
  /** In reading order. */
  readonly steps: readonly TrajectoryStep[];
  readonly parents: Parents;
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
  let greatest = 0;
  for (const { n } of all) if (n > greatest) greatest = n;
  // 0 stands for the top, as steps are numbered from 1.
  const above = new Int32Array(greatest + 1).fill(-1);
  const children = new Map<number | null, TrajectoryStep[]>();
  let siblings: TrajectoryStep[] | undefined;
  let siblingsOf: number | null = null;
  const steps: TrajectoryStep[] = [];
  const hidden: { step: TrajectoryStep; parent: number | null }[] = [];
  for (const step of all) {
    const parent = parentOf(step);
    if (!isShown(step)) {
      hidden.push({ step, parent });
      continue;
    }
    steps.push(step);
    above[step.n] = parent ?? 0;
    // Most steps stand beside the one before.
    if (siblings === undefined || parent !== siblingsOf) {
      siblings = children.get(parent);
      if (!siblings) children.set(parent, (siblings = []));
      siblingsOf = parent;
    }
    siblings.push(step);
  }
  const parents: Parents = { size: steps.length, has: (n) => (above[n] ?? -1) >= 0, get: (n) => (!((above[n] ?? -1) >= 0) ? undefined : above[n] === 0 ? null : above[n]) };
  return { steps, parents, children, hidden };
}
