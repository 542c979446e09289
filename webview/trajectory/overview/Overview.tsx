import type { TrajectoryModel } from '../model.ts';
import { Minimap } from './Minimap.tsx';
import { TokenStrip } from './TokenStrip.tsx';

/** Above both sides: the whole trace, and how full the model's window was. */
export function Overview(props: { model: TrajectoryModel }) {
  return (
    <section class="overview" aria-label="Overview">
      <Minimap model={props.model} />
      <TokenStrip model={props.model} />
    </section>
  );
}
