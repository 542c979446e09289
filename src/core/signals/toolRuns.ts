import type { Json } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import { finish } from '../support/slices.ts';
import type { Slices } from '../support/slices.ts';
import type { Assembled } from '../trajectory/assemble.ts';
import { callsOf } from '../trajectory/observe.ts';
import { unknownTool } from '../trajectory/turns.ts';
import { failureIn } from './failureText.ts';
import { fingerprint } from './fingerprint.ts';

/** A call of a tool as signals see it. Blocked calls are among them: they are attempts, though nothing ran. */
export type ToolRun = {
  readonly step: number;
  /** Place of the step in reading order. */
  readonly at: number;
  readonly name: string;
  /** Null: recorded, but not JSON. Undefined: not recorded. */
  readonly args: Json | undefined;
  readonly result: Json | undefined;
  readonly blocked: boolean;
  /** What went wrong, by its status or by what it answered; null: nothing as far as is recorded. */
  readonly failure: string | null;
  readonly startUs: number | null;
  readonly endUs: number | null;
  /** Whether a turn of the model that asked for it is known. */
  readonly asked: boolean;
  /** Calls of one group were asked for together, and have no order. */
  readonly group: string | null;
  /** By which the model's request is known: several steps of one request are attempts that the client made by itself. */
  readonly callId: string | null;
  /** False: only asked for; no step and no result tells that it ran. */
  readonly ran: boolean;
  /** Name and arguments; null where the arguments are not recorded, so that nothing equals it. */
  readonly key: string | null;
};

/** All calls of tools, in order of their start. */
export function toolRunsOf(assembled: Assembled): readonly ToolRun[] {
  return finish(toolRunsInSlices(assembled));
}

/** Calls that are looked at without a pause. */
const aSlice = 500;

export function* toolRunsInSlices(assembled: Assembled): Slices<readonly ToolRun[]> {
  const { steps, ordered } = assembled;
  const places = new Map(steps.map((step, at) => [step.n, at]));
  const calls = callsOf(assembled);
  yield;
  const runs: ToolRun[] = [];
  for (const [nth, call] of calls.entries()) {
    if (nth % aSlice === aSlice - 1) yield;
    const at = call.step === null ? undefined : places.get(call.step);
    const step = at === undefined ? undefined : steps[at];
    if (at === undefined || step === undefined) continue;
    const own = ordered[at]!.tool !== null;
    const name = own && call.name === unknownTool ? step.name : call.name;
    const said = call.status === 'blocked' ? null : failureIn(call.result);
    const failure = call.status === 'error' ? (said ?? step.error ?? 'error') : said;
    const noArguments = isJsonMap(call.args) && Object.keys(call.args).length === 0;
    runs.push({
      step: step.n, at, name, args: call.args, result: call.result, blocked: call.status === 'blocked', failure, startUs: call.startUs, endUs: call.endUs,
      asked: !own || assembled.joined.issuedBy.has(step.spanId), group: call.groupId, callId: own ? (ordered[at]!.tool!.callId ?? assembled.joined.issuedBy.get(step.spanId)?.part.id ?? null) : null, ran: own || call.result !== undefined,
      key: call.args === undefined || call.args === null || (noArguments && call.result === undefined) ? null : `${name} ${fingerprint(call.args)}`,
    });
  }
  return runs;
}

/** Whether one request of the model was run once more, after it had ended. Two accounts of one run overlap; without a clock they cannot be told from attempts. */
export function isNextAttempt(last: ToolRun, run: ToolRun): boolean {
  return run.callId !== null && run.callId === last.callId && last.endUs !== null && run.startUs !== null && last.endUs <= run.startUs;
}

const varying = /0x[0-9a-f]{4,16}|\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b|\b[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:[.,][0-9]{1,9})?|\b[0-9]{1,9}(?:\.[0-9]{1,9})?\s?(?:ms|secs?|seconds?|s|min)\b/gi;
const comparedAtEachEnd = 1000;

/** Whether they ran side by side: then neither is the other once more, and both may be one call that two instrumentations saw. */
export function overlap(a: ToolRun, b: ToolRun): boolean {
  if (a.startUs === null || a.endUs === null || b.startUs === null || b.endUs === null) return false;
  return a.startUs < b.endUs && b.startUs < a.endUs;
}

/** Whether two calls answered the same, but for times and ids of the run itself; null where one of the results is not recorded. Within long texts, times differ too. */
export function sameResult(a: ToolRun, b: ToolRun): boolean | null {
  if (a.result === undefined || b.result === undefined) return null;
  if (a.result === b.result) return true;
  if (typeof a.result !== 'string' || typeof b.result !== 'string') return typeof a.result === typeof b.result && printOf(a) === printOf(b);
  return Math.abs(a.result.length - b.result.length) <= 40 && printOf(a) === printOf(b);
}

const prints = new WeakMap<ToolRun, string>();
/** Of each result once, as it is compared with several. */
function printOf(run: ToolRun): string {
  const known = prints.get(run);
  if (known !== undefined) return known;
  const print = typeof run.result === 'string' ? steady(run.result) : fingerprint(run.result);
  prints.set(run, print);
  return print;
}

function steady(text: string): string {
  if (text.length <= 2 * comparedAtEachEnd) return text.replace(varying, '*');
  // What lies between is compared as it is.
  const between = fingerprint(text.slice(comparedAtEachEnd, -comparedAtEachEnd));
  return `${text.slice(0, comparedAtEachEnd)}\n${text.slice(-comparedAtEachEnd)}`.replace(varying, '*') + between;
}

const targetKeys = ['file_path', 'filePath', 'path', 'file', 'filename', 'target_file', 'notebook_path', 'url', 'uri'];

/** The file or address that a call works on, where an argument says so. */
export function targetOf({ args }: ToolRun): string | null {
  if (!isJsonMap(args)) return null;
  for (const key of targetKeys) {
    const value = args[key];
    if (typeof value === 'string' && value !== '') return value;
  }
  return null;
}
