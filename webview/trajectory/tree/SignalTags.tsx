import { signalInWords } from '../../../src/core/display/signalWords.ts';
import type { Signal } from '../../../src/core/model/insights.ts';
import { MarkIcon } from '../../shared/MarkIcon.tsx';
import type { TrajectoryModel } from '../model.ts';

/** What the head of a bracket says in words of its own. */
const saidByBracket = new Set(['retryStorm', 'loop', 'repeatedCall']);

/** What a row's tags say: signals that begin there, the worst first. What the head of a bracket says already is not said again. */
export function tagsOf(model: TrajectoryModel, n: number): readonly Signal[] {
  const signals = model.insights.signals.value.get(n) ?? [];
  if (signals.length === 0) return signals;
  const repeats = model.insights.repeats.value.get(n) ?? [];
  const isTold = (signal: Signal) => signal.tag === '' || (saidByBracket.has(signal.id) && repeats.some(({ steps }) => signal.steps.length > 1 && steps[0] === signal.steps[0] && steps.at(-1) === signal.steps.at(-1)));
  return signals.filter((signal) => !isTold(signal)).sort((a, b) => Number(b.severity === 'error') - Number(a.severity === 'error'));
}

const most = 2;

export function SignalTags(props: { tags: readonly Signal[] }) {
  const { tags } = props;
  return (
    <>
      {tags.slice(0, most).map((signal) => <span key={signal.id} class={`tag signalTag ${tags.length === 1 ? 'single ' : ''}${signal.severity === 'error' ? 'bad' : 'warn'}`} title={signalInWords(signal)}><MarkIcon mark="warning" quiet /><span class="cut">{signal.tag}</span></span>)}
      {tags.length > most && <span class="tag signalTag absent" title={tags.slice(most).map(signalInWords).join('\n')}>+{tags.length - most}</span>}
    </>
  );
}
