import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { evaluate, outcomeOf } from '../core/evaluators/evaluate.ts';
import type { EvaluatorOptions } from '../core/evaluators/evaluator.ts';
import { reduceOutcomes } from '../core/evaluators/reduce.ts';
import type { CaseResult, Outcome, TrialResult } from '../core/model/result.ts';
import { runStatistics } from '../core/runs/runStatistics.ts';
import { createRedactor, type Redactor } from '../core/redaction/redactor.ts';
import { messageOf, UserError } from '../core/support/errors.ts';
import type { EngineApi } from '../protocol/engineApi.ts';
import type { RunReport } from '../protocol/runApi.ts';
import type { EngineContext } from './context.ts';
import { evaluatorOptionsOf } from './evaluatorOptions.ts';
import { planRun, type RunItem, type Wording } from './planRun.ts';
import { redactionRulesOf } from './redactionRules.ts';
import { DiskRefusals } from './diskRefusals.ts';
import { newRunId, openRunFiles, type RunFiles } from './runFiles.ts';
import { caseInput } from './targets/caseInput.ts';
import { targetNames } from './targets/openTarget.ts';
import type { Observation } from './targets/target.ts';
import { withoutSecrets } from './withoutSecrets.ts';

const defaultConcurrency = 2;
/** Replayed cases take no waiting: without a pause now and then nobody could cancel them or see them advance. */
const longestTurnMs = 20;
/** Results are stored in batches, so that a run that dies leaves most of them. */
const batchSize = 50;

const countOutcomes = (results: readonly CaseResult[]): Record<Outcome, number> => {
  const counts: Record<Outcome, number> = { pass: 0, fail: 0, error: 0, 'n/a': 0 };
  for (const { outcome } of results) counts[outcome]++;
  return counts;
};

/** What trials are held against, and what is kept of them. */
type Judging = { readonly options: EvaluatorOptions; readonly redactor: Redactor; keepTrace(captured: NonNullable<Observation['captured']>, caseId: string): TrialResult['traceRef'] };

/** One question asked once. */
type Try = { readonly item: RunItem; readonly wording: Wording; readonly trial: number };

