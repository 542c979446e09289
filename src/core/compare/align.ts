import { commonRuns } from '../display/commonRuns.ts';
import type { SideStep } from './side.ts';

/** Places of steps that stand for each other, in order; -1 where a side has none. */
export type AlignedSteps = { readonly pairs: readonly (readonly [a: number, b: number])[]; readonly coarse: boolean };

/**
 * Two trajectories beside each other, so that steps which only one of them has shift nothing: first what is equal in all, then what has
 * the same kind and name, then, between those, what has the same kind.
 */
export function alignSteps(a: readonly SideStep[], b: readonly SideStep[]): AlignedSteps {
  let coarse = false;
  const pairs: [number, number][] = [];

  function within(keys: readonly ((step: SideStep) => string)[], fromA: number, toA: number, fromB: number, toB: number): void {
    const [key, ...looser] = keys;
    if (fromA === toA || fromB === toB || !key) {
      for (let at = fromA; at < toA; at++) pairs.push([at, -1]);
      for (let at = fromB; at < toB; at++) pairs.push([-1, at]);
      return;
    }
    const names = new Map<string, number>();
    const numbered = (steps: readonly SideStep[], from: number, to: number) => Int32Array.from({ length: to - from }, (_, at) => {
      const name = key(steps[from + at]!);
      const known = names.get(name) ?? names.size;
      names.set(name, known);
      return known;
    });
    const common = commonRuns(numbered(a, fromA, toA), numbered(b, fromB, toB));
    coarse ||= common.coarse;
    let [i, j] = [fromA, fromB];
    for (const run of common.runs) {
      within(looser, i, fromA + run.before, j, fromB + run.after);
      for (let at = 0; at < run.length; at++) pairs.push([fromA + run.before + at, fromB + run.after + at]);
      [i, j] = [fromA + run.before + run.length, fromB + run.after + run.length];
    }
    within(looser, i, toA, j, toB);
  }

  within([equal, named, alike], 0, a.length, 0, b.length);
  return { pairs, coarse };
}

/** Models change between runs; which one answers does not make it another step. */
const nameOf = ({ kind, name }: SideStep): string => (kind === 'llm' || kind === 'agent' ? '' : name);
const equal = (step: SideStep): string => JSON.stringify([step.kind, nameOf(step), step.args, step.result, step.said]);
const named = (step: SideStep): string => JSON.stringify([step.kind, nameOf(step)]);
/** A search that one run did with a tool may be a retrieval in the other. */
const alike = ({ kind }: SideStep): string => (kind === 'retrieval' ? 'tool' : kind);
