import type { EngineApi } from '../protocol/engineApi.ts';
import type { EngineContext } from './context.ts';
import { driveRun } from './runs/driveRun.ts';
import { estimateRun } from './runs/estimateRun.ts';
import { mergeRuns } from './runs/mergeRuns.ts';
import { plannedRun } from './runs/plannedRun.ts';
import { reportOf } from './runs/runReport.ts';
import { freePort } from './targets/inspected.ts';
import { targetNames } from './targets/openTarget.ts';

/** Runs cases against targets (DESIGN 6): bounded, streaming, cancellable at once, and gone on with after any end. `notKept`: what the disk refused, by run. */
export function createRuns(context: EngineContext, notKept = new Map<string, string>()): Pick<EngineApi, 'runCases' | 'estimateRun' | 'mergeRuns' | 'freePort' | 'lastResults' | 'targets'> {
  return {
    async runCases(request, call) {
      const planned = plannedRun(request, context);
      const { items, leftOut, manifest: { runId, whole } } = planned;
      // A part that no case falls to is a part all the same: without it the others could not be put together.
      if (items.length === 0 && whole.cases === 0) return reportOf({ runId, folder: null, results: [], leftOut, cancelled: false });
      const report = await driveRun(planned, request.concurrency, context, call);
      if (report.notKept === undefined) notKept.delete(runId);
      else notKept.set(runId, report.notKept);
      return report;
    },
    estimateRun: (request) => estimateRun(request, context),
    mergeRuns: (request) => mergeRuns(request, context),
    freePort: async () => ({ port: await freePort() }),
    lastResults: () => context.index.lastResults(),
    targets() {
      const config = context.config();
      return { targets: targetNames(config).map((name) => ({ name, type: config.targets?.[name]?.type ?? 'replay' })), defaultTarget: config.defaultTarget ?? null };
    },
  };
}
