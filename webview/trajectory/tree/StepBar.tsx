import type { TrajectoryStep } from '../../../src/core/model/trajectory.ts';
import type { Axis } from '../overview/axis.ts';
import { onlyContains } from '../overview/gaps.ts';

/** When a step ran, within the whole trace. Errors are hatched. */
export function StepBar(props: { step: TrajectoryStep; axis: Axis }) {
  const { step, axis } = props;
  const place = axis.placeOf(step);
  return (
    <span role="gridcell" class="cellBar">
      {place && (
        <span class="track" aria-hidden="true">
          <span class={['stepBar', step.kind, onlyContains(step) && 'container', step.failed && 'failed'].filter(Boolean).join(' ')} style={{ '--start': place.from / axis.length, '--length': (place.to - place.from) / axis.length }} />
        </span>
      )}
    </span>
  );
}
