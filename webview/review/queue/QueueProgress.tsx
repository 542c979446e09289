import { formatCount, plural } from '../../../src/core/display/numbers.ts';
import type { QueueProgress as Progress } from '../../../src/core/model/queue.ts';
import type { QueueModel } from './model.ts';

/** "yours 22 · maria 15 · about 41 min left". */
function progressWords({ by: byReviewer, minutesLeft, left }: Progress, reviewer: string | null): string {
  return [
    ...byReviewer.slice(0, 4).map(({ name, reviewed }) => `${name === reviewer ? 'yours' : name} ${formatCount(reviewed)}`),
    byReviewer.length > 4 ? plural(byReviewer.length - 4, 'more reviewer') : '',
    left === 0 ? '' : minutesLeft === null ? `${formatCount(left)} left for you` : `about ${minutesLeft < 60 ? `${formatCount(Math.max(1, Math.round(minutesLeft)))} min` : `${formatCount(Math.round(minutesLeft / 60))} h`} left`,
  ].filter((part) => part !== '').join(' · ');
}

/** How far the queue is. */
export function QueueProgress(props: { model: QueueModel }) {
  const { model } = props;
  const view = model.view.value?.queue;
  if (!view || view.total === 0) return null;
  return (
    <div class="queueProgress" title={progressWords(view, model.page.reviewer.value)}>
      <span class="progressBar" role="progressbar" aria-label="Reviewed" aria-valuemin={0} aria-valuenow={view.reviewed} aria-valuemax={view.total}><span style={{ width: `${(view.reviewed / view.total) * 100}%` }} /></span>
      <span class="noWrap"><strong class="number">{formatCount(view.reviewed)}</strong> of {formatCount(view.total)} reviewed</span>
      <span class="dim cut progressMore">{progressWords(view, model.page.reviewer.value)}</span>
    </div>
  );
}
