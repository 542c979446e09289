import { formatCount } from '../display/numbers.ts';
import { formatDuration } from '../display/time.ts';
import type { EvalCase } from '../model/evalCase.ts';
import type { CheckResult } from '../model/result.ts';
import type { Trial } from '../model/trace.ts';
import { failureOf } from './readings.ts';

/** What makes a case fail on the run it was made from, for one kind of failure. */
type Remedy = {
  /** Ids of the checks that can catch it. */
  readonly checks: RegExp;
  /** What to write where the case has none of them. */
  readonly add: string;
  /** What to change where it has, and they hold on the recorded run. */
  readonly change: string;
};

const wrongAnswer: Remedy = {
  checks: /^answer(\.reject\[\d+\])?$/,
  add: 'add groundTruth, the right answer, or the wrong words to answer.reject',
  change: 'correct the right answer, or add the wrong words to answer.reject',
};

const remedies: Readonly<Record<string, Remedy>> = {
  tool_selection: {
    checks: /^(expectedTool|forbidden\[\d+\])$/,
    add: 'add expectedTool, the tool that should have been called',
    change: 'name the tool that should have been called in expectedTool, or the wrong one in trajectory.forbidden',
  },
  tool_arguments: {
    checks: /^steps\[\d+\]/,
    add: 'add the call to trajectory.steps, with the argument that was wrong',
    change: 'state the argument that was wrong in trajectory.steps',
  },
  answer_quality: wrongAnswer,
  evidence_quality: {
    checks: /^(answer(\.reject\[\d+\])?|retrieval\.(minRecall|freshness|provenance)|grounding\..+)$/,
    add: 'add the wrong words to answer.reject, or what the answer must cite to grounding.mustCite',
    change: 'add the wrong words to answer.reject, or name in grounding.mustCite what the answer must cite',
  },
  policy_boundary: {
    checks: /^(policy\.|forbidden\[\d+\]|steps\[\d+\].*requiresApproval$)/,
    add: 'add policy.requiresApproval or trajectory.forbidden for the call that must not happen',
    change: 'name the call that must not happen in policy.requiresApproval or trajectory.forbidden',
  },
  recovery_behavior: {
    checks: /^(terminal|maxRetries)$/,
    add: 'add trajectory.terminal, how the run should have ended, or trajectory.maxRetries',
    change: 'change trajectory.terminal to how the run should have ended, or lower trajectory.maxRetries',
  },
};

const remediesByMode: Readonly<Record<string, Remedy>> = {
  slow_response: {
    checks: /^budgets\.latencyMs$/,
    add: 'add budgets.latencyMs, the longest permitted run',
    change: 'lower the limit, or give the failure the mode that fits',
  },
  missing_context: {
    checks: /^(answer(\.reject\[\d+\])?|retrieval\.minRecall)$/,
    add: 'add retrieval.relevant, the documents that hold the answer, with retrieval.minRecall',
    change: 'name the document that was not retrieved in retrieval.relevant, with retrieval.minRecall',
  },
  stale_context: {
    checks: /^(answer(\.reject\[\d+\])?|retrieval\.(minRecall|freshness))$/,
    add: 'add retrieval.freshness, the greatest age of a document, or the version that is meant to retrieval.relevant',
    change: 'lower retrieval.freshness.maxAge, or name the version that is meant in retrieval.relevant',
  },
  inefficient_path: {
    checks: /^maxCalls$/,
    add: 'add trajectory.maxCalls, the most calls the task needs',
    change: 'lower trajectory.maxCalls to the most calls the task needs',
  },
};

function remedyFor(evalCase: EvalCase): Remedy | undefined {
  const { mode = '', class: failureClass = '' } = failureOf(evalCase) ?? {};
  return remediesByMode[mode] ?? remedies[failureClass];
}

/** How a check that should have caught the failure came to hold. */
function holds({ id, reason }: CheckResult, evalCase: EvalCase, trial: Trial): string {
  const limit = evalCase.budgets?.latencyMs;
  if (id === 'budgets.latencyMs' && limit !== undefined && trial.latencyMs !== null) return `the recorded run took ${formatDuration(trial.latencyMs)}, within budgets.latencyMs ${formatCount(limit)}`;
  return `${id} holds there, ${reason}`;
}

/** By the proof that stands in the case: it failed there before somebody changed it. */
const hasCaught = ({ source }: EvalCase, id: string): boolean => source?.proof?.failed.includes(id) === true;

/** Of a case that does not catch its failure: the check that should have failed, and held on the recorded run. */
export function checkThatHeld(evalCase: EvalCase, gating: readonly CheckResult[]): CheckResult | undefined {
  const held = gating.filter(({ outcome }) => outcome === 'pass');
  return held.find(({ id }) => hasCaught(evalCase, id)) ?? held.find(({ id }) => remedyFor(evalCase)?.checks.test(id)) ?? held[0];
}

/** What to do, as the end of a sentence, so that a case that does not fail on its recording will: nothing that the case has already. */
export function proofAdvice(evalCase: EvalCase, gating: readonly CheckResult[], trial: Trial): string {
  const remedy = remedyFor(evalCase);
  if (!remedy) return 'add an expectation that the recorded run breaks, such as groundTruth or expectedTool';
  const own = gating.filter(({ id }) => remedy.checks.test(id));
  const passed = own.filter(({ outcome }) => outcome === 'pass');
  const held = passed.find(({ id }) => hasCaught(evalCase, id)) ?? passed[0];
  if (held) return `${holds(held, evalCase, trial)}; ${remedy.change}`;
  const [unmeasured] = own;
  if (!unmeasured) return remedy.add;
  return unmeasured.reason.includes('CB128') ? 'compare something that redaction and the size limit leave in the recording' : 'make the case from a trace that records it';
}
