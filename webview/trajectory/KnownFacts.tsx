import { useState } from 'preact/hooks';
import { factsOf, oversightWords, scoreValue, scoreWords } from '../../src/core/display/facts.ts';
import { formatCount } from '../../src/core/display/numbers.ts';
import { oneLine } from '../../src/core/display/truncate.ts';
import type { StepScore } from '../../src/core/model/trajectory.ts';
import type { TrajectoryModel } from './model.ts';
import { useFitting } from './useFitting.ts';

/** More than one line can hold. */
export const fewScores = 24;

/** What is known of the run besides its steps, on one line until the rest is asked for: scores of the export, what people approved, facts. Nothing where nothing is. */
export function KnownFacts(props: { model: TrajectoryModel }) {
  const { skeleton, navigation } = props.model;
  const [all, setAll] = useState(false);
  const { line, fitting } = useFitting(!all, skeleton.value);
  if (!skeleton.value) return null;
  const { summary, scores = [] } = skeleton.value;
  // The prompt's version stands in the line above.
  const facts = factsOf(summary).filter(({ name }) => name !== 'prompt');
  const oversight = oversightWords(summary);
  if (facts.length + oversight.length + scores.length === 0) return null;
  const shown = all ? scores : scores.slice(0, fewScores);
  const more = scores.length + oversight.length + facts.length - fitting;
  return (
    <section class="known" aria-label="Facts and scores">
      <div class={all ? 'knownLine' : 'knownLine folded'} ref={line}>
        {shown.map((score, index) => <ScoreChip key={index} score={score} onOpen={(step) => navigation.goTo(step)} />)}
        {oversight.map(({ name, value }) => <span key={name + value} class="knownFact"><span class="dim">{name}</span> {value}</span>)}
        {facts.map(({ name, value }) => <span key={name} class="knownFact" title={value}><span class="dim">{name}</span> <span class="cut">{oneLine(value, 60)}</span></span>)}
      </div>
      {more > 0 && <button type="button" class="linkButton" aria-label={`Show ${formatCount(more)} more facts and scores`} title={`Show ${formatCount(more)} more facts and scores`} onClick={() => setAll(true)}>+{formatCount(more)}</button>}
    </section>
  );
}

/** A score of the export: what it measures, and its value. That of a step leads to it. */
export function ScoreChip(props: { score: StepScore; onOpen: (step: number) => void }) {
  const { score } = props;
  const { step } = score;
  const words = <><span class="dim cut">{oneLine(score.name, 40)}</span><span class="cut">{scoreValue(score)}</span></>;
  if (step === null) return <span class="tag scoreChip" title={scoreWords(score)}>{words}</span>;
  return <button type="button" class="tag scoreChip" title={scoreWords(score)} onClick={() => props.onOpen(step)}>{words}<span class="srOnly">, go to step {step}</span></button>;
}
