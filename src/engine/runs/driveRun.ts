import { setImmediate } from 'node:timers/promises';
import type { CaseResult, TrialLine, TrialResult } from '../../core/model/result.ts';
import { createRedactor } from '../../core/redaction/redactor.ts';
import type { RunProgress, RunReport } from '../../protocol/runApi.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import type { EngineContext } from '../context.ts';
import { DiskRefusals } from '../diskRefusals.ts';
import type { RunItem } from '../planRun.ts';
import { redactionRulesOf } from '../redactionRules.ts';
import { openRunFiles } from '../runFiles.ts';
import { concurrencyOf } from './concurrency.ts';
import { Gathering } from './gathering.ts';
import { createJudging } from './judging.ts';
import type { PlannedRun } from './plannedRun.ts';
import { cachedOf, reportOf, summaryOf } from './runReport.ts';
import { SavedResults } from './savedResults.ts';
import { Spending } from './spending.ts';
import { cacheUse } from './trialCache.ts';
import { tryKey, type Try } from './tries.ts';
import { TryQueue } from './tryQueue.ts';

/** Replayed cases take no waiting: without a pause now and then nobody could cancel them or see them advance. */
const longestTurnMs = 20;

const isAsked = ({ target }: RunItem): boolean => target !== null && !target.isRecorded;

/** Makes what of a run is not done yet, stores each trial as it ends, and sums all of it up. */
export async function driveRun(planned: PlannedRun, concurrency: number | undefined, context: EngineContext, call: CallContext<RunProgress>): Promise<RunReport> {
  const { manifest, items, options, leftOut, done } = planned;
  const { runId, shard } = manifest;
  const { workspace, index, log, now, version } = context;
  const start = performance.now();
  const config = context.config();
  const disk = new DiskRefusals(log);
  const redactor = createRedactor(redactionRulesOf(config));
  const cache = manifest.request.cache ? cacheUse(context, config, redactor, disk) : undefined;
  const files = openRunFiles(workspace, planned.folder, manifest, done !== undefined, disk);
  const { tryOnce } = createJudging(context, {
    options, redactor, cache,
    keepTrace: (captured, caseId) => disk.try(() => files.keepTrace(captured, { 'casebook.run.id': runId, 'casebook.case.id': caseId }, redactor)),
  });
  const gathering = new Gathering();
  const saved = new SavedResults((results) => disk.try(() => index.saveResults(results)));
  const spending = new Spending(config.runs?.stopAboveUsd);
  const places = new Map(items.map(({ position }, place) => [position, place]));
  const running = new Map<number, string>();

  const lineOf = (trial: TrialResult, { item, place }: Try): TrialLine => ({
    runId, file: workspace.display(item.file), decides: item.undecided === null, ...(item.undecided === null ? {} : { undecided: item.undecided }),
    epochs: item.epochs, ...(item.sensitivity ? { sensitivity: item.sensitivity } : {}), place, at: now().toISOString(), ...trial,
  });
  const tell = (result: CaseResult | null, position?: number): void => call.progress({ done: gathering.done, cases: items.length, running: [...running.values()], result, ...(position === undefined ? {} : { position }) });
  const count = (line: TrialLine, item: RunItem): void => {
    spending.add(line);
    const result = gathering.add(item, line);
    if (!result) return;
    running.delete(item.position);
    saved.add(result);
    tell(result, places.get(item.position) ?? 0);
  };
  const isOver = (): boolean => call.signal.aborted || spending.isAbove;

  let pausedAt = performance.now();
  const pause = async (): Promise<void> => {
    if (performance.now() - pausedAt < longestTurnMs) return;
    await setImmediate();
    pausedAt = performance.now();
  };
  const makeOne = async (each: Try): Promise<void> => {
    const { item } = each;
    running.set(item.position, item.caseId);
    if (isAsked(item)) tell(null);
    const trial = await tryOnce(each, call.signal);
    // What was cut off by the cancel is no result.
    if (call.signal.aborted) return;
    const line = lineOf(trial, each);
    disk.try(() => files.append(line));
    count(line, item);
    await pause();
  };
  const { most, mostOf } = concurrencyOf(concurrency, config, items.map(({ targetName }) => targetName));
  const isDone = new Set(done?.map(tryKey));
  const queue = new TryQueue(items, (each) => isDone.has(tryKey(each)), mostOf);
  const work = async (): Promise<void> => {
    for (let each = await queue.take(); each; each = await queue.take()) {
      try {
        if (isOver()) return;
        await makeOne(each);
      } finally {
        queue.release(each);
      }
    }
  };

  const targets = [...new Set(items.map(({ target }) => target))];
  const closeTargets = (): Promise<unknown> => Promise.all(targets.map((target) => target?.close?.()));

  try {
    const byPosition = new Map(items.map((item) => [item.position, item]));
    for (const line of new Map(done?.map((each) => [tryKey(each), each])).values()) {
      const item = byPosition.get(line.place.case);
      if (item) count(line, item);
    }
    await Promise.all(Array.from({ length: most }, work));
    saved.flush();
    const durationMs = Math.round(performance.now() - start);
    // What they print last belongs to the run.
    await closeTargets();
    const warnings = targets.flatMap((target) => target?.remarks?.() ?? []);
    const cancelled = call.signal.aborted;
    const results = gathering.results(items);
    const missing = gathering.missing(items);
    const stopped = missing > 0 && !cancelled ? spending.stop(missing) : undefined;
    const notRun = items.length - results.length;
    const report = reportOf({
      runId, folder: files.folder, results, leftOut, cancelled,
      ...(shard ? { shard } : {}), ...(done ? { resumed: isDone.size } : {}), ...(cache ? { cached: cachedOf(results.flatMap(({ trials }) => trials)) } : {}), ...(stopped ? { stopped } : {}), ...(notRun > 0 ? { notRun } : {}), ...(warnings.length > 0 ? { warnings } : {}),
    });
    disk.try(() => files.finish(summaryOf(report, { at: manifest.at, durationMs, casebook: version }, workspace, gathering.unfinished), report.results));
    return { ...report, ...(disk.said === undefined ? {} : { notKept: disk.said }) };
  } finally {
    await closeTargets();
    cache?.prune();
    files.close();
  }
}
