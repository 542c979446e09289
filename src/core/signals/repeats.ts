import type { Repeat } from '../model/insights.ts';
import { isJsonMap } from '../model/json.ts';
import type { Span } from '../model/span.ts';
import type { Assembled } from '../trajectory/assemble.ts';
import { sessionTurn } from '../trajectory/turns.ts';
import type { ToolRun } from './toolRuns.ts';
import { sameResult, targetOf, toolRunsOf } from './toolRuns.ts';

/** A repeat with the calls of each round. */
export type FoundRepeat = Repeat & { readonly runs: readonly (readonly ToolRun[])[] };

/** A row among its siblings with what lies below it. `runs` null: nothing repeats across it. Rows are places among the shown steps. */
type Unit = { readonly from: number; readonly to: number; readonly runs: readonly ToolRun[] | null };
type Candidate = { readonly kind: Repeat['kind']; readonly rounds: readonly (readonly Unit[])[] };

/** A row with more calls below it than this is no attempt of anything. */
const mostInUnit = 8;
const longestCycle = 4;

/**
 * Calls that repeat one after the other, as a tree can draw them: consecutive shown rows of one level with all that lies below them.
 * They do not overlap: of two that would, the longer stands.
 */
export function repeatsOf(assembled: Assembled, runs: readonly ToolRun[] = toolRunsOf(assembled)): readonly FoundRepeat[] {
  const shown = assembled.steps.filter((step) => !step.noise);
  const found = siblingUnits(assembled, runs).flatMap((units) => [...attemptsIn(units), ...loopsIn(units)]);
  const rowsOf = ({ rounds }: Candidate) => rounds.at(-1)!.at(-1)!.to - rounds[0]![0]!.from + 1;
  const taken = new Uint8Array(shown.length);
  const chosen = found.sort((a, b) => rowsOf(b) - rowsOf(a)).filter(({ rounds }) => {
    const [from, to] = [rounds[0]![0]!.from, rounds.at(-1)!.at(-1)!.to];
    // What is chosen is at least as long: if they overlap, one of the ends lies in it.
    if (taken[from] || taken[to]) return false;
    taken.fill(1, from, to + 1);
    return true;
  });
  const later = createLater(runs);
  return chosen.sort((a, b) => a.rounds[0]![0]!.from - b.rounds[0]![0]!.from).map(({ kind, rounds }) => {
    const steps = shown.slice(rounds[0]![0]!.from, rounds.at(-1)!.at(-1)!.to + 1).map((step) => step.n);
    const inRounds = rounds.map((units) => units.flatMap((unit) => unit.runs ?? []));
    return { kind, steps, rounds: rounds.map((units) => shown[units[0]!.from]!.n), runs: inRounds, ...tell(kind, inRounds, later) };
  });
}

/** The children of each step, and those at the top, without what only carries others. */
function siblingUnits({ steps, ordered }: Assembled, runs: readonly ToolRun[]): readonly (readonly Unit[])[] {
  const placeOf = new Map(steps.map((step, at) => [step.n, at]));
  const runsAt = Map.groupBy(runs, (run) => run.at);
  const shownParent = steps.map(() => -1);
  const below = new Map<number, number[]>();
  const row = steps.map(() => -1);
  let rows = 0;
  steps.forEach((step, at) => {
    const parent = step.parent === null ? -1 : placeOf.get(step.parent)!;
    shownParent[at] = parent === -1 || !steps[parent]!.noise ? parent : shownParent[parent]!;
    if (step.noise) return;
    row[at] = rows++;
    const siblings = below.get(shownParent[at]!);
    if (siblings) siblings.push(at);
    else below.set(shownParent[at]!, [at]);
  });
  // Reading order puts children behind their parents: from the back, what lies below is known first.
  const units: Unit[] = [];
  for (let at = steps.length - 1; at >= 0; at--) {
    if (row[at] === -1) continue;
    const children = below.get(at) ?? [];
    const own = runsAt.get(at) ?? [];
    const inside: ToolRun[] = [...own];
    let isBarrier = isTurnOfSession(ordered[at]!);
    for (const child of children) {
      const { runs: lower } = units[child]!;
      isBarrier ||= lower === null && !isSilent(ordered[child]!);
      inside.push(...(lower ?? []));
      if (inside.length > mostInUnit) break;
    }
    isBarrier ||= inside.length > mostInUnit || (inside.length === 0 && isOpaque(ordered[at]!));
    units[at] = { from: row[at]!, to: children.length === 0 ? row[at]! : units[children.at(-1)!]!.to, runs: isBarrier ? null : inside };
  }
  return [...below.values()].map((siblings) => siblings.flatMap((at, place) => {
    const unit = units[at]!;
    const next = siblings[place + 1];
    if (unit.runs === null || unit.runs.length > 0) return [unit];
    // A turn of the model between two attempts is part of them, unless it answered: then somebody spoke in between.
    return answers(ordered[at]!) && (next === undefined || (units[next]!.runs?.length ?? 0) === 0) ? [{ ...unit, runs: null }] : [];
  }));
}

