import type { Outcome } from '../../src/core/model/result.ts';
import type { RunRow } from '../../src/core/model/runView.ts';
import { historyWords } from './words.ts';

/** Heights differ, not colours alone: a pass is short, a failure tall, what broke half as tall with a gap, what was not run a dot. */
const bars: Readonly<Record<Outcome | 'none', { readonly y: number; readonly height: number; readonly tone: string }>> = {
  pass: { y: 9, height: 5, tone: 'good' }, fail: { y: 1, height: 13, tone: 'bad' }, error: { y: 5, height: 5, tone: 'warn' }, 'n/a': { y: 12, height: 2, tone: 'quiet' }, none: { y: 13, height: 1, tone: 'quiet' },
};
const pitch = 6;

/** What a case said in the last runs, oldest first. */
export function Sparkline(props: { history: RunRow['history'] }) {
  const { history } = props;
  if (history.length < 2) return null;
  return (
    <svg class="spark" width={history.length * pitch} height={15} viewBox={`0 0 ${history.length * pitch} 15`} role="img" aria-label={`In the last runs, oldest first: ${historyWords(history)}`}>
      {history.map((outcome, at) => {
        const { y, height, tone } = bars[outcome ?? 'none'];
        return <rect key={at} class={tone} x={at * pitch} y={y} width={pitch - 2} height={height} />;
      })}
    </svg>
  );
}
