import { formatCount } from '../../src/core/display/numbers.ts';
import { hintOf, shortcutOf } from '../keys.ts';
import { Icon } from '../shared/Icon.tsx';
import type { TrajectoryModel } from './model.ts';

/** Where the trace stands in its session or file, with the way to the ones beside it. Nothing where it is alone. */
export function Paging(props: { model: TrajectoryModel }) {
  const { model } = props;
  const found = model.neighbours.value;
  if (!found) return null;
  const { by, places } = found;
  return (
    <nav class="paging" aria-label={`Traces of the ${by}`}>
      <span class="pagingWords cut" title={`${formatCount(places.at)} of ${formatCount(places.total)} in ${by} ${places.name}`}>
        {formatCount(places.at)} of {formatCount(places.total)} in {by}
      </span>
      <PageButton model={model} to="previous" />
      <PageButton model={model} to="next" />
    </nav>
  );
}

function PageButton(props: { model: TrajectoryModel; to: 'previous' | 'next' }) {
  const { model, to } = props;
  const neighbour = model.neighbours.value?.places[to] ?? null;
  const action = to === 'previous' ? 'previousTrace' : 'nextTrace';
  const words = to === 'previous' ? 'Previous trace' : 'Next trace';
  return (
    <button
      type="button" class="iconButton" disabled={neighbour === null} aria-label={neighbour === null ? words : `${words}: ${neighbour.title}`} aria-keyshortcuts={shortcutOf(action)}
      title={neighbour === null ? `No ${to} trace` : `${neighbour.title} (${hintOf(action)})`} onClick={() => model.page(to)}
    >
      <Icon name={to === 'previous' ? 'chevron-left' : 'chevron-right'} />
    </button>
  );
}