/** Runs cases against targets (DESIGN 6): bounded, streaming, cancellable at once. */
export function createRuns(context: EngineContext): Pick<EngineApi, 'runCases' | 'lastResults' | 'targets'> {
  const { workspace, index, log, now, version } = context;

  async function observe({ item: { evalCase, target, targetName }, wording }: Try, signal: AbortSignal): Promise<Observation> {
    if (!evalCase || !target) return { outcome: 'error', reason: `the target ${targetName} is not there` };
    try {
      return await target.run(evalCase, caseInput(evalCase, wording.query), signal);
    } catch (error) {
      if (!(error instanceof UserError)) log.error(`Target ${targetName} broke on ${evalCase.id}`, error);
      return { outcome: 'error', reason: error instanceof UserError ? [error.message, error.hint].filter(Boolean).join(' ') : `The target ${targetName} broke: ${messageOf(error)}` };
    }
  }

  function withoutTrial(item: RunItem, outcome: Outcome, reason: string): TrialResult {
    return {
      caseId: item.caseId, variantId: null, trial: 1, target: item.targetName, outcome, reason, checks: [], metrics: {},
      startedAt: now().toISOString(), durationMs: 0, latencyMs: null, costUsd: null, observed: null, casebook: version,
    };
  }

  /** Evaluated as it is, kept without likely secrets. */
  async function tryOnce(each: Try, { options, redactor, keepTrace }: Judging, signal: AbortSignal): Promise<TrialResult> {
    const { item, wording, trial } = each;
    const startedAt = now().toISOString();
    const start = performance.now();
    const seen = await observe(each, signal);
    const traceRef = seen.captured && keepTrace(seen.captured, item.caseId);
    const base = { ...withoutTrial(item, 'error', ''), variantId: wording.variantId, trial, startedAt, ...(traceRef ? { traceRef } : {}) };
    if (seen.outcome !== 'observed') return { ...base, outcome: seen.outcome, reason: redactor.text(seen.reason), durationMs: performance.now() - start };
    if (!item.evalCase) return base;
    // The age of documents is counted to the end of the run; a recorded one tells its own, if it is known.
    const observation = item.target?.isRecorded || seen.trial.endUs !== undefined ? seen.trial : { ...seen.trial, endUs: now().getTime() * 1000 };
    const { outcome, checks: evaluated, metrics, completion, tallies } = evaluate(item.evalCase, observation, options);
    const { trial: kept, checks } = withoutSecrets({ trial: observation, checks: evaluated }, item.evalCase, options, redactor);
    const { latencyMs, costUsd, tokens } = observation;
    // A recorded run stands in its recording already.
    const observed = item.target?.isRecorded ? null : kept;
    return { ...base, outcome, reason: outcomeOf(checks).reason, checks, metrics, completion, ...(tallies ? { tallies } : {}), durationMs: performance.now() - start, latencyMs, costUsd, usage: { tokens, costUsd }, observed };
  }

  /** Rewordings are reported; the case's own question decides. */
  function resultOf(item: RunItem, trials: readonly TrialResult[], runId: string): CaseResult {
    const own = trials.filter((each) => each.variantId === null).map((each) => each.outcome);
    return { runId, caseId: item.caseId, file: item.file, decides: item.undecided === null, ...(item.undecided === null ? {} : { undecided: item.undecided }), target: item.targetName, outcome: reduceOutcomes(own, item.epochs), at: now().toISOString(), epochs: item.epochs, trials };
  }

  const triesOf = (item: RunItem): readonly Try[] => item.wordings.flatMap((wording) => Array.from({ length: item.epochs.count }, (_, each): Try => ({ item, wording, trial: each + 1 })));

  return {
    async runCases(request, call): Promise<RunReport> {
      const started = now();
      const start = performance.now();
      const runId = newRunId(started, randomBytes(2).toString('hex'));
      const { items, leftOut } = planRun(request, context);
      if (items.length === 0) return { runId, folder: null, results: [], leftOut, counts: countOutcomes([]), statistics: runStatistics([]), cancelled: false };
      const options = evaluatorOptionsOf(context.config(), context);
      const files: RunFiles = openRunFiles(workspace, request.out === undefined ? join(workspace.runs, runId) : workspace.resolve(request.out));
      const disk = new DiskRefusals(log);
      const redactor = createRedactor(redactionRulesOf(context.config()));
      const judging: Judging = {
        options, redactor,
        keepTrace: (captured, caseId) => disk.try(() => files.keepTrace(captured, { 'casebook.run.id': runId, 'casebook.case.id': caseId }, redactor)),
      };
      const results = new Map<RunItem, CaseResult>();
      const positions = new Map(items.map((item, position) => [item, position]));
      const running = new Set<string>();
      const open = new Map(items.map((item) => [item, { tries: triesOf(item).length, trials: [] as TrialResult[] }]));
      let unsaved: CaseResult[] = [];

      const save = (): void => {
        disk.try(() => index.saveResults(unsaved));
        unsaved = [];
      };
      const finish = (item: RunItem, trials: readonly TrialResult[]): void => {
        const ordered = trials.toSorted((a, b) => item.wordings.findIndex((each) => each.variantId === a.variantId) - item.wordings.findIndex((each) => each.variantId === b.variantId) || a.trial - b.trial);
        const result = resultOf(item, ordered, runId);
        results.set(item, result);
        disk.try(() => files.append(result));
        unsaved.push(result);
        if (unsaved.length >= batchSize) save();
        call.progress({ done: results.size, cases: items.length, running: [...running], result, position: positions.get(item) ?? 0 });
      };

      let pausedAt = performance.now();
      const pause = async (): Promise<void> => {
        if (performance.now() - pausedAt < longestTurnMs) return;
        await setImmediate();
        pausedAt = performance.now();
      };
      const queue = items.values();
      let tries: IteratorObject<Try> | undefined;
      /** The next try; cases that need none are finished on the way. */
      const next = (): Try | undefined => {
        for (;;) {
          const each = tries?.next();
          if (each && !each.done) return each.value;
          const item = queue.next();
          if (item.done) return undefined;
          if (item.value.problem !== null) finish(item.value, [withoutTrial(item.value, 'error', item.value.problem)]);
          else if (item.value.skipped !== null) finish(item.value, [withoutTrial(item.value, 'n/a', item.value.skipped)]);
          else tries = triesOf(item.value).values();
        }
      };
      const work = async (): Promise<void> => {
        while (!call.signal.aborted) {
          const each = next();
          if (!each) return;
          const { item } = each;
          running.add(item.caseId);
          if (!item.target?.isRecorded) call.progress({ done: results.size, cases: items.length, running: [...running], result: null });
          const trial = await tryOnce(each, judging, call.signal);
          // What was cut off by the cancel is no result.
          if (call.signal.aborted) return;
          const state = open.get(item);
          state?.trials.push(trial);
          if (state && state.trials.length === state.tries) {
            running.delete(item.caseId);
            finish(item, state.trials);
          }
          await pause();
        }
      };
      try {
        await Promise.all(Array.from({ length: Math.max(1, request.concurrency ?? defaultConcurrency) }, work));
        save();
      } finally {
        await Promise.all([...new Set(items.map((item) => item.target))].map((target) => target?.close?.()));
        files.close();
      }

      const done = items.flatMap((item) => results.get(item) ?? []);
      const cancelled = call.signal.aborted;
      const counts = countOutcomes(done);
      const statistics = runStatistics(done);
      const passed = (result: CaseResult): number => result.trials.filter((each) => each.outcome === 'pass').length;
      disk.try(() => files.finish({
        runId, at: started.toISOString(), durationMs: Math.round(performance.now() - start), casebook: version, cancelled, counts, statistics,
        cases: done.map((result) => ({ caseId: result.caseId, file: workspace.display(result.file), target: result.target, outcome: result.outcome, decides: result.decides, trials: result.trials.length, passed: passed(result) })),
      }));
      return { runId, folder: files.folder, results: done, leftOut, counts, statistics, cancelled, ...(disk.said === undefined ? {} : { notKept: disk.said }) };
    },
    lastResults: () => index.lastResults(),
    targets() {
      const config = context.config();
      return { targets: targetNames(config).map((name) => ({ name, type: config.targets?.[name]?.type ?? 'replay' })), defaultTarget: config.defaultTarget ?? null };
    },
  };
}
