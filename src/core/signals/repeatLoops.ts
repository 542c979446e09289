import type { Candidate, Unit } from './repeatUnits.ts';
import type { ToolRun } from './toolRuns.ts';
import { sameResult, targetOf } from './toolRuns.ts';

const longestCycle = 4;

/** Cycles of up to four units, three times or more: all the same, or failing in the same way each time. */
export function loopsIn(units: readonly Unit[]): readonly Candidate[] {
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
