export function TreeHead(props: { timed: boolean }) {
  return (
    <div class="treeHead" role="rowgroup">
      <div class="treeRow head" role="row" aria-rowindex={1}>
        <span role="columnheader" class="cellNumber" aria-label="Step number">#</span>
        <span role="columnheader" class="cellName">Step</span>
        {props.timed && <span role="columnheader" class="cellBar"><span class="srOnly">When</span></span>}
        {props.timed && <span role="columnheader" class="cellTime">Time</span>}
        <span role="columnheader" class="cellTokens">Tokens</span>
        <span role="columnheader" class="cellCost">Cost</span>
      </div>
    </div>
  );
}
