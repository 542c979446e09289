import type { Json } from '../model/json.ts';
import type { Call, Trial } from '../model/trace.ts';
import { canonicalJson } from './canonical.ts';

/** One call as expectations see it: a call and the identical calls that retried it after an error (METRICS 1). */
export type Attempt = {
  readonly name: string;
  /** Null: recorded, but not JSON. Undefined: not recorded. */
  readonly args: Json | undefined;
  readonly argsTooDeep?: true | undefined;
  /** Of the last try. */
  readonly status: Call['status'];
  readonly result: Json | undefined;
  /** Where it stands among the attempts. */
  readonly position: number;
  readonly first: Call;
  readonly last: Call;
  readonly retries: number;
  /** All of them, in order. */
  readonly tries: readonly Call[];
};

/** Of a call without arguments: why there are none to compare. */
export const whyNoArguments = ({ argsTooDeep }: Pick<Call, 'argsTooDeep'>): string => (argsTooDeep ? 'the arguments are nested too deep to compare' : 'the arguments were not recorded');

function inOrder(calls: readonly Call[]): readonly Call[] {
  const byIndex = [...calls].sort((a, b) => a.index - b.index);
  if (byIndex.some((call) => call.startUs === null)) return byIndex;
  return byIndex.sort((a, b) => (a.startUs ?? 0) - (b.startUs ?? 0) || a.index - b.index);
}

/** Many checks read the calls of one trial: they are put in order once. */
function oncePerTrial<Result>(read: (trial: Trial) => Result): (trial: Trial) => Result {
  const known = new WeakMap<Trial, Result>();
  return (trial) => {
    const there = known.get(trial);
    if (there !== undefined) return there;
    const made = read(trial);
    known.set(trial, made);
    return made;
  };
}

/** Calls that ran, in order of start time; ties and unknown times keep the recorded order. Blocked calls never count. */
export const executedCalls = oncePerTrial((trial): readonly Call[] => inOrder(trial.calls.filter((call) => call.status !== 'blocked')));

/** Calls that a guard refused: near misses (METRICS 8). */
export const blockedCalls = oncePerTrial((trial): readonly Call[] => inOrder(trial.calls.filter((call) => call.status === 'blocked')));

export const sameCall = (call: Call): string => `${call.name} ${canonicalJson(call.args ?? null)}`;

/** Executed calls with retries collapsed: a chain is one attempt at the place of its first call, with the status of its last. */
export const attemptsOf = oncePerTrial((trial): readonly Attempt[] => {
  const chains: Call[][] = [];
  const lastOfTool = new Map<string, Call[]>();
  for (const call of executedCalls(trial)) {
    const chain = lastOfTool.get(call.name);
    const previous = chain?.at(-1);
    if (chain && previous?.status === 'error' && sameCall(previous) === sameCall(call)) {
      chain.push(call);
      continue;
    }
    const begun = [call];
    chains.push(begun);
    lastOfTool.set(call.name, begun);
  }
  return chains.flatMap((chain, position) => {
    const [first] = chain;
    const last = chain.at(-1);
    if (!first || !last) return [];
    return [{ name: first.name, args: first.args, argsTooDeep: first.argsTooDeep, status: last.status, result: last.result, position, first, last, retries: chain.length - 1, tries: chain }];
  });
});

/**
 * The attempts as an expectation sees them that asks for these tools: a call that started a sub-agent is one of them where it is asked
 * for by its very name, before the calls inside.
 */
export function attemptsAmong(trial: Trial, asked: Iterable<string>): readonly Attempt[] {
  if (trial.wrappers === undefined) return attemptsOf(trial);
  const names = new Set(asked);
  const wrappers = trial.wrappers.filter((call) => names.has(call.name));
  return wrappers.length === 0 ? attemptsOf(trial) : attemptsOf({ ...trial, calls: [...wrappers, ...trial.calls] });
}

/** Calls of one model turn, or that overlap in time, have no order among each other. */
export function areParallel(a: Call, b: Call): boolean {
  if (a.groupId !== null && a.groupId === b.groupId) return true;
  if (a.startUs === null || a.endUs === null || b.startUs === null || b.endUs === null) return false;
  return a.startUs < b.endUs && b.startUs < a.endUs;
}

/** Whether any two of the calls are parallel, without comparing each with each. */
export function hasParallel(calls: readonly Call[]): boolean {
  const groups = calls.flatMap((call) => call.groupId ?? []);
  if (new Set(groups).size < groups.length) return true;
  const timed = calls.flatMap(({ startUs, endUs }) => (startUs === null || endUs === null ? [] : [{ startUs, endUs }])).sort((a, b) => a.startUs - b.startUs);
  let latestEnd = -Infinity;
  return timed.some(({ startUs, endUs }) => {
    const overlaps = startUs < latestEnd;
    latestEnd = Math.max(latestEnd, endUs);
    return overlaps;
  });
}

/** Whether `a` stands before `b`, and not beside it. */
export const isBefore = (a: Attempt, b: Attempt): boolean => a.position < b.position && !areParallel(a.first, b.first);

/** "step 4" where the trajectory has numbers, else "call 2": how a reason names a call. */
export function whereIs(call: Call): string {
  return call.step === null ? `call ${call.index + 1}` : `step ${call.step}`;
}

/** Names of the calls that ran, for reasons. */
export function calledNames(attempts: readonly Attempt[]): string {
  const names = [...new Set(attempts.map((attempt) => attempt.name))];
  if (names.length === 0) return 'no tool was called';
  return names.length <= 5 ? `called: ${names.join(', ')}` : `called: ${names.slice(0, 5).join(', ')} and ${names.length - 5} more`;
}
