import { batch, signal } from '@preact/signals';
import { plural } from '../../../src/core/display/numbers.ts';
import type { LabelChange } from '../../../src/core/model/label.ts';
import type { createRows } from './rows.ts';

/** What is done to several traces, while it is asked whether verdicts of one's own may be written over. */
export type Overwrites = { readonly count: number; readonly of: number; readonly words: string; readonly change: LabelChange };
export type Bulk = ReturnType<typeof createBulk>;

export type BulkSources = {
  readonly rows: ReturnType<typeof createRows>;
  /** The trace in focus and its place: a selection begins there. */
  readonly cursor: () => { readonly trace: string | null; readonly index: number };
  /** Reads the rows around a place that are not here yet. */
  readonly readAround: (index: number) => Promise<unknown>;
  /** @returns how many labels changed */
  readonly write: (traces: string[], change: LabelChange) => Promise<number>;
  readonly onWritten: (traces: readonly string[], said: string) => unknown;
  readonly onFailure: (error: unknown) => void;
};

/** Several traces of the list, to be labelled as one. */
export function createBulk({ rows, cursor, readAround, write, onWritten, onFailure }: BulkSources) {
  const selection = signal<ReadonlySet<string>>(new Set());
  const overwrites = signal<Overwrites | null>(null);
  const busy = signal(false);
  let from = 0;

  function clear(): void {
    batch(() => {
      selection.value = new Set();
      overwrites.value = null;
    });
  }

  function begin(): void {
    if (selection.peek().size === 0) from = cursor().index;
  }

  return {
    selection, overwrites, busy, clear,
    /** Where no selection is yet, it begins at the trace in focus. */
    begin,
    /** All from where the selection began; rows that are not here yet are read first. */
    async extendTo(index: number): Promise<void> {
      const [first, last] = from <= index ? [from, index] : [index, from];
      for (let at = first; at <= last; at++) if (!rows.at(at)) await readAround(at);
      overwrites.value = null;
      selection.value = new Set(Array.from({ length: last - first + 1 }, (_, at) => rows.at(first + at)?.id).filter((id) => id !== undefined));
    },
    toggle(trace: string): void {
      const focused = cursor().trace;
      const now = new Set(selection.peek().size === 0 && focused !== null ? [focused] : selection.peek());
      if (now.has(trace)) now.delete(trace);
      else now.add(trace);
      overwrites.value = null;
      selection.value = now;
    },
    /** `agreed`: verdicts of one's own may be written over; else that is asked first. */
    async label(change: LabelChange, words: string, agreed = false): Promise<void> {
      const ids = [...selection.peek()];
      if (ids.length === 0 || busy.peek()) return;
      busy.value = true;
      try {
        const count = agreed ? 0 : [...rows.rows.peek().values()].filter(({ id, verdict }) => verdict !== null && selection.peek().has(id)).length;
        if (count > 0) {
          overwrites.value = { count, of: ids.length, words, change };
          return;
        }
        const changed = await write(ids, change);
        clear();
        await onWritten(ids, `${words}: ${plural(changed, 'trace')}`);
      } catch (error) {
        onFailure(error);
      } finally {
        busy.value = false;
      }
    },
  };
}
