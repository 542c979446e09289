import type { Navigation } from '../navigation.ts';
import type { Tick } from '../overview/ticks.ts';
import { hintOf } from '../../keys.ts';
import { useRulerZoom } from './useRulerZoom.ts';

/** The marks of the timeline. Dragging over them zooms in to that part, a double click goes back. `onLane` hears of the element they stand in. */
export function Ruler(props: { navigation: Navigation; ticks: readonly Tick[]; onLane: (lane: HTMLElement | null) => void }) {
  const { navigation, ticks } = props;
  const { drawn, handlers } = useRulerZoom(navigation);
  const back = hintOf('rangeBack');
  return (
    <span role="columnheader" class="lane ruler" ref={props.onLane} title={`Drag to zoom in; a double click goes back${back === '' ? '' : ` (${back})`}`} {...handlers}>
      <span class="srOnly">{navigation.columns.value.bar ? 'When' : 'In order'}</span>
      {ticks.map((tick) => <span key={tick.share} class={tick.share > 0.88 ? 'rulerTick end' : 'rulerTick'} style={{ '--start': tick.share }} aria-hidden="true">{tick.words}</span>)}
      {drawn && <span class="rulerDrawn" style={{ '--start': drawn.from, '--length': drawn.to - drawn.from }} aria-hidden="true" />}
    </span>
  );
}
