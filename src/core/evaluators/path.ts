import type { EvalCase } from '../model/evalCase.ts';
import type { Trial } from '../model/trace.ts';
import { bestAssignment, type Weight } from './assignment.ts';
import { attemptsAmong, isBefore, type Attempt } from './calls.ts';
import { argumentQuality, matchArguments, namesMatch, referenceOf, toolsAsked, type Instance, type Reference } from './expectedCalls.ts';
import { globMatches } from './glob.ts';
import { mustPrecede, ordersAll, pathMatches } from './pathSolver.ts';
import { perCase, perTrial } from './planned.ts';

/** Expected calls held against actual ones (METRICS 2 to 4). */
export type PathAnalysis = {
  readonly reference: Reference;
  readonly instances: readonly Instance[];
  readonly attempts: readonly Attempt[];
  /** The call of each instance by name, with the best arguments there are. */
  readonly byName: readonly (Attempt | undefined)[];
  /** The call of each instance by name and arguments. */
  readonly byCall: readonly (Attempt | undefined)[];
  /** Calls that nothing expects or permits, by name, and by name and arguments. */
  readonly unexpected: readonly Attempt[];
  readonly unexpectedCalls: readonly Attempt[];
  /** Undefined when there were too many ways to match. */
  readonly matches: boolean | undefined;
};

/** Quality as a whole number, so that sums of shares compare exactly. */
const qualityScale = 1_000_000;

const qualityOf = (instance: Instance, attempt: Attempt): number | undefined => {
  const shares = instance.patterns.filter((pattern) => namesMatch(pattern, attempt)).map((pattern) => argumentQuality(pattern, attempt));
  if (shares.length === 0) return undefined;
  return Math.max(...shares.map((share) => share ?? 0));
};

const acceptsCall = (instance: Instance, attempt: Attempt): boolean => instance.patterns.some((pattern) => namesMatch(pattern, attempt) && matchArguments(pattern, attempt).ok);

/** Whether the reference says anything of order. */
const hasOrder = (instances: readonly Instance[], mode: Reference['mode']): boolean => ordersAll(mode) || instances.some((instance) => instance.after.length > 0);

function assign(instances: readonly Instance[], attempts: readonly Attempt[], mode: Reference['mode'], quality: (instance: Instance, attempt: Attempt) => number | undefined): readonly (Attempt | undefined)[] {
  const values = instances.map((instance) => attempts.map((attempt) => quality(instance, attempt)));
  const ordered = hasOrder(instances, mode);
  const columns = bestAssignment(instances.length, attempts.length, 5, (row, column): Weight | undefined => {
    const value = values[row]?.[column];
    if (value === undefined) return undefined;
    const required = instances[row]?.required === true;
    // Among equals, the pairing that keeps the order of the instances; else the first of them are served first.
    return [required ? 1 : 0, required ? 0 : 1, Math.round(value * qualityScale), ordered ? (2 * row - instances.length + 1) * column : 0, instances.length - row];
  });
  return columns.map((column) => attempts[column]);
}

/** Pairs of required instances that have an order, and how many of those keep it in this pairing. */
export function orderOf(instances: readonly Instance[], pairs: readonly (Attempt | undefined)[], mode: Reference['mode']): { readonly kept: number; readonly pairs: number; readonly broken: readonly [number, number] | undefined } {
  let kept = 0;
  let count = 0;
  let broken: [number, number] | undefined;
  for (const [i, a] of instances.entries()) {
    for (const [j, b] of instances.entries()) {
      const [first, second] = [pairs[i], pairs[j]];
      if (i === j || !first || !second || !a.required || !b.required || !mustPrecede(a, b, mode)) continue;
      count++;
      const holds = b.after.some((id) => a.ids.includes(id)) ? isBefore(first, second) : !isBefore(second, first);
      if (holds) kept++;
      else broken ??= [i, j];
    }
  }
  return { kept, pairs: count, broken };
}

/** The search for a better order gives up beyond this many tries and keeps the best it found. */
const mostTries = 200_000;

type Pairs = readonly (Attempt | undefined)[];

/** Among pairings of equal size and quality, one with the highest ordering (METRICS 3). */
function improveOrder(instances: readonly Instance[], attempts: readonly Attempt[], pairs: Pairs, mode: Reference['mode'], quality: (instance: Instance, attempt: Attempt) => number | undefined): Pairs {
  const orderingOf = (candidate: Pairs): number => {
    const { kept, pairs: all } = orderOf(instances, candidate, mode);
    return all === 0 ? 1 : kept / all;
  };
  let best = pairs;
  let highest = hasOrder(instances, mode) ? orderingOf(pairs) : 1;
  if (highest === 1) return best;

  const worth = instances.map((instance) => attempts.map((attempt) => quality(instance, attempt))).map((row) => row.map((value) => (value === undefined ? undefined : Math.round(value * qualityScale))));
  const most = worth.map((row) => Math.max(0, ...row.map((value) => value ?? 0)));
  const valueOf = (i: number, attempt: Attempt | undefined): number => (attempt ? (worth[i]?.[attempts.indexOf(attempt)] ?? 0) : 0);
  const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
  const counts = (candidate: Pairs, required: boolean): number => instances.filter((instance, i) => instance.required === required && candidate[i]).length;
  const wanted = { required: counts(pairs, true), optional: counts(pairs, false), quality: sum(instances.map((_, i) => valueOf(i, pairs[i]))) };
  const chosen: (Attempt | undefined)[] = [];
  const taken = new Set<Attempt>();
  let tries = 0;

  const search = (i: number, quality: number): void => {
    if (highest === 1) return;
    const left = instances.slice(i);
    if (counts(chosen, true) + left.filter((instance) => instance.required).length < wanted.required) return;
    if (counts(chosen, false) + left.filter((instance) => !instance.required).length < wanted.optional) return;
    if (quality + sum(most.slice(i)) < wanted.quality) return;
    if (i === instances.length) {
      const ordering = orderingOf(chosen);
      if (ordering <= highest) return;
      highest = ordering;
      best = [...chosen];
      return;
    }
    for (const [j, attempt] of attempts.entries()) {
      if (tries++ > mostTries) return;
      const value = worth[i]?.[j];
      if (value === undefined || taken.has(attempt)) continue;
      taken.add(attempt);
      chosen[i] = attempt;
      search(i + 1, quality + value);
      taken.delete(attempt);
    }
    chosen[i] = undefined;
    search(i + 1, quality);
  };
  search(0, 0);
  return best;
}

