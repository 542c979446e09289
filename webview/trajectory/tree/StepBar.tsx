import type { TrajectoryStep } from '../../../src/core/model/trajectory.ts';
import { barOf } from '../timeSpan.ts';
import type { TimeSpan } from '../timeSpan.ts';

/** When a step ran, within the whole trace. Errors are hatched. */
export function StepBar(props: { step: TrajectoryStep; whole: TimeSpan }) {
  const { step } = props;
  const bar = barOf(step, props.whole);
  return (
    <span role="gridcell" class="cellBar">
      {bar && <span class="track" aria-hidden="true"><span class={`stepBar ${step.kind} ${step.failed ? 'failed' : ''}`} style={{ '--start': bar.start, '--length': bar.length }} /></span>}
    </span>
  );
}
