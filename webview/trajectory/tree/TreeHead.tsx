import type { Navigation } from '../navigation.ts';

export function TreeHead(props: { columns: Navigation['columns']['value'] }) {
  const { time, tokens, cost } = props.columns;
  return (
    <div class="treeHead" role="rowgroup">
      <div class="treeRow head" role="row" aria-rowindex={1}>
        <span role="columnheader" class="cellNumber" aria-label="Step number">#</span>
        <span role="columnheader" class="cellName">Step</span>
        {time && <span role="columnheader" class="cellBar"><span class="srOnly">When</span></span>}
        {time && <span role="columnheader" class="cellTime">Time</span>}
        {tokens && <span role="columnheader" class="cellTokens">Tokens</span>}
        {cost && <span role="columnheader" class="cellCost">Cost</span>}
      </div>
    </div>
  );
}
