import type { LabelAnchor } from '../../model/label.ts';
import type { MatrixCell, MatrixHead, TransitionMatrix } from '../../model/patterns.ts';
import type { Reviewed } from './reviewed.ts';

/** What a step that was marked is called; undefined where nobody knows. */
export type StepName = (trace: string, anchor: LabelAnchor) => string | undefined;

type Head = MatrixHead & { readonly steps: number };

/**
 * Where runs turn: the last good step against the first wrong one. Only failures on which both are marked say that.
 * @param failed in the order in which the traces of a cell are told
 */
export function transitionMatrix(failed: readonly Reviewed[], nameOf: StepName = (_trace, { name }) => name): TransitionMatrix {
  const rows = new Heads();
  const columns = new Heads();
  const cells = new Map<number, Map<number, Reviewed[]>>();
  let withBoth = 0;
  for (const each of failed) {
    const { lastGood, firstWrong } = each.trace.labels.label!;
    const good = lastGood === null ? undefined : nameOf(each.trace.id, lastGood);
    const wrong = firstWrong === null ? undefined : nameOf(each.trace.id, firstWrong);
    if (good === undefined || wrong === undefined) continue;
    withBoth++;
    const [row, column] = [rows.add(good, lastGood!.step), columns.add(wrong, firstWrong!.step)];
    const inRow = cells.get(row) ?? new Map<number, Reviewed[]>();
    cells.set(row, inRow);
    const cell = inRow.get(column) ?? [];
    inRow.set(column, cell);
    cell.push(each);
  }
  const [rowOrder, columnOrder] = [rows.order(), columns.order()];
  const made = [...cells].flatMap(([row, inRow]) => [...inRow].map(([column, all]): MatrixCell => ({ row: rowOrder.place[row]!, column: columnOrder.place[column]!, traces: all.map(({ trace }) => trace.id) })));
  return { failures: failed.length, withBoth, rows: rowOrder.heads, columns: columnOrder.heads, cells: made.sort((a, b) => a.row - b.row || a.column - b.column) };
}

/** Step names as they are met, each with how often and how far into runs. */
class Heads {
  readonly #known = new Map<string, number>();
  readonly #all: { name: string; count: number; steps: number }[] = [];

  add(name: string, step: number): number {
    let at = this.#known.get(name);
    if (at === undefined) {
      at = this.#all.push({ name, count: 0, steps: 0 }) - 1;
      this.#known.set(name, at);
    }
    const head = this.#all[at]!;
    head.count++;
    head.steps += step;
    return at;
  }

  /** Those that stand earlier in runs first, so that the matrix reads as runs go. */
  order(): { readonly heads: readonly MatrixHead[]; readonly place: readonly number[] } {
    const mean = ({ steps, count }: Head): number => steps / count;
    const sorted = this.#all.map((head, at) => ({ head, at })).sort((a, b) => mean(a.head) - mean(b.head) || (a.head.name < b.head.name ? -1 : 1));
    const place: number[] = [];
    for (const [now, { at }] of sorted.entries()) place[at] = now;
    return { heads: sorted.map(({ head: { name, count } }) => ({ name, count })), place };
  }
}