function unexpectedOf(reference: Reference, instances: readonly Instance[], attempts: readonly Attempt[], pairs: readonly (Attempt | undefined)[]): readonly Attempt[] {
  const paired = new Set(pairs);
  const isListed = (attempt: Attempt): boolean => instances.some((instance) => instance.patterns.some((pattern) => namesMatch(pattern, attempt)));
  const isAllowed = (attempt: Attempt): boolean => {
    if (reference.none || isListed(attempt)) return false;
    return typeof reference.allowExtra === 'boolean' ? reference.allowExtra : reference.allowExtra.some((glob) => globMatches(glob, attempt.name));
  };
  return attempts.filter((attempt) => !paired.has(attempt) && !isAllowed(attempt));
}

/** Calls that `allowExtra` names are no part of the path. A plain true does not soften a mode that says "nothing else". */
function ofThePath(reference: Reference, instances: readonly Instance[], attempts: readonly Attempt[]): readonly Attempt[] {
  const { allowExtra } = reference;
  if (typeof allowExtra === 'boolean') return attempts;
  return attempts.filter((attempt) => instances.some((instance) => instance.patterns.some((pattern) => namesMatch(pattern, attempt))) || !allowExtra.some((glob) => globMatches(glob, attempt.name)));
}

function analysePlan(reference: Reference, instances: readonly Instance[], attempts: readonly Attempt[]): PathAnalysis {
  const byName = improveOrder(instances, attempts, assign(instances, attempts, reference.mode, qualityOf), reference.mode, qualityOf);
  // A call that ended well is preferred to one that failed: only the former counts for callRecall.
  const byCall = assign(instances, attempts, reference.mode, (instance, attempt) => (acceptsCall(instance, attempt) ? (attempt.status === 'error' ? 0 : 1) : undefined));
  const inPath = ofThePath(reference, instances, attempts);
  const accepts = instances.map((instance) => inPath.map((attempt) => acceptsCall(instance, attempt)));
  return {
    reference, instances, attempts, byName, byCall,
    unexpected: unexpectedOf(reference, instances, attempts, byName),
    unexpectedCalls: unexpectedOf(reference, instances, attempts, byCall),
    matches: pathMatches({ instances, attempts: inPath, edge: (i, j) => accepts[i]?.[j] === true }, reference.mode),
  };
}

const paired = (analysis: PathAnalysis, pairs: readonly (Attempt | undefined)[]): number => analysis.instances.filter((instance, i) => instance.required && pairs[i]).length;
const missing = (analysis: PathAnalysis, pairs: readonly (Attempt | undefined)[]): number => analysis.instances.filter((instance) => instance.required).length - paired(analysis, pairs);

/** How well a plan fits: the path as a whole, then missing calls, then missing names. */
const fit = (analysis: PathAnalysis): Weight => [analysis.matches === true ? 0 : 1, missing(analysis, analysis.byCall), missing(analysis, analysis.byName)];

function isCloser(a: PathAnalysis, b: PathAnalysis): boolean {
  const [left, right] = [fit(a), fit(b)];
  const at = left.findIndex((each, index) => each !== right[index]);
  return at >= 0 && (left[at] ?? 0) < (right[at] ?? 0);
}

/** The reference held against these calls, by the plan that fits best. */
export function analysePath(reference: Reference, attempts: readonly Attempt[]): PathAnalysis {
  const [first = [], ...others] = reference.plans;
  return others.reduce((best, plan) => {
    const next = analysePlan(reference, plan, attempts);
    return isCloser(next, best) ? next : best;
  }, analysePlan(reference, first, attempts));
}

const referencesOf = perCase(referenceOf);

/** The analysis that checks and metrics of one trial share; undefined when the case names no tools. */
export const pathOf = perTrial((evalCase: EvalCase, trial: Trial): PathAnalysis | undefined => {
  const reference = referencesOf(evalCase);
  if (!reference) return undefined;
  return analysePath(reference, attemptsAmong(trial, toolsAsked(reference)));
});

/** Expected calls that were made: TP of METRICS 2.1. */
export const requiredCount = (analysis: PathAnalysis): number => analysis.instances.filter((instance) => instance.required).length;
export const pairedByName = (analysis: PathAnalysis): number => paired(analysis, analysis.byName);
/** By name and arguments, without those whose last try failed (METRICS 2.3). */
export const pairedByCall = (analysis: PathAnalysis): number => paired(analysis, analysis.byCall.map((attempt) => (attempt?.status === 'error' ? undefined : attempt)));
