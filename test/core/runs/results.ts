import type { CaseResult, Epochs, Outcome, TrialResult } from '../../../src/core/model/result.ts';

const letters: Readonly<Record<string, Outcome>> = { p: 'pass', f: 'fail', e: 'error', n: 'n/a' };

/** A trial from the parts a test is about. */
export function trialOf(part: Partial<TrialResult> = {}): TrialResult {
  return {
    caseId: 'case', variantId: null, trial: 1, target: 'bot', outcome: 'pass', reason: null, checks: [], metrics: {},
    startedAt: '2026-11-20T10:00:00Z', durationMs: 1, latencyMs: null, costUsd: null, observed: null, casebook: '1.2.3', ...part,
  };
}

/** `ppf`: two passes and a failure. */
export const trialsOf = (outcomes: string, part: Partial<TrialResult> = {}): readonly TrialResult[] => [...outcomes].map((letter, index) => trialOf({ outcome: letters[letter] ?? 'n/a', trial: index + 1, ...part }));

type Written = { readonly own?: string; readonly variants?: Readonly<Record<string, string>>; readonly outcome?: Outcome; readonly epochs?: Epochs; readonly decides?: boolean; readonly target?: string; readonly metrics?: readonly TrialResult['metrics'][] };

/** A case from its trials as letters; every trial must pass unless `outcome` says what came of them. */
export function resultOf(caseId: string, { own = 'p', variants = {}, outcome, epochs, decides = true, target = 'bot', metrics }: Written = {}): CaseResult {
  const first = trialsOf(own, { caseId, target }).map((trial, index) => ({ ...trial, metrics: metrics?.[index] ?? {} }));
  const reworded = Object.entries(variants).flatMap(([variantId, outcomes]) => trialsOf(outcomes, { caseId, target, variantId }));
  const all = [...own].every((letter) => letter === 'p') ? 'pass' : own.includes('f') ? 'fail' : own.includes('e') ? 'error' : 'n/a';
  return { runId: 'run', caseId, file: 'a.case.yaml', decides, target, outcome: outcome ?? all, at: '2026-11-20T10:00:00Z', ...(epochs ? { epochs } : {}), trials: [...first, ...reworded] };
}

/** As many cases `c1`, `c2`… with these trials each. */
export const casesOf = (...outcomes: readonly string[]): readonly CaseResult[] => outcomes.map((own, index) => resultOf(`c${index + 1}`, { own }));
