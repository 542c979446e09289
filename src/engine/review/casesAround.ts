import { join } from 'node:path';
import type { CaseAccuracy } from '../../core/model/patterns.ts';
import type { CaseResult } from '../../core/model/result.ts';
import type { RunHeader } from '../../core/model/runView.ts';
import { compareRuns } from '../../core/runs/compareRuns.ts';
import { readLeanResults } from '../../core/runs/leanResults.ts';
import type { Slices } from '../../core/support/slices.ts';
import { wholeLines } from '../runFiles.ts';
import type { Workspace } from '../workspace.ts';

const metric = 'toolSelectionAccuracy';
/** Runs after a moment that are tried, should the first ones share no case with the one before it. */
const mostTried = 5;

/**
 * The accuracy of tool choice on the cases of two runs, by METRICS 2.4: of the last finished one before a moment, and of the first after it
 * that was against the same target and shares cases with it. Null where there are none. A finished run stays as it is: each two are compared once.
 */
export function createCasesAround(workspace: Workspace): (runs: readonly RunHeader[], atUs: number) => Slices<CaseAccuracy | null> {
  const compared = new Map<string, CaseAccuracy | null>();

  function* resultsOf(run: RunHeader): Slices<readonly CaseResult[]> {
    return (yield* readLeanResults(wholeLines(join(workspace.runs, run.run, 'results.jsonl')))).results;
  }

  function* compare(before: RunHeader, after: RunHeader): Slices<CaseAccuracy | null> {
    const key = JSON.stringify([before.run, after.run]);
    const known = compared.get(key);
    if (known !== undefined) return known;
    const [earlier, later] = [yield* resultsOf(before), yield* resultsOf(after)];
    yield;
    const found = compareRuns(earlier, later).metrics.find((each) => each.metric === metric);
    const accuracy: CaseAccuracy | null = found && found.before !== null && found.after !== null ? { n: found.n, before: found.before, after: found.after, interval: found.interval, runs: [before.run, after.run] } : null;
    compared.set(key, accuracy);
    return accuracy;
  }

  return function* around(runs, atUs) {
    const finished = runs.filter(({ finished: isWhole, at }) => isWhole && at !== null).map((run) => ({ run, us: Date.parse(run.at!) * 1000 })).sort((a, b) => a.us - b.us);
    const before = finished.findLast(({ us }) => us < atUs)?.run;
    if (before === undefined) return null;
    const later = finished.filter(({ run, us }) => us >= atUs && run.targets.some((target) => before.targets.includes(target))).slice(0, mostTried);
    for (const { run } of later) {
      const found = yield* compare(before, run);
      if (found !== null) return found;
    }
    return null;
  };
}
