import type { ArgsMatch, EvalCase, PathMode, Step } from '../model/evalCase.ts';
import { isJsonMap, type Json, type JsonMap } from '../model/json.ts';
import type { Call } from '../model/trace.ts';
import { whyNoArguments } from './calls.ts';
import type { Attempt } from './calls.ts';
import { sameValue } from './canonical.ts';
import { globMatches } from './glob.ts';
import { brokenMatch, matched, mismatch, type Match } from './match.ts';
import { matchValue, shareSatisfied } from './matchers.ts';

/** A tool with the arguments it is expected to get, everything inherited filled in. */
export type CallPattern = {
  readonly tool: string;
  readonly args: JsonMap | undefined;
  readonly argsMatch: ArgsMatch;
  readonly ignoreArgs: readonly string[];
  readonly defaultArgs: JsonMap;
  readonly coerce: 'none' | 'loose';
};

/** One call that is expected, or permitted, once. Any of its patterns satisfies it. */
export type Instance = {
  /** Index into `trajectory.steps`. */
  readonly step: number;
  /** Ids by which `after` may name it. */
  readonly ids: readonly string[];
  readonly patterns: readonly CallPattern[];
  readonly required: boolean;
  /** Instances with one order are mutually unordered: the members of a `parallel` group. */
  readonly order: number;
  readonly after: readonly string[];
};

/** What a case says about the calls of a run. Several plans where alternatives hold more than one call each. */
export type Reference = {
  readonly mode: PathMode;
  readonly plans: readonly (readonly Instance[])[];
  /** The reference says that no tool may be called. */
  readonly none: boolean;
  readonly allowExtra: boolean | readonly string[];
};

type Inherited = Pick<CallPattern, 'argsMatch' | 'ignoreArgs' | 'coerce'>;

/** More combinations of alternatives than anyone writes. */
const mostPlans = 64;
const mostRepeats = 100;

function patternOf(step: Step, inherited: Inherited): readonly CallPattern[] {
  if (step.tool === undefined) return [];
  const { argsMatch = inherited.argsMatch, ignoreArgs = [], defaultArgs = {} } = step;
  return [{ tool: step.tool, args: step.args, argsMatch, ignoreArgs: [...inherited.ignoreArgs, ...ignoreArgs], defaultArgs, coerce: inherited.coerce }];
}

type Place = { readonly step: number; readonly ids: readonly string[]; readonly after: readonly string[]; readonly optional: boolean; nextOrder(): number };

function repeated(step: Step, place: Place, patterns: readonly CallPattern[]): readonly Instance[] {
  const least = step.optional || place.optional ? 0 : (step.min ?? 1);
  const most = Math.min(mostRepeats, Math.max(least, step.max ?? Math.max(1, step.min ?? 1)));
  return Array.from({ length: most }, (_, index) => ({ step: place.step, ids: place.ids, patterns, required: index < least, order: place.nextOrder(), after: place.after }));
}

const product = (plans: readonly (readonly Instance[])[], next: readonly (readonly Instance[])[]): readonly (readonly Instance[])[] =>
  plans.flatMap((plan) => next.map((more) => [...plan, ...more])).slice(0, mostPlans);

/** The ways a step can be met, each as the instances it then asks for. */
function plansOf(step: Step, around: Place, inherited: Inherited): readonly (readonly Instance[])[] {
  const place: Place = {
    ...around,
    ids: step.id === undefined ? around.ids : [...around.ids, step.id],
    after: [...around.after, ...(step.after ?? [])],
    optional: around.optional || step.optional === true,
  };
  if (step.parallel) {
    const order = place.nextOrder();
    const together = { ...place, nextOrder: () => order };
    return step.parallel.reduce((plans, each) => product(plans, plansOf(each, together, inherited)), [[]] as readonly (readonly Instance[])[]);
  }
  if (step.anyOf) {
    const single = step.anyOf.filter((each) => !each.parallel && !each.anyOf);
    const several = step.anyOf.filter((each) => each.parallel ?? each.anyOf);
    const one = repeated(step, place, single.flatMap((each) => patternOf(each, inherited)));
    return [...(single.length > 0 ? [one] : []), ...several.flatMap((each) => plansOf(each, place, inherited))].slice(0, mostPlans);
  }
  return [repeated(step, place, patternOf(step, inherited))];
}

function expand(steps: readonly Step[], inherited: Inherited): readonly (readonly Instance[])[] {
  let order = 0;
  const nextOrder = (): number => order++;
  return steps.reduce(
    (plans, step, index) => product(plans, plansOf(step, { step: index, ids: [String(index)], after: [], optional: false, nextOrder }, inherited)),
    [[]] as readonly (readonly Instance[])[],
  );
}

