import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { formatCost, formatCount } from '../../src/core/display/numbers.ts';
import { formatDuration } from '../../src/core/display/time.ts';
import type { RunRow } from '../../src/core/model/runView.ts';
import { focusOnReturn } from '../shared/focusOnReturn.ts';
import { useRowWindow } from '../shared/useRowWindow.ts';
import { places } from './actions.ts';
import type { Line } from './filter.ts';
import type { RunModel } from './model.ts';
import { OutcomeMark } from './OutcomeMark.tsx';
import { Sparkline } from './Sparkline.tsx';
import { groupWords, outcomeWords, trialsWords } from './words.ts';

const heights: Readonly<Record<Line['type'], number>> = { group: 26, row: 42 };
const headHeight = 23;

function topsOf(lines: readonly Line[]): Float64Array {
  const tops = new Float64Array(lines.length + 1);
  lines.forEach((line, at) => (tops[at + 1] = tops[at]! + heights[line.type]));
  return tops;
}

/** The cases as a windowed grid, changes first. */
export function CaseRows(props: { model: RunModel }) {
  const { model } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const lines = model.lines.value;
  const rows = model.rows.value;
  const cursor = model.cursor.value;
  const focused = Math.max(0, lines.findIndex((line) => line.type === 'row' && line.at === cursor));
  const tops = useMemo(() => topsOf(lines), [lines]);
  const virtual = useRowWindow({ tops, headHeight, scroller, focused });
  useEffect(() => virtual.scrollTo(focused), [focused, lines]);

  // The focus follows the cursor while it is in the list.
  useLayoutEffect(() => {
    const active = document.activeElement;
    if (active !== document.body && !(active instanceof Element && scroller.current?.contains(active))) return;
    scroller.current?.querySelector<HTMLElement>('[role="row"][tabindex="0"]')?.focus({ preventScroll: true });
  }, [cursor, virtual.indexes.length]);
  useEffect(() => focusOnReturn(() => scroller.current?.querySelector<HTMLElement>('[role="row"][tabindex="0"]')), []);

  if (lines.length === 0) return <p class="empty caseRows">{rows.length === 0 ? 'The run holds no result.' : <>No case matches. <button type="button" class="linkButton" onClick={() => (model.find(''), model.choose('all'))}>Show all cases</button></>}</p>;
  return (
    <div class="caseRows" ref={scroller} id={places.rows} onKeyDown={(event) => page(event, model, virtual.pageSize)}>
      <div role="grid" aria-label="Cases of the run" aria-rowcount={lines.length + 1} aria-colcount={5}>
        <div class="caseRow caseHead" role="row" aria-rowindex={1}>
          <span role="columnheader">Case</span><span role="columnheader" class="cellSpark">Last runs</span><span role="columnheader" class="cellTrials" title="Trials that passed, of those that passed or failed">Trials</span><span role="columnheader" class="cellMs" title="Median of its trials">Time</span><span role="columnheader" class="cellUsd" title="Of all its trials">Cost</span>
        </div>
        <div class="caseLines" role="rowgroup" style={{ height: `${tops.at(-1)}px` }}>
          {virtual.indexes.map((index) => {
            const line = lines[index];
            if (!line) return null;
            const top = `${tops[index]}px`;
            if (line.type === 'group') return <div key={line.group} class="caseGroup" role="row" aria-rowindex={index + 2} style={{ '--top': top }}><span role="gridcell" aria-colspan={5}><strong>{groupWords[line.group]}</strong> <span class="dim number">{formatCount(line.count)}</span></span></div>;
            const row = rows[line.at];
            return row && <Row key={line.at} model={model} row={row} at={line.at} index={index + 2} top={top} focused={line.at === cursor} />;
          })}
        </div>
      </div>
    </div>
  );
}

function page(event: KeyboardEvent, model: RunModel, pageSize: () => number): void {
  const by = { PageDown: Math.ceil(pageSize() / 2), PageUp: -Math.ceil(pageSize() / 2) }[event.key];
  if (by !== undefined) model.move(by);
  else if (event.key === 'Home' || event.key === 'End') model.toEnd(event.key === 'End');
  else return;
  event.preventDefault();
}

function labelOf(row: RunRow, several: boolean): string {
  const { caseId, outcome, was, why, query, suite, trials, ms, costUsd, group, undecided, target } = row;
  const parts = [
    caseId, several ? `on ${target}` : null, group === 'cutOff' ? groupWords.cutOff : outcomeWords[outcome], group === 'newlyFailing' || group === 'newlyFixed' ? `${was} before` : null, why, undecided, query, suite === null ? null : `suite ${suite}`,
    trials.all > 1 ? `${trials.passes} of ${trials.n} trials passed` : null, ms === null ? null : formatDuration(ms), costUsd === null ? null : formatCost(costUsd),
  ];
  return parts.filter((part) => part !== null && part !== '').join(', ');
}

function Row(props: { model: RunModel; row: RunRow; at: number; index: number; top: string; focused: boolean }) {
  const { model, row, at, focused } = props;
  const several = (model.run.value?.header.targets.length ?? 0) > 1;
  const place = placeOf(row);
  return (
    <div
      class={focused ? 'caseRow focused' : 'caseRow'} role="row" aria-rowindex={props.index} aria-label={labelOf(row, several)} aria-selected={focused} tabIndex={focused ? 0 : -1} style={{ '--top': props.top }}
      onClick={() => model.goTo(at)} onDblClick={model.openCase} onFocus={() => model.cursor.peek() !== at && model.goTo(at)}
    >
      <span role="gridcell" class="cellCase">
        <OutcomeMark outcome={row.outcome} cutOff={row.group === 'cutOff'} />
        <span class="caseTexts">
          <span class="caseLine"><span class="caseId cut" title={row.caseId}>{row.caseId}</span>{several && <span class="tag caseTarget"><span class="cut">{row.target}</span></span>}{row.cached > 0 && <span class="tag">cached</span>}<span class="dim cut" title={row.query ?? ''}>{row.query ?? 'The case is no longer there'}</span></span>
          <span class="caseLine second">{place !== '' && <span class="dim cut caseSuite" title={row.file}>{place}</span>}{(row.why ?? row.undecided) !== null && <span class={row.group === 'cutOff' ? 'dim cut' : row.outcome === 'fail' ? 'bad cut' : row.outcome === 'error' ? 'warn cut' : 'dim cut'} title={row.why ?? row.undecided ?? ''}>{row.why ?? row.undecided}</span>}{row.rewordingsFailed > 0 && row.why === null && <span class="warn cut">{row.rewordingsFailed === 1 ? 'a rewording fails' : `${formatCount(row.rewordingsFailed)} trials of rewordings fail`}</span>}</span>
        </span>
      </span>
      <span role="gridcell" class="cellSpark"><Sparkline history={row.history} /></span>
      <span role="gridcell" class="cellTrials">{trialsWords(row)}</span>
      <span role="gridcell" class="cellMs">{row.ms !== null && formatDuration(row.ms)}</span>
      <span role="gridcell" class="cellUsd">{row.costUsd !== null && formatCost(row.costUsd)}</span>
    </div>
  );
}

/** Its suite, else its file, where that is not named after it. */
function placeOf({ suite, file, caseId }: RunRow): string {
  const name = file.slice(file.lastIndexOf('/') + 1);
  return suite ?? (name.startsWith(`${caseId}.case.`) ? '' : name);
}
