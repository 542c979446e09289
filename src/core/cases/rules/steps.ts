import type { Step } from '../../model/evalCase.ts';
import type { CasePath } from '../../model/result.ts';
import { sameValue } from '../../evaluators/canonical.ts';
import { globMatches } from '../../evaluators/glob.ts';
import { isJsonMap } from '../../model/json.ts';
import { nearest } from '../../support/nearest.ts';
import { eachStep } from '../matcherPlaces.ts';
import { requiredSteps } from '../readings.ts';
import { didYouMean } from '../words.ts';
import type { CaseView } from '../caseView.ts';
import type { Finding, Rule } from './rule.ts';

/** The reference path in itself. */
export const steps: Rule = {
  codes: {
    CB208: 'The call budget is smaller than the number of required calls.',
    CB209: 'A step comes after one that does not exist.',
    CB210: 'Steps wait for each other.',
    CB213: 'A step must occur more often than it may.',
    CB214: 'An alternative can never be reached: an earlier one accepts whatever it accepts.',
  },
  *check(view) {
    const { trajectory } = view.value;
    if (!trajectory) return;
    const all = eachStep(trajectory.steps);
    const needed = trajectory.maxCalls === undefined ? 0 : requiredCalls(requiredSteps(view.value));
    if (trajectory.maxCalls !== undefined && trajectory.mode !== 'subset' && trajectory.maxCalls < needed) {
      yield { code: 'CB208', at: ['trajectory', 'maxCalls'], message: `maxCalls is ${trajectory.maxCalls}, but the steps require ${needed === 1 ? '1 call' : `${needed} calls`}.`, fixes: view.set(`Change to ${needed}`, ['trajectory', 'maxCalls'], needed) };
    }
    if (all.some(([, step]) => step.after)) yield* precedence(view, all);
    // Who wrote `toll` meant `tool`: what is malformed is said by itself.
    if (view.isReadable('trajectory')) for (const [path, step] of all) yield* oneKind(view, path, step);
    for (const [path, step] of all) {
      if (step.min !== undefined && step.max !== undefined && step.min > step.max) {
        yield { code: 'CB213', at: [...path, 'min'], message: `min is ${step.min} and max is ${step.max}.`, fixes: view.set(`Change max to ${step.min}`, [...path, 'max'], step.min) };
      }
      if (step.anyOf) yield* unreachable(view, path, step.anyOf);
    }
  },
};

/** A step is one call, a choice or a group; the schema alone cannot say that it is exactly one of them. */
function* oneKind(view: CaseView, path: CasePath, step: Step): Iterable<Finding> {
  const [first, second] = (['tool', 'anyOf', 'parallel'] as const).filter((key) => step[key] !== undefined);
  if (first === undefined) yield { code: 'CB004', at: path, message: 'This step calls nothing: give it tool, or alternatives in anyOf, or a group in parallel.' };
  if (first === undefined || second === undefined) return;
  yield {
    code: 'CB002', at: { key: [...path, second] }, message: `${second} cannot stand beside ${first}: a step is one tool, or anyOf, or parallel.`,
    fixes: [...view.remove(`Remove ${first}`, [...path, first]), ...view.remove(`Remove ${second}`, [...path, second])],
  };
}

function requiredCalls(required: readonly Step[]): number {
  return required.reduce((sum, step) => sum + (step.min ?? 1) * (step.parallel ? requiredCalls(step.parallel.filter((each) => each.optional !== true)) : 1), 0);
}

function* precedence(view: CaseView, all: readonly (readonly [CasePath, Step])[]): Iterable<Finding> {
  const byId = new Map(all.flatMap(([, step]) => (step.id === undefined ? [] : [[step.id, step] as const])));
  for (const [path, step] of all) {
    for (const [index, id] of (step.after ?? []).entries()) {
      const at = [...path, 'after', index];
      if (!byId.has(id)) {
        const meant = nearest(id, [...byId.keys()].filter((each) => each !== step.id));
        yield { code: 'CB209', at, message: `No step has the id ${id}.${didYouMean(meant)}`, fixes: meant === undefined ? [] : view.set(`Change to ${meant}`, at, meant) };
      } else if (step.id !== undefined && reaches(byId, id, step.id)) {
        yield { code: 'CB210', at, message: id === step.id ? `${id} cannot come after itself.` : `${step.id} comes after ${id}, which comes after ${step.id}.`, fixes: view.remove('Remove it', at) };
      }
    }
  }
}

/** Whether `from` must come after `to`, directly or through others. */
function reaches(byId: ReadonlyMap<string, Step>, from: string, to: string): boolean {
  const seen = new Set<string>();
  const left = [from];
  for (let id = left.pop(); id !== undefined; id = left.pop()) {
    if (id === to) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    left.push(...(byId.get(id)?.after ?? []));
  }
  return false;
}

function* unreachable(view: CaseView, path: CasePath, anyOf: readonly Step[]): Iterable<Finding> {
  for (const [index, later] of anyOf.entries()) {
    const earlier = anyOf.slice(0, index).findIndex((each) => accepts(each, later));
    if (earlier < 0) continue;
    yield {
      code: 'CB214', at: [...path, 'anyOf', index], message: `This alternative is never reached: alternative ${earlier + 1} accepts every call that it accepts.`, fixes: view.remove('Remove the alternative', [...path, 'anyOf', index]),
    };
  }
}

/** Whether every call that satisfies `later` satisfies `earlier`: the same tool, and no argument that `later` does not ask for alike. */
function accepts(earlier: Step, later: Step): boolean {
  if (earlier.tool === undefined || later.tool === undefined || earlier.result !== undefined || earlier.requiresApproval) return false;
  if (earlier.argsMatch === 'exact' || earlier.argsMatch === 'subset' || (earlier.min ?? 1) > 1) return false;
  if (!globMatches(earlier.tool, later.tool) && earlier.tool !== later.tool) return false;
  if (earlier.argsMatch === 'ignore') return true;
  return Object.entries(earlier.args ?? {}).every(([key, value]) => {
    const asked = later.args && Object.hasOwn(later.args, key) ? later.args[key] : undefined;
    if (asked === undefined) return false;
    return sameValue(value, asked) || (isJsonMap(value) && value['$any'] === true && !(isJsonMap(asked) && ('$absent' in asked || '$ignore' in asked)));
  });
}