const inheritedFrom = ({ trajectory }: EvalCase): Inherited => ({
  argsMatch: trajectory?.argsMatch ?? 'partial',
  ignoreArgs: trajectory?.ignoreArgs ?? [],
  coerce: trajectory?.coerce ?? 'none',
});

/** `after` holds through: what comes after a step comes after all that it comes after, called or not. */
function withClosure(plan: readonly Instance[]): readonly Instance[] {
  if (plan.every((each) => each.after.length === 0)) return plan;
  const before = new Map<string, Set<string>>();
  for (const { ids, after } of plan) for (const id of ids) before.set(id, new Set([...(before.get(id) ?? []), ...after]));
  return plan.map((each) => {
    const all = new Set(each.after);
    // A set that grows while it is gone through gives what was added, too.
    for (const id of all) for (const earlier of before.get(id) ?? []) all.add(earlier);
    return { ...each, after: [...all] };
  });
}

/** The expected calls by `trajectory.steps`; undefined when the case has none. */
export function stepsReference(evalCase: EvalCase): Reference | undefined {
  const { trajectory } = evalCase;
  if (!trajectory?.steps) return undefined;
  const { steps, mode = 'any_order', allowExtra = true } = trajectory;
  return { mode, plans: expand(steps, inheritedFrom(evalCase)).map(withClosure), none: steps.length === 0, allowExtra };
}

/** `expectedTool` is short for steps without arguments in any order; null is short for no step, exactly. */
export function expectedToolReference(evalCase: EvalCase): Reference | undefined {
  const { expectedTool, trajectory } = evalCase;
  if (expectedTool === undefined) return undefined;
  if (expectedTool === null) return { mode: 'exact', plans: [[]], none: true, allowExtra: false };
  const tools = typeof expectedTool === 'string' ? [expectedTool] : expectedTool;
  return { mode: 'any_order', plans: expand(tools.map((tool) => ({ tool })), inheritedFrom(evalCase)), none: tools.length === 0, allowExtra: trajectory?.allowExtra ?? true };
}

/** What the metrics of sections 2 to 5 compare with: the steps where there are some, else `expectedTool`. */
export const referenceOf = (evalCase: EvalCase): Reference | undefined => stepsReference(evalCase) ?? expectedToolReference(evalCase);

/** Every tool that the reference names. */
export const toolsAsked = ({ plans }: Reference): readonly string[] => plans.flatMap((plan) => plan.flatMap(({ patterns }) => patterns.map(({ tool }) => tool)));

export const namesMatch = (pattern: CallPattern, attempt: Pick<Attempt, 'name'>): boolean => globMatches(pattern.tool, attempt.name);

/** `defaultArgs` are dropped from the actual side where they equal the default. */
function withoutDefaults(args: Json | undefined, defaults: JsonMap): Json | undefined {
  if (!isJsonMap(args) || Object.keys(defaults).length === 0) return args;
  return Object.fromEntries(Object.entries(args).filter(([key, value]) => !Object.hasOwn(defaults, key) || !sameValue(defaults[key], value)));
}

const modeOf = (pattern: CallPattern): 'exact' | 'partial' | 'subset' => (pattern.argsMatch === 'ignore' ? 'partial' : pattern.argsMatch);
const checksArguments = (pattern: CallPattern): pattern is CallPattern & { readonly args: JsonMap } => pattern.args !== undefined && pattern.argsMatch !== 'ignore';

/** Whether the call's arguments are the expected ones. Arguments that were not recorded, or are nested too deep, cannot be compared. */
export function matchArguments(pattern: CallPattern, attempt: Pick<Call, 'args' | 'argsTooDeep'>): Match {
  if (!checksArguments(pattern)) return matched;
  if (attempt.args === undefined) return brokenMatch('args', `not measured: ${whyNoArguments(attempt)}`, 'n/a');
  if (attempt.args === null) return mismatch('args', 'the arguments are not JSON');
  return matchValue(pattern.args, withoutDefaults(attempt.args, pattern.defaultArgs), { mode: modeOf(pattern), coerce: pattern.coerce, ignore: pattern.ignoreArgs, at: 'args' });
}

/** Argument quality of a pair, 0 to 1 (METRICS 4); undefined where the arguments were not recorded. */
export function argumentQuality(pattern: CallPattern, attempt: Attempt): number | undefined {
  if (!checksArguments(pattern)) return 1;
  if (attempt.args === undefined) return undefined;
  if (attempt.args === null) return Object.keys(pattern.args).length === 0 ? 1 : 0;
  return shareSatisfied(pattern.args, withoutDefaults(attempt.args, pattern.defaultArgs), { mode: modeOf(pattern), coerce: pattern.coerce, ignore: pattern.ignoreArgs });
}
