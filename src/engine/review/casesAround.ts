import { join } from 'node:path';
import type { CaseAccuracy } from '../../core/model/patterns.ts';
import type { RunHeader } from '../../core/model/runView.ts';
import { compareRuns } from '../../core/runs/compareRuns.ts';
import { readLeanResults } from '../../core/runs/leanResults.ts';
import type { Slices } from '../../core/support/slices.ts';
import { wholeLines } from '../runFiles.ts';
import type { Workspace } from '../workspace.ts';

const metric = 'toolSelectionAccuracy';

/**
 * The accuracy of tool choice on the cases of two runs, by METRICS 2.4: of the last finished one before a moment, and of the first after it
 * that was against the same target and shares cases with it. Null where there are none.
 */
export function* casesAround(workspace: Workspace, runs: readonly RunHeader[], atUs: number): Slices<CaseAccuracy | null> {
  const finished = runs.filter(({ finished: isWhole, at }) => isWhole && at !== null).map((run) => ({ run, us: Date.parse(run.at!) * 1000 })).sort((a, b) => a.us - b.us);
  const before = finished.findLast(({ us }) => us < atUs)?.run;
  if (before === undefined) return null;
  const earlier = (yield* readLeanResults(wholeLines(join(workspace.runs, before.run, 'results.jsonl')))).results;
  for (const { run: after, us } of finished) {
    if (us < atUs || !after.targets.some((target) => before.targets.includes(target))) continue;
    const later = (yield* readLeanResults(wholeLines(join(workspace.runs, after.run, 'results.jsonl')))).results;
    yield;
    const found = compareRuns(earlier, later).metrics.find((each) => each.metric === metric);
    if (found && found.before !== null && found.after !== null) return { n: found.n, before: found.before, after: found.after, interval: found.interval, runs: [before.run, after.run] };
  }
  return null;
}
