import { useMemo, useState } from 'preact/hooks';
import { formatCount, plural } from '../../../src/core/display/numbers.ts';
import { formatDuration } from '../../../src/core/display/time.ts';
import { useWidth } from '../../shared/useWidth.ts';
import type { TrajectoryModel } from '../model.ts';
import { isHidden } from '../tree/hidden.ts';
import { MapCanvas } from './MapCanvas.tsx';
import { nearestStep } from './nearestStep.ts';
import { RangeHandle, RangeBody } from './RangeHandles.tsx';
import { scaleOf } from './scale.ts';
import { ticksOf } from './ticks.ts';
import { useRangeDrag } from './useRangeDrag.ts';

/** The whole trace at a glance. Dragging sets the range of the rows, a click goes to a step. */
export function Minimap(props: { model: TrajectoryModel }) {
  const { navigation } = props.model;
  const axis = navigation.axis.value;
  const steps = navigation.steps.value;
  const range = navigation.range.range.value;
  const [box, setBox] = useState<HTMLElement | null>(null);
  const width = useWidth(box);
  const ticks = useMemo(() => ticksOf(axis, scaleOf(0, axis.length, []), width), [axis, width]);
  const words = useMemo(() => mapWords(props.model), [steps, axis]);
  const share = (value: number) => value / axis.length;
  const place = navigation.selectedStep.value && axis.placeOf(navigation.selectedStep.value);
  const drag = useRangeDrag(navigation, box, (value, slack) => {
    const n = nearestStep(steps, axis, value, slack);
    if (n !== undefined) navigation.goTo(n);
  });
  return (
    <div class={range ? 'map ranged' : 'map'} ref={setBox} {...drag}>
      <div class="mapRuler" aria-hidden="true">
        {ticks.map((tick) => <span key={tick.share} class="mapTick" style={{ '--start': tick.share }}><span class={tick.share * width > width - 60 ? 'end' : ''}>{tick.words}</span></span>)}
      </div>
      {axis.kind === 'order' && <span class="mapNote">No times recorded: steps in order</span>}
      <MapCanvas steps={steps} axis={axis} waits={navigation.toldGaps} words={words} />
      {place && <span class="mapCursor" style={{ '--start': share(place.from) }} aria-hidden="true" />}
      {range && <RangeBody navigation={navigation} />}
      <RangeHandle navigation={navigation} edge="from" />
      <RangeHandle navigation={navigation} edge="to" />
    </div>
  );
}

/** What the picture shows, for who does not see it. */
function mapWords(model: TrajectoryModel): string {
  const { axis, steps, failures } = model.navigation;
  const shown = steps.value.filter((step) => !isHidden(step)).length;
  const failed = failures.value;
  const whole = `Overview of ${plural(shown, 'step')}${axis.value.kind === 'time' ? ` in ${formatDuration(axis.value.length / 1000)}` : ' in order, no times recorded'}`;
  if (failed.length === 0) return `${whole}; none failed`;
  const named = failed.slice(0, 8).map((n) => formatCount(n)).join(', ');
  return `${whole}; ${formatCount(failed.length)} failed: ${failed.length === 1 ? 'step' : 'steps'} ${named}${failed.length > 8 ? ' and more' : ''}`;
}
