import { formatCount, plural } from '../../../src/core/display/numbers.ts';
import type { QueueProgress as Progress } from '../../../src/core/model/queue.ts';
import type { QueueModel } from './model.ts';

/** "37 by anyone · maria 15 · about 41 min left". */
function progressWords({ by: byReviewer, minutesLeft, left, reviewed: byAnyone }: Progress, reviewer: string | null): string {
  const others = byReviewer.filter(({ name, reviewed }) => name !== reviewer && reviewed > 0);
  return [
    others.length === 0 ? '' : `${formatCount(byAnyone)} by anyone`,
    ...others.slice(0, 3).map(({ name, reviewed }) => `${name} ${formatCount(reviewed)}`),
    others.length > 3 ? plural(others.length - 3, 'more reviewer') : '',
    left === 0 ? '' : minutesLeft === null ? `${formatCount(left)} left for you` : `about ${minutesLeft < 60 ? `${formatCount(Math.max(1, Math.round(minutesLeft)))} min` : `${formatCount(Math.round(minutesLeft / 60))} h`} left`,
  ].filter((part) => part !== '').join(' · ');
}

/** How far the queue is. */
export function QueueProgress(props: { model: QueueModel }) {
  const { model } = props;
  const view = model.view.value?.queue;
  if (!view || view.total === 0) return null;
  const own = view.total - view.left;
  return (
    <div class="queueProgress" title={progressWords(view, model.page.reviewer.value)}>
      <span class="progressBar" role="progressbar" aria-label="Reviewed by you" aria-valuemin={0} aria-valuenow={own} aria-valuemax={view.total}><span style={{ width: `${(own / view.total) * 100}%` }} /></span>
      <span class="noWrap"><strong class="number">{formatCount(own)}</strong> of {formatCount(view.total)} reviewed by you</span>
      <span class="dim cut progressMore">{progressWords(view, model.page.reviewer.value)}</span>
    </div>
  );
}
