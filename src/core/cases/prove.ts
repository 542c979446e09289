import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { canonicalJson } from '../evaluators/canonical.ts';
import { evaluate } from '../evaluators/evaluate.ts';
import type { EvalCase } from '../model/evalCase.ts';
import type { Recording } from '../model/recording.ts';
import type { CheckResult } from '../model/result.ts';
import type { Trial } from '../model/trace.ts';
import { proofAdvice } from './proofAdvice.ts';
import { failureOf } from './readings.ts';

/** A case against the run it was made from (CASES 3): it must fail there. */
export type ProofResult = {
  /** The case names a failure, so it has something to prove. */
  readonly needed: boolean;
  /** The case names a failure, and at least one gating check fails on the recording. A check that broke proves nothing. */
  readonly proven: boolean;
  /** Ids of the gating checks that fail. */
  readonly failed: string[];
  readonly checks: readonly CheckResult[];
  /** One sentence: which check catches the failure, or what is missing. */
  readonly sentence: string;
};

const checksWord = (count: number): string => (count === 1 ? '1 check' : `${count} checks`);

/** A case that names no failure has nothing to prove; how its checks stand is worth saying all the same. */
function withoutFailure(gating: readonly CheckResult[]): string {
  const failed = gating.find((each) => each.outcome === 'fail');
  const how = failed ? `${failed.id} fails on the recorded trace, ${failed.reason}` : gating.length === 0 ? 'the case checks nothing yet' : `${gating.filter((each) => each.outcome === 'pass').length} of ${checksWord(gating.length)} ${gating.length === 1 ? 'passes' : 'pass'} on the recorded trace`;
  return `Nothing to prove: no failure was observed (failureWeObserved); ${how}`;
}

function sentenceOf(evalCase: EvalCase, gating: readonly CheckResult[], trial: Trial): string {
  if (failureOf(evalCase) === null) return withoutFailure(gating);
  const advice = proofAdvice(evalCase, gating, trial);
  const failed = gating.filter((each) => each.outcome === 'fail');
  const [first] = failed;
  if (first) return `Catches the failure: ${first.id} fails, ${first.reason}${failed.length === 1 ? '' : ` (and ${failed.length - 1} more)`}`;
  if (gating.length === 0) return `Cannot be proven: the case checks nothing; ${advice}`;
  const error = gating.find((each) => each.outcome === 'error');
  if (error) return `Cannot be proven: ${error.id} could not be evaluated, ${error.reason}`;
  const unmeasured = gating.filter((each) => each.outcome === 'n/a');
  const [missing] = unmeasured;
  if (missing && unmeasured.length === gating.length) return `Cannot be proven: ${missing.id} is ${missing.reason}; ${advice}`;
  const passed = gating.length - unmeasured.length;
  const others = missing ? `, ${unmeasured.length} not measured (${missing.id}: ${missing.reason.replace(/^not measured: /, '')})` : '';
  return `Does not catch the failure: ${passed === 1 ? 'the only check passes' : `all ${checksWord(passed)} pass`} on the recorded trace${others}; ${advice}`;
}

/** The recorded run. What was cut to keep the recording small cannot be compared either. */
export function trialOf(recording: Recording): Trial {
  const cuts = recording.cuts.map(({ path }) => path.replace(/^trial\./, ''));
  return cuts.length === 0 ? recording.trial : { ...recording.trial, redacted: [...recording.trial.redacted, ...cuts] };
}

/** Evaluates the case against its recording. */
export function proveCase(evalCase: EvalCase, recording: Recording): ProofResult {
  const trial = trialOf(recording);
  const { checks } = evaluate(evalCase, trial);
  const gating = checks.filter((each) => each.gating);
  const failed = gating.flatMap((each) => (each.outcome === 'fail' ? [each.id] : []));
  const needed = failureOf(evalCase) !== null;
  return { needed, proven: needed && failed.length > 0, failed, checks, sentence: sentenceOf(evalCase, gating, trial) };
}

/** CASES 3: a case that names a failure decides once its proof holds; others need none, but something to check. */
export function mayDecide(evalCase: EvalCase, result: ProofResult): boolean {
  return failureOf(evalCase) === null ? result.checks.some((check) => check.gating) : result.proven;
}

/** The keys that say what is expected. Status, proof, title, repetition and metadata are free to change. */
const expectationKeys = [
  'expectedTool', 'expectedBehavior', 'groundTruth', 'trajectory', 'answer', 'outputContract', 'state', 'retrieval', 'grounding',
  'judge', 'policy', 'escalation', 'nearMiss', 'budgets', 'correction', 'thresholds', 'foreign',
] as const satisfies readonly (keyof EvalCase)[];

/** SHA-256 in hex over recording and expectations: another value than the proof's means that the proof is stale (CB127). */
export function proofHash(evalCase: EvalCase, recording: Recording): string {
  const expectations = Object.fromEntries(expectationKeys.map((key) => [key, evalCase[key]]));
  return bytesToHex(sha256(utf8ToBytes(canonicalJson({ expectations, recording }))));
}

/** Whether the proof that stands in the case was made from these expectations and this recording. */
export function proofHolds(evalCase: EvalCase, recording: Recording | undefined): boolean {
  const proof = evalCase.source?.proof;
  return proof !== undefined && recording !== undefined && proof.failed.length > 0 && proof.sha256 === proofHash(evalCase, recording);
}
