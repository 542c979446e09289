import { useLayoutEffect, useState } from 'preact/hooks';
import { plural } from '../../../src/core/display/numbers.ts';
import { signalInWords } from '../../../src/core/display/signalWords.ts';
import { MarkIcon } from '../../shared/MarkIcon.tsx';
import { useWidth } from '../../shared/useWidth.ts';
import { fewScores, ScoreChip } from '../../trajectory/KnownFacts.tsx';
import type { TrajectoryModel } from '../../trajectory/model.ts';
import { stepsInWords } from '../../trajectory/tree/SignalsList.tsx';

/**
 * What is worth a look, each a way to its step, after the scores that the export gives the run; above what is read, where it is seen before it. One line, and the others on demand.
 * @param expected how many the list of the queue says there are, so that nothing moves when they are here
 */
export function SignalChips(props: { model: TrajectoryModel; expected: number }) {
  const { model, expected } = props;
  const { insights, failure } = model.insights;
  const signals = insights.value?.signals ?? [];
  const scores = (model.skeleton.value?.scores ?? []).slice(0, fewScores);
  const [list, setList] = useState<HTMLUListElement | null>(null);
  const [all, setAll] = useState(false);
  const [beyond, setBeyond] = useState(0);
  const width = useWidth(list);
  useLayoutEffect(() => {
    const [first, ...others] = list?.children ?? [];
    setBeyond(first instanceof HTMLElement ? others.filter((each) => each instanceof HTMLElement && each.offsetTop > first.offsetTop).length : 0);
  }, [list, width, signals, scores.length]);
  if (failure.value && scores.length === 0) return <p class="signalsNote signalStrip"><MarkIcon mark="warning" quiet /><span>Signals could not be worked out: {failure.value.message}</span></p>;
  if (signals.length + scores.length === 0) return insights.value === null && expected > 0 ? <div class="signalStrip dim">{plural(expected, 'signal')}</div> : null;
  return (
    <div class={all ? 'signalStrip all' : 'signalStrip'}>
      <ul class="signalChips" aria-label={scores.length === 0 ? 'Signals' : 'Scores and signals'} ref={setList}>
        {scores.map((score, index) => <li key={index}><ScoreChip score={score} onOpen={(step) => model.navigation.goTo(step)} /></li>)}
        {signals.map((signal) => {
          const [step] = signal.steps;
          const words = `${signal.title} ${stepsInWords(signal.steps)}`;
          const tone = `tag ${signal.severity === 'error' ? 'bad' : 'warn'}`;
          const content = <><MarkIcon mark={signal.severity === 'error' ? 'failed' : 'warning'} quiet /><span class="cut">{words}</span></>;
          return <li key={`${signal.id} ${signal.steps.join(' ')}`}>{step === undefined ? <span class={tone} title={signalInWords(signal)}>{content}</span> : <button type="button" class={tone} title={signalInWords(signal)} onClick={() => model.navigation.goTo(step)}>{content}</button>}</li>;
        })}
      </ul>
      {beyond > 0 && <button type="button" class="linkButton" aria-expanded={all} onClick={() => setAll(!all)}>{all ? 'Fewer' : `${beyond} more`}</button>}
    </div>
  );
}
