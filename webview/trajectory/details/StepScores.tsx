import { scoreWords } from '../../../src/core/display/facts.ts';
import type { StepScore } from '../../../src/core/model/trajectory.ts';

/** The scores that came with the export about this step, with what was said to them. */
export function StepScores(props: { scores: readonly StepScore[]; n: number }) {
  const own = props.scores.filter(({ step }) => step === props.n);
  if (own.length === 0) return null;
  return (
    <ul class="stepScores" aria-label="Scores of the step">
      {own.map((score, index) => <li key={index}><span class="dim">Score</span> {scoreWords({ ...score, step: null })}</li>)}
    </ul>
  );
}
