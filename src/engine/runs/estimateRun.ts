import { join } from 'node:path';
import { z } from 'zod';
import type { RunEstimate, RunRequest } from '../../protocol/runApi.ts';
import type { EngineContext } from '../context.ts';
import type { Workspace } from '../workspace.ts';
import { runIds } from './findRun.ts';
import { plannedRun } from './plannedRun.ts';
import { triesOf, tryKey } from './tries.ts';

/** What a case cost longer ago than so many runs says little of what it costs now. */
const mostRuns = 50;

const Cost = z.object({ caseId: z.string(), target: z.string(), costUsd: z.number().nullable().optional() });
const Costs = z.object({ cases: z.array(Cost), unfinished: z.array(Cost).optional() });

function costsIn(workspace: Workspace, runId: string): z.infer<typeof Costs>['cases'] {
  const text = workspace.read(join(workspace.runs, runId, 'summary.json'));
  if (text === undefined) return [];
  try {
    const { cases, unfinished = [] } = Costs.parse(JSON.parse(text));
    return [...cases, ...unfinished];
  } catch {
    return []; // not a summary of any version: it says nothing of costs
  }
}

const keyOf = (caseId: string, target: string): string => JSON.stringify([caseId, target]);

/** Mean US dollars of a trial of each wanted case, by the newest run that knows it. */
function lastCosts(wanted: ReadonlySet<string>, workspace: Workspace): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const runId of runIds(workspace).slice(0, mostRuns)) {
    if (found.size === wanted.size) break;
    for (const { caseId, target, costUsd } of costsIn(workspace, runId)) {
      const key = keyOf(caseId, target);
      if (costUsd !== null && costUsd !== undefined && wanted.has(key) && !found.has(key)) found.set(key, costUsd);
    }
  }
  return found;
}

/** What a run would cost; null where nobody wants to be asked. Recorded runs cost nothing; of a run that goes on, what is left. */
export function estimateRun(request: RunRequest, context: EngineContext): RunEstimate | null {
  const { askAboveUsd } = context.config().runs ?? {};
  if (askAboveUsd === undefined) return null;
  const { items, done = [] } = plannedRun(request, context);
  const isDone = new Set(done.map(tryKey));
  const tries = items.filter(({ target }) => target !== null && !target.isRecorded).flatMap((item) => triesOf(item).filter((each) => !isDone.has(tryKey(each))));
  const known = lastCosts(new Set(tries.map(({ item }) => keyOf(item.caseId, item.targetName))), context.workspace);
  const costs = tries.flatMap(({ item }) => known.get(keyOf(item.caseId, item.targetName)) ?? []);
  const knownUsd = costs.length === 0 ? null : costs.reduce((sum, cost) => sum + cost, 0);
  return { trials: tries.length, knownUsd, unknownTrials: tries.length - costs.length, askAboveUsd, isAbove: knownUsd !== null && knownUsd > askAboveUsd };
}