const isTurnOfSession = ({ kind, synthetic, name }: Span): boolean => kind === 'agent' && synthetic && name === sessionTurn;
const isOpaque = ({ kind }: Span): boolean => kind === 'agent' || kind === 'retrieval' || kind === 'tool';
const isSilent = ({ kind }: Span): boolean => kind === 'guardrail';

function answers({ kind, output }: Span): boolean {
  if (kind !== 'llm') return false;
  const parts = output.flatMap((message) => message.parts);
  return parts.some((part) => part.type === 'text' && part.text.trim() !== '') && !parts.some((part) => part.type === 'toolCall');
}

/** The only call of a unit, where its arguments are known. */
const single = ({ runs }: Unit): ToolRun | null => (runs?.length === 1 && runs[0]!.key !== null ? runs[0]! : null);

/** Attempts of one call after it failed, and the same call again though it had succeeded. */
function attemptsIn(units: readonly Unit[]): readonly Candidate[] {
  const found: Candidate[] = [];
  let kind: 'retry' | 'repeat' | null = null;
  let chain: Unit[] = [];
  const close = () => {
    if (kind !== null && chain.length > 1) found.push({ kind, rounds: chain.map((unit) => [unit]) });
    kind = null;
  };
  for (const unit of units) {
    const run = single(unit);
    const last = chain.at(-1) && single(chain.at(-1)!);
    const again = run !== null && last?.key === run.key && (run.group === null || run.group !== last.group) && !run.blocked && !last.blocked;
    const next = !again ? null : last.failure !== null ? 'retry' : run.failure === null && sameResult(last, run) === true ? 'repeat' : null;
    if (next !== null && (kind === null || kind === next)) chain.push(unit);
    else {
      close();
      const before = next !== null ? chain.at(-1) : undefined;
      // The last attempt succeeded and was made once more: it begins the next chain only if it ends none.
      chain = before && found.at(-1)?.rounds.at(-1)?.[0] !== before ? [before, unit] : [unit];
    }
    kind = chain.length > 1 ? next : null;
  }
  close();
  return found;
}

/** Cycles of up to four units, three times or more: all the same, or failing in the same way each time. */
function loopsIn(units: readonly Unit[]): readonly Candidate[] {
  const found: Candidate[] = [];
  for (let period = 1; period <= longestCycle; period++) {
    let matched = 0;
    for (let at = period; at <= units.length; at++) {
      if (at < units.length && areAlike(units[at - period]!, units[at]!)) {
        matched++;
        continue;
      }
      const length = Math.floor((matched + period) / period);
      if (length >= 3) found.push(...provenIn(Array.from({ length }, (_, round) => units.slice(at - matched - period + round * period, at - matched + round * period))));
      matched = 0;
    }
  }
  return found;
}

