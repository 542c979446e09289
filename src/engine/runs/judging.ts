import { evaluate, outcomeOf } from '../../core/evaluators/evaluate.ts';
import type { EvaluatorOptions } from '../../core/evaluators/evaluator.ts';
import type { Outcome, TrialResult } from '../../core/model/result.ts';
import type { Redactor } from '../../core/redaction/redactor.ts';
import { messageOf, UserError } from '../../core/support/errors.ts';
import type { EngineContext } from '../context.ts';
import { caseInput } from '../targets/caseInput.ts';
import type { Observation } from '../targets/target.ts';
import { withoutSecrets } from '../withoutSecrets.ts';
import type { CacheUse } from './trialCache.ts';
import type { Try } from './tries.ts';

/** What trials are held against, and what is kept of them. */
export type Judging = {
  readonly options: EvaluatorOptions;
  readonly redactor: Redactor;
  keepTrace(captured: NonNullable<Observation['captured']>, caseId: string): TrialResult['traceRef'];
  /** Absent where every question is to be asked. */
  readonly cache: Pick<CacheUse, 'find' | 'keep'> | undefined;
};

/** Asks a target and evaluates what it did. */
export function createJudging({ log, now, version }: EngineContext, { options, redactor, keepTrace, cache }: Judging) {
  async function observe({ item: { evalCase, target, targetName }, wording }: Try, signal: AbortSignal): Promise<Observation> {
    if (!evalCase || !target) return { outcome: 'error', reason: `the target ${targetName} is not there` };
    try {
      return await target.run(evalCase, caseInput(evalCase, wording.query), signal);
    } catch (error) {
      if (!(error instanceof UserError)) log.error(`Target ${targetName} broke on ${evalCase.id}`, error);
      return { outcome: 'error', reason: error instanceof UserError ? [error.message, error.hint].filter(Boolean).join(' ') : `The target ${targetName} broke: ${messageOf(error)}` };
    }
  }

  type Seen = { readonly seen: Observation; readonly isCached: boolean };

  async function observeOrRemember(each: Try, signal: AbortSignal): Promise<Seen> {
    const known = cache?.find(each);
    if (known) return { seen: { outcome: 'observed', trial: known }, isCached: true };
    const seen = await observe(each, signal);
    if (seen.outcome === 'observed' && !signal.aborted) cache?.keep(each, { ...seen.trial, endUs: seen.trial.endUs ?? now().getTime() * 1000 });
    return { seen, isCached: false };
  }

  /** A trial that did not take place. */
  function withoutTrial({ item, wording, trial }: Try, outcome: Outcome, reason: string): TrialResult {
    return {
      caseId: item.caseId, variantId: wording.variantId, ...(wording.query === undefined ? {} : { asked: wording.query }), trial, target: item.targetName, outcome, reason, checks: [], metrics: {},
      startedAt: now().toISOString(), durationMs: 0, latencyMs: null, costUsd: null, observed: null, casebook: version,
    };
  }

  /** Evaluated as it is, kept without likely secrets. */
  async function tryOnce(each: Try, signal: AbortSignal): Promise<TrialResult> {
    const { item } = each;
    if (item.problem !== null) return withoutTrial(each, 'error', item.problem);
    if (item.skipped !== null) return withoutTrial(each, 'n/a', item.skipped);
    const notYet = withoutTrial(each, 'error', '');
    const start = performance.now();
    const { seen, isCached } = await observeOrRemember(each, signal);
    const traceRef = seen.captured && keepTrace(seen.captured, item.caseId);
    const base = { ...notYet, ...(traceRef ? { traceRef } : {}), ...(isCached ? { cached: true as const } : {}), ...(seen.stderr === undefined ? {} : { stderr: redactor.text(seen.stderr) }) };
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

  return { tryOnce };
}
