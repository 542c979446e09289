import { oneLine } from '../../../src/core/display/truncate.ts';
import type { TrajectoryStep } from '../../../src/core/model/trajectory.ts';
import type { TrajectoryModel } from '../model.ts';
import { onlyContains } from '../overview/gaps.ts';

/** When a step ran on the timeline's axis, with what went wrong beside it where there is room. */
export function Lane(props: { step: TrajectoryStep; model: TrajectoryModel }) {
  const { step, model } = props;
  const { axis, scale } = model.navigation;
  const place = axis.value.placeOf(step);
  if (!place) return <span role="gridcell" class="lane untimed" title="No time recorded" />;
  const from = Math.max(0, scale.value.shareOf(place.from));
  const to = Math.min(1, scale.value.shareOf(place.to));
  if (from > 1 || to < 0) return <span role="gridcell" class="lane" />;
  const words = step.error ?? model.insights.context.value.get(step.n)?.find(({ cut }) => cut !== null)?.cut ?? null;
  const isMoment = axis.value.kind === 'time' && place.from === place.to;
  return (
    <span role="gridcell" class="lane">
      <span class={['stepBar', step.kind, onlyContains(step) && 'container', step.failed && 'failed', isMoment && 'moment'].filter(Boolean).join(' ')} style={{ '--start': from, '--length': Math.max(0, to - from) }} aria-hidden="true" />
      {words !== null && <LaneWords words={oneLine(words, 120)} from={from} to={to} />}
    </span>
  );
}

/** After the bar, or before it where that is the longer side. */
function LaneWords(props: { words: string; from: number; to: number }) {
  const { words, from, to } = props;
  if (Math.max(from, 1 - to) < 0.12) return null;
  const isAfter = 1 - to >= 0.3 || 1 - to >= from;
  return <span class={isAfter ? 'laneWords' : 'laneWords before'} style={{ '--at': isAfter ? to : from }}>{words}</span>;
}
