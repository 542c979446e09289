import { computed, signal } from '@preact/signals';
import type { QueueRow } from '../../../src/core/model/queue.ts';
import type { QueueView } from '../../../src/protocol/queuePage.ts';
import type { Verdict } from '../../../src/core/model/label.ts';

/** How many rows are read at once. */
export const pageSize = 100;

/** The rows of a queue that are here, by their place; others are read when they come into view. */
export function createRows() {
  const rows = signal<ReadonlyMap<number, QueueRow>>(new Map());
  /** All that are here began within one day: then the time tells them apart, else the day. */
  const oneDay = computed(() => {
    const starts = [...rows.value.values()].flatMap(({ startUs }) => (startUs === null ? [] : [startUs]));
    return new Set(starts.map((us) => new Date(us / 1000).toDateString())).size === 1;
  });
  return {
    rows, oneDay,
    at: (index: number): QueueRow | undefined => rows.value.get(index),
    /** Where a trace stands, as far as is known. */
    indexOf(trace: string): number | undefined {
      for (const [index, row] of rows.peek()) if (row.id === trace) return index;
      return undefined;
    },
    /** `anew`: all that was here is out of date. */
    put({ offset, rows: read }: Pick<QueueView, 'offset' | 'rows'>, anew: boolean): void {
      rows.value = new Map([...(anew ? [] : rows.peek()), ...read.map((row, at) => [offset + at, row] as const)]);
    },
    /** What was just written is shown before the list is read again. */
    mark(trace: string, verdict: Verdict | null): void {
      for (const [index, row] of rows.peek()) {
        if (row.id !== trace || row.verdict === verdict) continue;
        rows.value = new Map(rows.peek()).set(index, { ...row, verdict });
        return;
      }
    },
  };
}
