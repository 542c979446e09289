import type { EvalCase } from '../model/evalCase.ts';
import type { Tally } from '../model/result.ts';
import type { Trial } from '../model/trace.ts';
import { executedCalls, isBefore, sameCall, type Attempt } from './calls.ts';
import type { EvaluatorOptions, MetricInfo } from './evaluator.ts';
import { argumentQuality, namesMatch, type Instance, type Reference } from './expectedCalls.ts';
import { forbiddenHits } from './forbiddenCalls.ts';
import { globMatches } from './glob.ts';
import { analysePath, orderOf, pairedByCall, pairedByName, pathOf, requiredCount, type PathAnalysis } from './path.ts';

/** What a trial did of what the case expects. */
const tallyOf = (matched: number, path: PathAnalysis, unexpected: readonly Attempt[]): Tally => ({ matched, expected: requiredCount(path), unexpected: unexpected.length });

export type Scores = { readonly precision: number; readonly recall: number; readonly f1: number };

/** TP / (TP + unexpected), TP / expected, and their harmonic mean, with the edges of METRICS 2.3. */
function scores(expected: number, paired: number, unexpected: number, called: number): Scores {
  const precision = expected === 0 && called === 0 ? 1 : paired + unexpected === 0 ? 0 : paired / (paired + unexpected);
  const recall = expected === 0 ? 1 : paired / expected;
  return { precision, recall, f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
}

const uniqueBy = <T>(items: readonly T[], key: (item: T) => string): readonly T[] => [...new Map(items.map((item) => [key(item), item])).values()];

/** With `counting: set` a tool counts once, however often it is expected or called. */
function asSets(reference: Reference, attempts: readonly Attempt[], byArguments: boolean): PathAnalysis {
  const ofInstance = (instance: Instance): string => JSON.stringify(instance.patterns.map(({ tool, args }) => (byArguments ? [tool, args] : [tool])));
  const plans = reference.plans.map((plan) => uniqueBy(plan, ofInstance));
  return analysePath({ ...reference, plans }, uniqueBy(attempts, (attempt) => (byArguments ? sameCall(attempt.first) : attempt.name)));
}

/** Counts at name and at call level, from which shares over many trials are summed (METRICS 2.3); undefined without a reference. */
export function talliesOf(evalCase: EvalCase, trial: Trial, { counting }: EvaluatorOptions): { readonly tool: Tally; readonly call: Tally } | undefined {
  const path = pathOf(evalCase, trial);
  if (!path) return undefined;
  const [byName, byCall] = counting === 'set' ? [asSets(path.reference, path.attempts, false), asSets(path.reference, path.attempts, true)] : [path, path];
  return { tool: tallyOf(pairedByName(byName), byName, byName.unexpected), call: tallyOf(pairedByCall(byCall), byCall, byCall.unexpectedCalls) };
}

/** Name level (METRICS 2.3); undefined without a reference. */
export function toolScores(evalCase: EvalCase, trial: Trial, options: EvaluatorOptions): Scores | undefined {
  const path = pathOf(evalCase, trial);
  if (!path) return undefined;
  const counted = options.counting === 'set' ? asSets(path.reference, path.attempts, false) : path;
  return scores(requiredCount(counted), pairedByName(counted), counted.unexpected.length, counted.attempts.length);
}

/** Call level: name and arguments. */
export function callScores(evalCase: EvalCase, trial: Trial, options: EvaluatorOptions): Scores | undefined {
  const path = pathOf(evalCase, trial);
  if (!path) return undefined;
  const counted = options.counting === 'set' ? asSets(path.reference, path.attempts, true) : path;
  return scores(requiredCount(counted), pairedByCall(counted), counted.unexpectedCalls.length, counted.attempts.length);
}

const wasCalled = (tool: string, attempts: readonly Attempt[]): boolean => attempts.some((attempt) => globMatches(tool, attempt.name));

/** METRICS 2.4: every expected tool occurs and no forbidden one ran; under `strict` nothing unexpected either. */
function toolSelection(evalCase: EvalCase, trial: Trial, { strict = false }: EvaluatorOptions): number | null {
  const path = pathOf(evalCase, trial);
  if (!path) return null;
  if (path.reference.none || evalCase.expectedTool === null) return path.attempts.length === 0 ? 1 : 0;
  if (strict && path.unexpected.length > 0) return 0;
  const { expectedTool } = evalCase;
  const listed = expectedTool === undefined ? undefined : [expectedTool].flat();
  const selected = listed
    ? listed.every((tool) => wasCalled(tool, path.attempts))
    : path.instances.filter((instance) => instance.required).every((instance) => instance.patterns.some((pattern) => wasCalled(pattern.tool, path.attempts)));
  return selected && forbiddenHits(evalCase, trial).every((hit) => hit.kind !== 'call') ? 1 : 0;
}

/** The first call, past those that are optional or allowed by name, is one that may come first. */
function firstTool(evalCase: EvalCase, trial: Trial): number | null {
  const path = pathOf(evalCase, trial);
  if (!path) return null;
  const required = path.instances.filter((instance) => instance.required);
  if (required.length === 0) return path.reference.none ? (path.attempts.length === 0 ? 1 : 0) : null;
  const isNamed = (instances: readonly Instance[], attempt: Attempt): boolean => instances.some((instance) => instance.patterns.some((pattern) => namesMatch(pattern, attempt)));
  const { allowExtra, mode } = path.reference;
  const skipped = (attempt: Attempt): boolean =>
    !isNamed(required, attempt) && (isNamed(path.instances, attempt) || (typeof allowExtra !== 'boolean' && allowExtra.some((glob) => globMatches(glob, attempt.name))));
  const first = path.attempts.find((attempt) => !skipped(attempt));
  const firstOrder = Math.min(...required.map((instance) => instance.order));
  const candidates = mode === 'exact' || mode === 'in_order' ? required.filter((instance) => instance.order === firstOrder) : required;
  return first && isNamed(candidates, first) ? 1 : 0;
}

/** METRICS 3; null when no two ordered calls were both made. */
function ordering(evalCase: EvalCase, trial: Trial): number | null {
  const path = pathOf(evalCase, trial);
  if (!path) return null;
  const { kept, pairs } = orderOf(path.instances, path.byName, path.reference.mode);
  return pairs === 0 ? null : kept / pairs;
}

function pairQuality(instance: Instance, attempt: Attempt): number | undefined {
  const shares = instance.patterns.filter((pattern) => namesMatch(pattern, attempt)).map((pattern) => argumentQuality(pattern, attempt));
  const known = shares.filter((share) => share !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}

/** METRICS 4: mean over pairs; expected calls that were not made are left out, or have quality 0 under `countMissing`. */
function meanArgumentQuality(evalCase: EvalCase, trial: Trial, { countMissing = false }: EvaluatorOptions): number | null {
  const path = pathOf(evalCase, trial);
  if (!path) return null;
  const shares = path.instances.flatMap((instance, i) => {
    const attempt = path.byName[i];
    if (!attempt && countMissing && instance.required) return [0];
    const share = attempt && pairQuality(instance, attempt);
    return share === undefined ? [] : [share];
  });
  return shares.length === 0 ? null : shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

/** The longest common subsequence of expected and actual calls, weighted by argument quality, over the expected ones. */
function lcsRecall(evalCase: EvalCase, trial: Trial): number | null {
  const path = pathOf(evalCase, trial);
  if (!path) return null;
  const expected = path.instances.filter((instance) => instance.required);
  if (expected.length === 0) return 1;
  let row: readonly number[] = [0, ...path.attempts.map(() => 0)];
  for (const instance of expected) {
    const next = [0];
    for (const [j, attempt] of path.attempts.entries()) next.push(Math.max(row[j + 1] ?? 0, next[j] ?? 0, (row[j] ?? 0) + (pairQuality(instance, attempt) ?? 0)));
    row = next;
  }
  return (row.at(-1) ?? 0) / expected.length;
}

/** Whether all expected tools were called in the order in which they are listed. */
function inOrder(evalCase: EvalCase, trial: Trial): number | null {
  const path = pathOf(evalCase, trial);
  if (!path) return null;
  if (pairedByName(path) < requiredCount(path)) return 0;
  const total = path.instances.every((a, i) => path.instances.every((b, j) => a.order >= b.order || !path.byName[i] || !path.byName[j] || !isBefore(path.byName[j], path.byName[i])));
  return total ? 1 : 0;
}

/** METRICS 5: how much of the call budget was enough. */
function callEfficiency(evalCase: EvalCase, trial: Trial): number | null {
  const path = pathOf(evalCase, trial);
  const { maxCalls } = evalCase.trajectory ?? {};
  if (!path && maxCalls === undefined) return null;
  const made = executedCalls(trial).length;
  const expected = path ? requiredCount(path) : 0;
  if (made === 0) return path && expected === 0 ? 1 : null;
  const optional = path ? path.instances.filter((instance, i) => !instance.required && path.byName[i]).length : 0;
  return Math.min(1, (maxCalls ?? expected + optional) / made);
}

const share = (id: string, section: string, measure: MetricInfo['measure']): MetricInfo => ({ id, unit: 'share', direction: 'up', basis: 'case', section, needs: 'calls', measure });
const yesNo = (id: string, section: string, measure: MetricInfo['measure']): MetricInfo => ({ ...share(id, section, measure), unit: 'boolean' });

export const pathMetrics: readonly MetricInfo[] = [
  yesNo('pathMatch', '2.2', (evalCase, trial) => {
    const matches = pathOf(evalCase, trial)?.matches;
    return matches === undefined ? null : Number(matches);
  }),
  share('toolPrecision', '2.3', (evalCase, trial, options) => toolScores(evalCase, trial, options)?.precision ?? null),
  share('toolRecall', '2.3', (evalCase, trial, options) => toolScores(evalCase, trial, options)?.recall ?? null),
  share('toolF1', '2.3', (evalCase, trial, options) => toolScores(evalCase, trial, options)?.f1 ?? null),
  share('callPrecision', '2.3', (evalCase, trial, options) => callScores(evalCase, trial, options)?.precision ?? null),
  share('callRecall', '2.3', (evalCase, trial, options) => callScores(evalCase, trial, options)?.recall ?? null),
  share('callF1', '2.3', (evalCase, trial, options) => callScores(evalCase, trial, options)?.f1 ?? null),
  yesNo('toolSelectionAccuracy', '2.4', toolSelection),
  yesNo('firstToolAccuracy', '2.4', firstTool),
  share('ordering', '3', ordering),
  share('lcsRecall', '3', lcsRecall),
  yesNo('inOrder', '3', inOrder),
  share('argumentQuality', '4', meanArgumentQuality),
  share('callEfficiency', '5', callEfficiency),
];
