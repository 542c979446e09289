import { signalInWords } from '../../../src/core/display/signalWords.ts';
import { MarkIcon } from '../../shared/MarkIcon.tsx';
import type { TrajectoryModel } from '../../trajectory/model.ts';
import { stepsInWords } from '../../trajectory/tree/SignalsList.tsx';

/** What is worth a look, each a way to its step. */
export function SignalChips(props: { model: TrajectoryModel }) {
  const { model } = props;
  const { insights, failure } = model.insights;
  if (failure.value) return <p class="signalsNote"><MarkIcon mark="warning" quiet /><span>Signals could not be worked out: {failure.value.message}</span></p>;
  const signals = insights.value?.signals ?? [];
  if (signals.length === 0) return null;
  return (
    <ul class="signalChips" aria-label="Signals">
      {signals.map((signal) => {
        const [step] = signal.steps;
        const words = `${signal.title} ${stepsInWords(signal.steps)}`;
        const tone = `tag ${signal.severity === 'error' ? 'bad' : 'warn'}`;
        const content = <><MarkIcon mark={signal.severity === 'error' ? 'failed' : 'warning'} quiet /><span class="cut">{words}</span></>;
        return <li key={`${signal.id} ${signal.steps.join(' ')}`}>{step === undefined ? <span class={tone} title={signalInWords(signal)}>{content}</span> : <button type="button" class={tone} title={signalInWords(signal)} onClick={() => model.navigation.goTo(step)}>{content}</button>}</li>;
      })}
    </ul>
  );
}
