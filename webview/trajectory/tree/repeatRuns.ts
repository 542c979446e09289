import type { Repeat } from '../../../src/core/model/insights.ts';
import type { TrajectoryStep } from '../../../src/core/model/trajectory.ts';
import type { Parents } from './visibleTree.ts';

/** A repeat as a stretch of siblings: those that hold its first step to its last, ends included. */
export type RepeatRun = { readonly repeat: Repeat; readonly start: number; readonly end: number; /** Index of the sibling that each round begins with. */ readonly rounds: readonly number[] };

/** By the parent whose children they are. A repeat whose steps stand under different parents is one of those parents. */
export function repeatRuns(
  repeats: readonly Repeat[], children: ReadonlyMap<number | null, readonly TrajectoryStep[]>, parents: Parents,
): ReadonlyMap<number | null, readonly RepeatRun[]> {
  const runs = new Map<number | null, RepeatRun[]>();
  const positions = new Map<number | null, ReadonlyMap<number, number>>();
  const positionIn = (parent: number | null) => {
    const known = positions.get(parent);
    if (known) return known;
    const made = new Map((children.get(parent) ?? []).map((step, index) => [step.n, index]));
    positions.set(parent, made);
    return made;
  };
  for (const repeat of repeats) {
    const steps = repeat.steps.filter((n) => parents.has(n));
    const chains = [steps[0], steps.at(-1)].map((n) => (n === undefined ? [] : chainOf(n, parents)));
    const shared = sharedParent(chains[0]!, chains[1]!);
    if (shared === undefined) continue;
    const position = positionIn(shared);
    const at = (n: number) => chainOf(n, parents).map((each) => position.get(each)).find((index) => index !== undefined);
    const indexes = steps.flatMap((n) => at(n) ?? []);
    const start = Math.min(...indexes.slice(0, 1), indexes.at(-1) ?? 0);
    const end = Math.max(...indexes.slice(0, 1), indexes.at(-1) ?? 0) + 1;
    if (indexes.length < 2 || end - start < 2) continue;
    const there = runs.get(shared) ?? [];
    // One within another would need a bracket of its own beside the first: the longer says more.
    const clash = there.findIndex((other) => other.start < end && start < other.end);
    const rounds = [...new Set(repeat.rounds.flatMap((n) => (parents.has(n) ? (at(n) ?? []) : [])))].filter((index) => index >= start && index < end).sort((a, b) => a - b);
    const run = { repeat, start, end, rounds };
    if (clash === -1) runs.set(shared, [...there, run]);
    else if (there[clash]!.end - there[clash]!.start < end - start) runs.set(shared, there.with(clash, run));
  }
  return runs;
}

/** The step and those above it, nearest first. */
function chainOf(n: number, parents: Parents): readonly number[] {
  const chain: number[] = [];
  for (let each: number | null = n; each !== null && chain.length <= parents.size; each = parents.get(each) ?? null) chain.push(each);
  return chain;
}

/** The nearest step that both stand under; null for the top of the tree. */
function sharedParent(one: readonly number[], other: readonly number[]): number | null | undefined {
  if (one.length === 0 || other.length === 0) return undefined;
  const above = new Set(one.slice(1));
  return other.slice(1).find((n) => above.has(n)) ?? null;
}