/** The stretches of rounds that get nowhere. */
function provenIn(rounds: readonly (readonly Unit[])[]): readonly Candidate[] {
  const runs = rounds.map((units) => units.flatMap((unit) => unit.runs ?? []));
  const width = runs[0]!.length;
  if (width < 2 || new Set(runs[0]!.map((run) => run.key)).size < 2) return [];
  const found: Candidate[] = [];
  let from = 0;
  let pure: boolean = true;
  let failing = runs[0]!.map((run) => run.failure !== null);
  for (let round = 1; round <= rounds.length; round++) {
    const [before, now] = [runs[round - 1]!, runs[round]];
    const staysPure: boolean = pure && now !== undefined && now.every((run, place) => run.key !== null && run.key === before[place]!.key && sameResult(run, before[place]!) !== false);
    const stillFailing: boolean[] = failing.map((was, place) => was && now !== undefined && now[place]!.failure !== null && sameResult(now[place]!, before[place]!) !== false);
    if (staysPure || stillFailing.includes(true)) {
      pure = staysPure;
      failing = stillFailing;
      continue;
    }
    if (round - from >= 3) found.push({ kind: 'loop', rounds: rounds.slice(from, round) });
    from = round;
    pure = true;
    failing = (now ?? []).map((run) => run.failure !== null);
  }
  return found;
}

function areAlike({ runs: a }: Unit, { runs: b }: Unit): boolean {
  if (a === null || b === null || a.length === 0 || a.length !== b.length) return false;
  for (let place = 0; place < a.length; place++) if (!isAgain(a[place]!, b[place]!)) return false;
  return true;
}

/** The same call, work on the same file, or the same failure of the same tool. */
function isAgain(a: ToolRun, b: ToolRun): boolean {
  if (a.name !== b.name) return false;
  if (a.key !== null && a.key === b.key) return true;
  const target = targetOf(a);
  if (target !== null) return target === targetOf(b);
  return a.failure !== null && b.failure !== null && sameResult(a, b) === true;
}

type Later = { sameCall(run: ToolRun): number | null; sameTool(run: ToolRun): number | null };

/** Where a call succeeded last. */
function createLater(runs: readonly ToolRun[]): Later {
  const byKey = new Map<string, ToolRun>();
  const byName = new Map<string, ToolRun>();
  for (const run of runs) {
    if (run.failure !== null || run.blocked || !run.ran) continue;
    if (run.key !== null) byKey.set(run.key, run);
    byName.set(run.name, run);
  }
  const after = (run: ToolRun, last: ToolRun | undefined) => (last !== undefined && last.at >= run.at ? last.step : null);
  return {
    sameCall: (run) => after(run, run.key === null ? undefined : byKey.get(run.key)),
    // What a shell runs next says nothing of what it ran before.
    sameTool: (run) => (isShell(run) ? null : after(run, byName.get(run.name))),
  };
}

function isShell({ args }: ToolRun): boolean {
  return !isJsonMap(args) || ['command', 'cmd', 'code', 'script', 'input'].some((key) => Object.hasOwn(args, key));
}

function tell(kind: Repeat['kind'], rounds: readonly (readonly ToolRun[])[], later: Later): Pick<Repeat, 'words' | 'recovered'> {
  const last = rounds.at(-1)!;
  const count = rounds.length;
  if (kind === 'repeat') return { words: `${count} times the same call and the same result`, recovered: null };
  const failed = last.filter((run) => run.failure !== null);
  if (kind === 'retry') {
    const run = last[0]!;
    if (run.failure === null) return { words: `${count} attempts, same arguments, the last one succeeded`, recovered: true };
    const same = later.sameCall(run);
    if (same !== null) return { words: `${count} attempts, same arguments, succeeded at step ${same}`, recovered: true };
    const other = later.sameTool(run);
    if (other !== null) return { words: `${count} attempts, same arguments, succeeded with others at step ${other}`, recovered: true };
    return { words: `${count} attempts, same arguments, never recovered`, recovered: false };
  }
  const names = last.map((run, place) => `the same ${rounds.every((round) => round[place]!.failure !== null) ? 'failing ' : ''}${run.name}`);
  const what = names.length <= 3 ? listed(names) : `the same ${names.length} calls`;
  return { words: `Loop: ${count} rounds of ${what}`, recovered: failed.length === 0 ? null : failed.every((run) => later.sameCall(run) !== null) };
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)!}`;
}
