import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { kinds } from '../../src/core/display/outcome.ts';
import { formatDuration } from '../../src/core/display/time.ts';
import { plainPreview } from '../../src/core/display/truncate.ts';
import type { ComparedStep, Comparison, Relation, StepPair } from '../../src/core/model/comparison.ts';
import { focusOnReturn } from '../shared/focusOnReturn.ts';
import { Icon } from '../shared/Icon.tsx';
import { MarkIcon } from '../shared/MarkIcon.tsx';
import { evenTops, useRowWindow } from '../shared/useRowWindow.ts';
import { pairDelta } from './deltas.ts';
import type { CompareModel } from './model.ts';

const rowHeight = 22;
const headHeight = 23;
const relations: Readonly<Record<Relation, { readonly sign: string; readonly words: string }>> = {
  same: { sign: '=', words: 'same' }, changed: { sign: '≠', words: 'changed' }, onlyA: { sign: '\u2212', words: 'only in A' }, onlyB: { sign: '+', words: 'only in B' },
};

type Line = { readonly type: 'pair'; readonly index: number } | { readonly type: 'divergence' };

/** The pairs of steps as a windowed grid, with a line where the runs part. */
export function Pairs(props: { model: CompareModel; comparison: Comparison }) {
  const { model, comparison } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const divergence = comparison.firstDivergence;
  const lines: readonly Line[] = model.shown.value.flatMap((index): Line[] => [...(index === divergence?.pair ? [{ type: 'divergence' } as const] : []), { type: 'pair', index }]);
  const cursor = model.cursor.value;
  const focused = Math.max(0, lines.findIndex((line) => line.type === 'pair' && line.index === cursor));
  const tops = useMemo(() => evenTops(lines.length, rowHeight), [lines.length]);
  const virtual = useRowWindow({ tops, headHeight, scroller, focused });
  useEffect(() => virtual.scrollTo(focused), [focused, lines.length]);

  // The focus follows the cursor while it is in the list.
  useLayoutEffect(() => {
    const active = document.activeElement;
    if (active !== document.body && !(active instanceof Element && scroller.current?.contains(active))) return;
    scroller.current?.querySelector<HTMLElement>('[role="row"][tabindex="0"]')?.focus({ preventScroll: true });
  }, [cursor, virtual.indexes.length]);

  useEffect(() => focusOnReturn(() => scroller.current?.querySelector<HTMLElement>('[role="row"][tabindex="0"]')), []);
  if (lines.length === 0) return <p class="empty">The runs do the same, step by step. <button type="button" class="linkButton" onClick={model.toggleDifferences}>Show all pairs</button></p>;
  return (
    <div class="pairs" ref={scroller}>
      <div role="grid" aria-label="Pairs of steps" aria-rowcount={lines.length + 1} aria-colcount={4}>
        <div class="pairRow pairHead" role="row" aria-rowindex={1}>
          <span role="columnheader">A</span><span role="columnheader"><span class="srOnly">Relation</span></span><span role="columnheader">B</span><span role="columnheader" class="pairDelta">Delta</span>
        </div>
        <div class="pairRows" role="rowgroup" style={{ height: `${lines.length * rowHeight}px` }}>
          {virtual.indexes.map((index) => {
            const line = lines[index];
            if (!line) return null;
            const top = `${index * rowHeight}px`;
            if (line.type === 'divergence') {
              return (
                <div key="divergence" class="divergence" role="row" aria-rowindex={index + 2} style={{ '--top': top }}>
                  <span role="gridcell" class="divergenceWords cut" title={`First divergence ${divergence?.sentence ?? ''}`}><Icon name="git-compare" small /><strong>First divergence</strong> {divergence?.sentence}</span>
                </div>
              );
            }
            const pair = model.pairs.value[line.index];
            return pair && <Row key={line.index} model={model} pair={pair} index={line.index} row={index + 2} top={top} focused={line.index === cursor} />;
          })}
        </div>
      </div>
    </div>
  );
}

function Row(props: { model: CompareModel; pair: StepPair; index: number; row: number; top: string; focused: boolean }) {
  const { model, pair, index, focused } = props;
  const relation = relations[pair.relation];
  const delta = pairDelta(pair.a, pair.b);
  const label = [pair.a ? `A step ${pair.a.n} ${pair.a.name}` : 'not in A', relation.words, pair.differs, pair.b ? `B step ${pair.b.n} ${pair.b.name}` : 'not in B', delta?.text].filter(Boolean).join(', ');
  return (
    <div
      class={focused ? 'pairRow focused' : 'pairRow'} role="row" aria-rowindex={props.row} aria-label={label} aria-selected={focused} tabIndex={focused ? 0 : -1} style={{ '--top': props.top }}
      onClick={() => model.goTo(index)} onFocus={() => model.cursor.peek() !== index && model.goTo(index)}
    >
      <Half step={pair.a} side="A" />
      <span role="gridcell" class="relation" title={[relation.words, pair.differs].filter(Boolean).join(': ')}><span class={`relationSign ${pair.relation}`} aria-hidden="true">{relation.sign}</span></span>
      <Half step={pair.b} side="B" />
      <span role="gridcell" class={delta?.better === true ? 'pairDelta better' : 'pairDelta'}>{delta?.text}</span>
    </div>
  );
}

function Half(props: { step: ComparedStep | null; side: string }) {
  const { step, side } = props;
  if (!step) return <span role="gridcell" class="half hole">not in {side}</span>;
  return (
    <span role="gridcell" class="half" title={[step.name, step.detail, step.error].filter(Boolean).join('\n')}>
      <span class="halfNumber">{step.n}</span>
      <Icon name={kinds[step.kind].codicon} class={`kind ${step.kind}`} />
      <span class="stepText"><span class="stepName cut">{step.name}</span>{step.detail !== null && <span class="stepDetail cut">{step.kind === 'llm' ? plainPreview(step.detail) : step.detail}</span>}</span>
      {step.failed ? <MarkIcon mark="failed" /> : step.failedBelow && <MarkIcon mark="failedBelow" />}
      {step.status === 'blocked' && <MarkIcon mark="blocked" />}
      <span class="halfTime">{step.durationMs !== null && formatDuration(step.durationMs)}</span>
    </span>
  );
}
