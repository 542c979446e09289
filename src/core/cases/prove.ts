import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { canonicalJson } from '../evaluators/canonical.ts';
import { evaluate } from '../evaluators/evaluate.ts';
import type { EvalCase } from '../model/evalCase.ts';
import type { Recording } from '../model/recording.ts';
import type { CheckResult } from '../model/result.ts';
import type { Trial } from '../model/trace.ts';
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

/** What each failure class needs in a case so that its run can fail it. */
const whatToAdd: Readonly<Record<string, string>> = {
  tool_selection: 'add expectedTool, the tool that should have been called',
  tool_arguments: 'add the call to trajectory.steps, with the argument that was wrong',
  answer_quality: 'add groundTruth, the right answer, or the wrong words to answer.reject',
  evidence_quality: 'add groundTruth, the right answer, or the wrong words to answer.reject',
  policy_boundary: 'add policy.requiresApproval or trajectory.forbidden for the call that must not happen',
  recovery_behavior: 'add trajectory.terminal, how the run should have ended, or trajectory.maxRetries',
};
const whatToAddByMode: Readonly<Record<string, string>> = {
  slow_response: 'add budgets.latencyMs, the longest permitted run',
  inefficient_path: 'add trajectory.maxCalls, the most calls the task needs',
};

function advice(evalCase: EvalCase): string {
  const failure = failureOf(evalCase);
  return whatToAddByMode[failure?.mode ?? ''] ?? whatToAdd[failure?.class ?? ''] ?? 'add an expectation that the recorded run breaks, such as groundTruth or expectedTool';
}

const checksWord = (count: number): string => (count === 1 ? '1 check' : `${count} checks`);

/** A case that names no failure has nothing to prove; how its checks stand is worth saying all the same. */
function withoutFailure(gating: readonly CheckResult[]): string {
  const failed = gating.find((each) => each.outcome === 'fail');
  const how = failed ? `${failed.id} fails on the recorded trace, ${failed.reason}` : gating.length === 0 ? 'the case checks nothing yet' : `${gating.filter((each) => each.outcome === 'pass').length} of ${checksWord(gating.length)} ${gating.length === 1 ? 'passes' : 'pass'} on the recorded trace`;
  return `Nothing to prove: no failure was observed (failureWeObserved); ${how}`;
}

function sentenceOf(evalCase: EvalCase, gating: readonly CheckResult[]): string {
  if (failureOf(evalCase) === null) return withoutFailure(gating);
  const failed = gating.filter((each) => each.outcome === 'fail');
  const [first] = failed;
  if (first) return `Catches the failure: ${first.id} fails, ${first.reason}${failed.length === 1 ? '' : ` (and ${failed.length - 1} more)`}`;
  if (gating.length === 0) return `Cannot be proven: the case checks nothing; ${advice(evalCase)}`;
  const error = gating.find((each) => each.outcome === 'error');
  if (error) return `Cannot be proven: ${error.id} could not be evaluated, ${error.reason}`;
  const unmeasured = gating.filter((each) => each.outcome === 'n/a');
  const [missing] = unmeasured;
  if (missing && unmeasured.length === gating.length) return `Cannot be proven: ${missing.id} is ${missing.reason}; ${advice(evalCase)}`;
  const passed = gating.length - unmeasured.length;
  const others = missing ? `, ${unmeasured.length} not measured (${missing.id}: ${missing.reason.replace(/^not measured: /, '')})` : '';
  return `Does not catch the failure: ${passed === 1 ? 'the only check passes' : `all ${checksWord(passed)} pass`} on the recorded trace${others}; ${advice(evalCase)}`;
}

/** The recorded run. What was cut to keep the recording small cannot be compared either. */
export function trialOf(recording: Recording): Trial {
  const cuts = recording.cuts.map(({ path }) => path.replace(/^trial\./, ''));
  return cuts.length === 0 ? recording.trial : { ...recording.trial, redacted: [...recording.trial.redacted, ...cuts] };
}

/** Evaluates the case against its recording. */
export function proveCase(evalCase: EvalCase, recording: Recording): ProofResult {
  const { checks } = evaluate(evalCase, trialOf(recording));
  const gating = checks.filter((each) => each.gating);
  const failed = gating.flatMap((each) => (each.outcome === 'fail' ? [each.id] : []));
  const needed = failureOf(evalCase) !== null;
  return { needed, proven: needed && failed.length > 0, failed, checks, sentence: sentenceOf(evalCase, gating) };
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
