import type { PathMode } from '../model/evalCase.ts';
import { hasParallel, isBefore, type Attempt } from './calls.ts';
import type { Instance } from './expectedCalls.ts';

/** Whether expected calls can be found among the actual ones under a path mode (METRICS 2.2). Never greedy: every way is considered. */

type Edge = (instance: number, attempt: number) => boolean;
type Problem = { readonly instances: readonly Instance[]; readonly attempts: readonly Attempt[]; readonly edge: Edge };

/** The search gives up beyond this many tries; only hostile input gets there. */
const mostTries = 2_000_000;

export const ordersAll = (mode: PathMode): boolean => mode === 'exact' || mode === 'in_order';
export const allowsNothingElse = (mode: PathMode): boolean => mode === 'exact' || mode === 'unordered' || mode === 'subset';

/** Whether instance `b` names instance `a` in its `after`. */
export const comesAfter = (b: Instance, a: Instance): boolean => b.after.some((id) => a.ids.includes(id));

/** Whether the mode or an `after` says that `a` comes before `b`. */
export function mustPrecede(a: Instance, b: Instance, mode: PathMode): boolean {
  return comesAfter(b, a) || (ordersAll(mode) && a.order < b.order && a.step !== b.step);
}

function coversAll(rows: number, columns: number, edge: (row: number, column: number) => boolean): boolean {
  if (rows > columns) return false;
  const rowOf = Array.from({ length: columns }, () => -1);
  const place = (row: number, seen: Set<number>): boolean => {
    for (let column = 0; column < columns; column++) {
      if (seen.has(column) || !edge(row, column)) continue;
      seen.add(column);
      const owner = rowOf[column] ?? -1;
      if (owner >= 0 && !place(owner, seen)) continue;
      rowOf[column] = row;
      return true;
    }
    return false;
  };
  return Array.from({ length: rows }, (_, row) => row).every((row) => place(row, new Set()));
}

/** Instances and calls both in one total order: whether instances from `i` fit the calls from `j` on. */
function fitsInOrder({ instances, attempts, edge }: Problem, must: readonly boolean[], cover: boolean): boolean {
  if (!cover) {
    let j = 0;
    for (const [i] of instances.entries()) {
      if (!must[i]) continue;
      while (j < attempts.length && !edge(i, j)) j++;
      if (j++ >= attempts.length) return false;
    }
    return true;
  }
  // reached[j]: the instances so far can account for exactly the first j calls.
  let reached = new Set([0]);
  for (const [i] of instances.entries()) {
    const next = new Set<number>();
    for (const j of reached) {
      if (!must[i]) next.add(j);
      if (j < attempts.length && edge(i, j)) next.add(j + 1);
    }
    reached = next;
  }
  return reached.has(attempts.length);
}

function search({ instances, attempts, edge }: Problem, must: readonly boolean[], mode: PathMode): boolean | undefined {
  const cover = allowsNothingElse(mode);
  const chosen: (Attempt | undefined)[] = [];
  const taken = new Set<number>();
  let tries = 0;
  const agrees = (i: number, attempt: Attempt): boolean =>
    chosen.every((other, k) => {
      const [a, b] = [instances[k], instances[i]];
      if (!other || !a || !b) return true;
      if (comesAfter(b, a) && !isBefore(other, attempt)) return false;
      if (comesAfter(a, b) && !isBefore(attempt, other)) return false;
      if (mustPrecede(a, b, mode) && isBefore(attempt, other)) return false;
      return !(mustPrecede(b, a, mode) && isBefore(other, attempt));
    });
  const place = (i: number): boolean => {
    if (i === instances.length) return !cover || taken.size === attempts.length;
    if (cover && attempts.length - taken.size > instances.length - i) return false;
    for (const [j, attempt] of attempts.entries()) {
      if (tries++ > mostTries) return false;
      if (taken.has(j) || !edge(i, j) || !agrees(i, attempt)) continue;
      taken.add(j);
      chosen[i] = attempt;
      if (place(i + 1)) return true;
      taken.delete(j);
      chosen[i] = undefined;
    }
    chosen[i] = undefined;
    return !must[i] && place(i + 1);
  };
  const found = place(0);
  return !found && tries > mostTries ? undefined : found;
}

/** Undefined when there were too many ways to try. */
export function pathMatches(problem: Problem, mode: PathMode): boolean | undefined {
  const { instances, attempts, edge } = problem;
  const must = instances.map((instance) => instance.required && mode !== 'subset');
  const cover = allowsNothingElse(mode);
  const required = [...instances.keys()].filter((i) => must[i]);
  if (!coversAll(required.length, attempts.length, (row, column) => edge(required[row] ?? -1, column))) return false;
  if (cover && !coversAll(attempts.length, instances.length, (row, column) => edge(column, row))) return false;

  const hasAfter = instances.some((instance) => instance.after.length > 0);
  // A matching that covers all required instances and one that covers all calls can be joined into one that does both.
  if (!ordersAll(mode) && !hasAfter) return true;

  const orders = instances.map((instance) => instance.order);
  const isTotal = new Set(orders).size === orders.length && !hasParallel(attempts.map((attempt) => attempt.first));
  const backward = instances.every((b, i) => instances.slice(i).every((a) => !comesAfter(b, a)));
  if (ordersAll(mode) && isTotal && backward) return fitsInOrder(problem, must, cover);
  return search(problem, must, mode);
}
