import { formatDuration } from '../../../src/core/display/time.ts';
import { longUs } from '../overview/gaps.ts';
import type { TrajectoryModel } from '../model.ts';

/** Share of the whole from which it is worth saying that nothing ran. */
const muchIdle = 0.5;

/** Above the lanes: how much of the time nothing ran, and whether that is folded. Off unless asked for. */
export function IdleOffer(props: { model: TrajectoryModel }) {
  const { navigation } = props.model;
  const { gaps, share, certain } = navigation.waits.value;
  const { axis } = navigation;
  if (share < muchIdle || gaps.length === 0) return null;
  const isFolded = navigation.compress.value;
  // Long waits are folded by themselves: where there are no others nothing is left to ask.
  const canFold = gaps.some((gap) => gap.to - gap.from <= longUs);
  // Rounded down: 100 % would say that nothing ran at all.
  const percent = Math.floor(share * 1000) / 10;
  return (
    <p class="treeNote">
      <span class="cut">{formatDuration(axis.value.length / 1000)}, {certain ? `${percent} % idle` : `nothing recorded in ${percent} %`}</span>
      {canFold && <button type="button" class="linkButton" onClick={() => (navigation.compress.value = !isFolded)}>{isFolded ? 'Show to scale' : 'Compress'}</button>}
    </p>
  );
}
