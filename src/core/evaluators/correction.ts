import type { EvalCase } from '../model/evalCase.ts';
import type { Trial } from '../model/trace.ts';
import type { Check, Evaluator, Finding, MetricInfo } from './evaluator.ts';
import { check, fail, notMeasured, pass, redactedAt, redactedFinding } from './finding.ts';
import { perTrial } from './planned.ts';
import { similarity } from './text.ts';

/** Share of the answer that its user changed: edit distance over the longer text. Null: not known, or too long to compare. */
const editRatio = perTrial((_evalCase: EvalCase, trial: Trial): number | null => {
  const finalText = trial.facts?.finalText;
  if (trial.output === null || finalText === undefined || redactedAt(trial, 'output') !== undefined || redactedAt(trial, 'facts.finalText') !== undefined) return null;
  const likeness = similarity(trial.output, finalText);
  return likeness === undefined ? null : 1 - likeness;
});

/** Minutes of editing, of an output that was accepted or edited. Never estimated from what was changed. */
const editMinutes = (trial: Trial): number | null => (trial.feedback === 'rejected' ? null : (trial.facts?.editMinutes ?? null));

const rounded = (value: number): string => String(Math.round(value * 1000) / 1000);
const offline = 'what its user changed in the answer is not recorded, as no run of a case can';

function minutesFinding(most: number, trial: Trial): Finding {
  const minutes = trial.facts?.editMinutes;
  if (minutes === undefined) return notMeasured(offline, { expected: most });
  const compared = { expected: most, actual: minutes };
  return minutes <= most ? pass(`${minutes} minutes of editing, at most ${most}`, compared) : fail(`${minutes} minutes of editing, at most ${most}`, compared);
}

function ratioFinding(most: number, evalCase: EvalCase, trial: Trial): Finding {
  const lost = redactedAt(trial, 'output') ?? redactedAt(trial, 'facts.finalText');
  if (lost !== undefined) return redactedFinding(lost, { expected: most });
  const ratio = editRatio(evalCase, trial);
  if (ratio === null) return notMeasured(trial.facts?.finalText === undefined || trial.output === null ? offline : 'the texts are too long to compare', { expected: most });
  const compared = { expected: most, actual: ratio };
  return ratio <= most ? pass(`${rounded(ratio)} of the answer was changed, at most ${most}`, compared) : fail(`${rounded(ratio)} of the answer was changed, at most ${most}`, compared);
}

/** Whether mending the answer took more than it may, or it was rejected (METRICS 8); null where nobody told. @param limited the case with the limits of its tier */
export function highEffort(limited: EvalCase, trial: Trial): boolean | null {
  const { maxEditMinutes = Infinity, maxEditRatio } = limited.correction ?? {};
  const minutes = trial.facts?.editMinutes;
  const ratio = maxEditRatio === undefined ? null : editRatio(limited, trial);
  if (trial.feedback === 'rejected' || (minutes !== undefined && minutes > maxEditMinutes) || (ratio !== null && maxEditRatio !== undefined && ratio > maxEditRatio)) return true;
  // Accepted as it was: nothing was edited.
  if (trial.feedback === 'accepted') return false;
  return minutes === undefined && ratio === null ? null : false;
}

/** Live facts: no run of a case gives them, so they are shown and never decide. */
function plan(evalCase: EvalCase): readonly Check[] {
  const { maxEditMinutes, maxEditRatio } = evalCase.correction ?? {};
  return [
    ...(maxEditMinutes === undefined ? [] : [check('correction.maxEditMinutes', ['correction', 'maxEditMinutes'], 'correctionBurden', (trial) => minutesFinding(maxEditMinutes, trial), false)]),
    ...(maxEditRatio === undefined ? [] : [check('correction.maxEditRatio', ['correction', 'maxEditRatio'], 'editRatio', (trial) => ratioFinding(maxEditRatio, evalCase, trial), false)]),
  ];
}

const metric = (id: string, unit: MetricInfo['unit'], direction: MetricInfo['direction'], measure: (trial: Trial, evalCase: EvalCase) => number | null): MetricInfo =>
  ({ id, unit, direction, basis: 'record', section: '8', measure: (evalCase, trial) => measure(trial, evalCase) });
const ofOutcome = (wanted: 'ignored' | 'workaround') => ({ facts }: Trial): number | null => (facts?.outcome === undefined ? null : Number(facts.outcome === wanted));

/** `correction`, and what users made of an answer (METRICS 8). Each value is of one run; the rates are their means. */
export const correction: Evaluator = {
  id: 'correction',
  metrics: [
    metric('userAcceptanceRate', 'boolean', 'up', ({ feedback }) => (feedback === null ? null : Number(feedback === 'accepted'))),
    metric('usableRate', 'boolean', 'up', ({ feedback }) => (feedback === null ? null : Number(feedback !== 'rejected'))),
    metric('feedbackCoverage', 'boolean', 'up', ({ feedback }) => Number(feedback !== null)),
    metric('correctionBurden', 'minutes', 'down', editMinutes),
    metric('editRatio', 'share', 'down', (trial, evalCase) => editRatio(evalCase, trial)),
    metric('learningMinutes', 'minutes', 'down', ({ facts }) => facts?.learningMinutes ?? null),
    metric('deferralRate', 'boolean', 'down', ofOutcome('ignored')),
    metric('workaroundRate', 'boolean', 'down', ofOutcome('workaround')),
  ],
  plan,
};
