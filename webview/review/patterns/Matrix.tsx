import { Fragment } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { formatCount, plural } from '../../../src/core/display/numbers.ts';
import type { PatternsModel } from './model.ts';

/** Broken where a name has words, not within them. */
function StepName(props: { name: string }) {
  const parts = props.name.split(/(?<=[_.\-/:])|(?<=[a-z0-9])(?=[A-Z])/u);
  return <code>{parts.map((part, at) => <Fragment key={at}>{at > 0 && <wbr />}{part}</Fragment>)}</code>;
}

/** Last good step down, first wrong step across. Every number is printed; the shade only says it again. */
export function Matrix(props: { model: PatternsModel }) {
  const { model } = props;
  const { rows, columns, greatest, left, at } = model.matrix.value;
  const { row: ownRow, column: ownColumn } = model.cell.value;
  const table = useRef<HTMLTableElement>(null);
  const drawn = useRef(false);
  useLayoutEffect(() => {
    // The focus follows keys, and is not taken when the matrix appears.
    if (drawn.current && table.current?.contains(document.activeElement)) table.current.querySelector<HTMLElement>('td[tabindex="0"]')?.focus();
    drawn.current = true;
  }, [ownRow, ownColumn]);
  const choose = (row: number, column: number) => {
    model.focusCell(row, column);
    model.list(row, column);
  };
  const sumOf = (column: number): number => rows.reduce((sum, _, row) => sum + (at(row, column)?.traces.length ?? 0), 0);
  const listed = model.chosen.value?.key;
  return (
    <div class="matrixBox">
      <table class="matrix" role="grid" aria-label="Last good step against first wrong step" ref={table} style={{ '--columns': columns.length }}>
        <thead>
          <tr role="row"><td /><th class="caption" colSpan={columns.length} scope="colgroup">First wrong step</th><td /></tr>
          <tr role="row">
            <th class="caption matrixCorner" scope="col">Last good step</th>
            {columns.map(({ name }) => <th key={name} scope="col" title={name}><StepName name={name} /></th>)}
            <th scope="col">All</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name }, row) => (
            <tr key={name} role="row">
              <th scope="row" title={name}><StepName name={name} /></th>
              {columns.map((head, column) => {
                const count = at(row, column)?.traces.length ?? 0;
                const isListed = listed === JSON.stringify([name, head.name]);
                return (
                  <td key={head.name} role="gridcell" class={isListed ? 'listed' : undefined} style={{ '--heat': `${count === 0 ? 0 : 10 + Math.round((36 * count) / greatest)}%` }}
                    tabIndex={row === ownRow && column === ownColumn ? 0 : -1} aria-selected={isListed} aria-label={`${name}, then ${head.name}: ${count === 0 ? 'no failure' : plural(count, 'failure')}`}
                    onClick={() => choose(row, column)} onFocus={() => model.focusCell(row, column)}>
                    {count === 0 ? <span class="dim">·</span> : formatCount(count)}
                  </td>
                );
              })}
              <td class="matrixSum">{formatCount(columns.reduce((sum, _, column) => sum + (at(row, column)?.traces.length ?? 0), 0))}</td>
            </tr>
          ))}
          <tr role="row">
            <th scope="row">All</th>
            {columns.map(({ name }, column) => <td key={name} class="matrixSum">{formatCount(sumOf(column))}</td>)}
            <td class="matrixSum">{formatCount(columns.reduce((sum, _, column) => sum + sumOf(column), 0))}</td>
          </tr>
        </tbody>
      </table>
      {left > 0 && <p class="dim small">{plural(left, 'failure')} between steps that come up less often {left === 1 ? 'is' : 'are'} only in the table.</p>}
    </div>
  );
}

/** The same as rows, most failures first, all of them. */
export function TransitionTable(props: { model: PatternsModel }) {
  const { model } = props;
  const matrix = model.answer.value!.matrix;
  const cells = matrix.cells.toSorted((a, b) => b.traces.length - a.traces.length || a.row - b.row || a.column - b.column);
  return (
    <div class="matrixBox">
      <table class="plainTable">
        <thead><tr><th scope="col">Last good step</th><th scope="col">First wrong step</th><th scope="col" class="right">Failures</th></tr></thead>
        <tbody>
          {cells.map(({ row, column, traces }) => (
            <tr key={`${row} ${column}`}>
              <td><StepName name={matrix.rows[row]!.name} /></td>
              <td><button type="button" class="linkButton breakable" onClick={() => model.listNamed(matrix.rows[row]!.name, matrix.columns[column]!.name, traces)}><StepName name={matrix.columns[column]!.name} /></button></td>
              <td class="right number">{formatCount(traces.length)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
