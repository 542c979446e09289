import type { Repeat } from '../model/insights.ts';
import { finish } from '../support/slices.ts';
import type { Slices } from '../support/slices.ts';
import type { Assembled } from '../trajectory/assemble.ts';
import { attemptsIn, modelAttemptsIn } from './repeatAttempts.ts';
import { loopsIn } from './repeatLoops.ts';
import type { Candidate } from './repeatUnits.ts';
import { siblingUnits } from './repeatUnits.ts';
import { createLater, tell } from './repeatWords.ts';
import type { ToolRun } from './toolRuns.ts';
import { toolRunsOf } from './toolRuns.ts';

/** A repeat with the calls of each round; `ofModel`: they are calls of a model. */
export type FoundRepeat = Repeat & { readonly runs: readonly (readonly ToolRun[])[]; readonly ofModel: boolean };

/**
 * Calls that repeat one after the other, as a tree can draw them: consecutive shown rows of one level with all that lies below them.
 * They do not overlap: of two that would, the longer stands.
 */
export function repeatsOf(assembled: Assembled, runs: readonly ToolRun[] = toolRunsOf(assembled)): readonly FoundRepeat[] {
  return finish(repeatsInSlices(assembled, runs));
}

export function* repeatsInSlices(assembled: Assembled, runs: readonly ToolRun[]): Slices<readonly FoundRepeat[]> {
  const shown = assembled.steps.filter((step) => !step.noise);
  const { levels, siblings } = siblingUnits(assembled, runs);
  yield;
  const found: Candidate[] = [];
  for (const find of [attemptsIn, loopsIn]) {
    for (const units of levels) found.push(...find(units));
    yield;
  }
  for (const units of siblings) found.push(...modelAttemptsIn(assembled, units));
  yield;
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
  return chosen.sort((a, b) => a.rounds[0]![0]!.from - b.rounds[0]![0]!.from).map(({ kind, rounds, ofModel = false }) => {
    const steps = shown.slice(rounds[0]![0]!.from, rounds.at(-1)!.at(-1)!.to + 1).map((step) => step.n);
    const inRounds = rounds.map((units) => units.flatMap((unit) => unit.runs ?? []));
    return { kind, steps, rounds: rounds.map((units) => shown[units[0]!.from]!.n), runs: inRounds, ofModel, ...tell(kind, inRounds, later, ofModel ? 'same prompt' : 'same arguments') };
  });
}
