import type { TrajectoryStep } from '../../../src/core/model/trajectory.ts';
import type { VisibleTree } from './visibleTree.ts';

export function matches(step: TrajectoryStep, find: string): boolean {
  const wanted = find.toLowerCase();
  return [step.name, step.detail, step.error].some((text) => text?.toLowerCase().includes(wanted));
}

/** Steps that match, by number. */
export function foundIn(tree: VisibleTree, find: string): ReadonlySet<number> {
  return new Set(tree.steps.filter((step) => matches(step, find)).map((step) => step.n));
}

/** The tree with nothing but what was found and what it stands under. */
export function treeOfFound(tree: VisibleTree, found: ReadonlySet<number>): VisibleTree {
  const kept = new Set<number>();
  for (const n of found) {
    for (let each: number | null = n; each !== null && !kept.has(each); each = tree.parents.get(each) ?? null) kept.add(each);
  }
  const keep = (steps: readonly TrajectoryStep[]) => steps.filter((step) => kept.has(step.n));
  const children = new Map([...tree.children].map(([parent, siblings]) => [parent, keep(siblings)] as const).filter(([, siblings]) => siblings.length > 0));
  return { ...tree, steps: keep(tree.steps), children };
}
