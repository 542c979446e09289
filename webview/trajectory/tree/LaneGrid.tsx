import { formatDuration } from '../../../src/core/display/time.ts';
import type { Scale } from '../overview/scale.ts';
import type { Tick } from '../overview/ticks.ts';

/** Behind the lanes: where the marks of the ruler are, and where the clock jumps. */
export function LaneGrid(props: { ticks: readonly Tick[]; scale: Scale }) {
  return (
    <div class="laneGrid" aria-hidden="true">
      {props.ticks.map((tick) => <span key={tick.share} class="laneTick" style={{ '--start': tick.share }} />)}
      {props.scale.pieces.map((piece) => piece.folded && (
        <span key={piece.from} class="laneFold" style={{ '--start': piece.start, '--length': piece.end - piece.start }} title={`Idle ${formatDuration((piece.to - piece.from) / 1000)}, folded`} />
      ))}
    </div>
  );
}
