import type { Navigation } from '../navigation.ts';
import type { Tick } from '../overview/ticks.ts';
import { Ruler } from './Ruler.tsx';

/** `ruler`: the marks of the timeline, null where the tree is shown. `onLane` hears of the element they stand in. */
export function TreeHead(props: { navigation: Navigation; ruler: readonly Tick[] | null; onLane: (lane: HTMLElement | null) => void }) {
  const { navigation, ruler } = props;
  const { bar, time, tokens, cost } = navigation.columns.value;
  return (
    <div class="treeHead" role="rowgroup">
      <div class="treeRow head" role="row" aria-rowindex={1}>
        <span role="columnheader" class="cellNumber" aria-label="Step number">#</span>
        <span role="columnheader" class="cellName">Step</span>
        {ruler && <Ruler navigation={navigation} ticks={ruler} onLane={props.onLane} />}
        {!ruler && bar && <span role="columnheader" class="cellBar"><span class="srOnly">When</span></span>}
        {time && <span role="columnheader" class="cellTime">Time</span>}
        {!ruler && tokens && <span role="columnheader" class="cellTokens">Tokens</span>}
        {!ruler && cost && <span role="columnheader" class="cellCost">Cost</span>}
      </div>
    </div>
  );
}

/** How many columns are drawn. */
export function columnCount(columns: Navigation['columns']['value'], view: 'tree' | 'timeline'): number {
  const { bar, time, tokens, cost } = columns;
  return 2 + Number(time) + (view === 'timeline' ? 1 : Number(bar) + Number(tokens) + Number(cost));
}
