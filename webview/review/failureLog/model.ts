import { computed, signal } from '@preact/signals';
import type { FailureColumn, FailureRow } from '../../../src/core/model/failureLog.ts';
import type { FailureEdit, FailureLogAnswer } from '../../../src/protocol/failureLogApi.ts';
import type { FailureClass } from '../../../src/core/model/failureClass.ts';
import type { Failure } from '../../shared/failure.ts';
import { failureOf } from '../../shared/failure.ts';
import type { ReviewPageModel } from '../model.ts';
import { columns, isEditable, wholeText } from './columns.ts';
import type { Column } from './columns.ts';

export type FailureLogModel = ReturnType<typeof createFailureLog>;
type Answer = FailureLogAnswer & { readonly failureClasses: readonly FailureClass[] };
export type Sorting = { readonly column: FailureColumn | null; readonly descending: boolean };
type Kept = { readonly filter?: string; readonly sort?: Sorting };

const pageful = 100;
const largestFirst: readonly FailureColumn[] = ['cost', 'editMinutes', 'when'];

export function createFailureLog(page: ReviewPageModel) {
  const kept = (page.kept['failureLog'] ?? {}) as Kept;
  const answer = signal<Omit<Answer, 'rows'> | null>(null);
  const failure = signal<Failure | null>(null);
  const loading = signal(false);
  const saving = signal(false);
  const done = signal<string | null>(null);
  const filter = signal(typeof kept.filter === 'string' ? kept.filter : '');
  const sort = signal<Sorting>(columns.some(({ id }) => id === kept.sort?.column) && kept.sort ? kept.sort : { column: null, descending: false });
  /** Rows that are here, by their place. */
  const rows = signal<ReadonlyMap<number, FailureRow>>(new Map());
  const cursor = signal<{ readonly index: number; readonly column: FailureColumn }>({ index: 0, column: 'what' });
  const editing = signal(false);
  /** What blind review hides is shown, too, because it was asked for; not kept over a reload. */
  const all = signal(false);
  /** Those that have room. */
  const shown = signal<readonly Column[]>(columns);
  const focused = computed(() => rows.value.get(cursor.value.index));
  const asking = new Set<number>();
  let asked = 0;
  let unwritten: { readonly trace: string; readonly column: FailureColumn; readonly text: string } | null = null;
  let late = false;
  /** What is written, one after the other: whoever tabs on, or takes back at once, is faster than that. */
  let lastWritten: Promise<unknown> = Promise.resolve();
  let unfinished = 0;

  const choice = () => {
    const { column, descending } = sort.peek();
    return { ...(all.peek() ? { all: true } : {}), ...(filter.peek().trim() === '' ? {} : { filter: filter.peek() }), ...(column === null ? {} : { sort: column }), ...(descending ? { descending } : column !== null && largestFirst.includes(column) ? { descending } : {}) };
  };

  function put({ rows: read, ...rest }: Answer, offset: number, anew: boolean): void {
    answer.value = rest;
    rows.value = new Map([...(anew ? [] : rows.peek()), ...read.map((row, at) => [offset + at, row] as const)]);
  }

  /** All anew; the cursor stays on its row, wherever that stands now. */
  async function load(): Promise<void> {
    const mine = ++asked;
    loading.value = true;
    asking.clear();
    const trace = focused.peek()?.id;
    const from = (index: number): number => Math.max(0, Math.floor(index / pageful) * pageful - pageful);
    try {
      let offset = from(cursor.peek().index);
      let read = await page.api.readFailures({ ...choice(), offset, limit: 3 * pageful, ...(trace === undefined ? {} : { trace }) });
      const at = read.at ?? Math.min(cursor.peek().index, Math.max(0, read.total - 1));
      if (mine === asked && (at < offset || at >= offset + 3 * pageful)) read = await page.api.readFailures({ ...choice(), offset: offset = from(at), limit: 3 * pageful });
      if (mine !== asked) return;
      put(read, offset, true);
      cursor.value = { ...cursor.peek(), index: at };
      failure.value = null;
    } catch (error) {
      if (mine === asked) failure.value = failureOf(error);
    }
    if (mine === asked) loading.value = false;
  }

  /** Rows that came into view and are not here yet. */
  function need(indexes: readonly number[]): void {
    for (const offset of new Set(indexes.filter((index) => !rows.peek().has(index)).map((index) => Math.floor(index / pageful) * pageful))) {
      if (asking.has(offset)) continue;
      asking.add(offset);
      const mine = asked;
      void page.ask((async () => {
        const read = await page.api.readFailures({ ...choice(), offset, limit: pageful });
        if (mine === asked) put(read, offset, false);
        asking.delete(offset);
      })());
    }
  }

  async function attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      const result = await work();
      page.notice.value = null;
      return result;
    } catch (error) {
      page.notice.value = failureOf(error);
      return undefined;
    }
  }

  function perform<T>(work: () => Promise<T>): Promise<T | undefined> {
    unfinished++;
    saving.value = true;
    const performed = lastWritten.then(() => attempt(work)).finally(() => {
      unfinished--;
      saving.value = unfinished > 0;
    });
    lastWritten = performed;
    return performed;
  }

  function tell(said: string): void {
    done.value = said;
    page.say(said);
  }

  /** What is said of what was done; the rows are read again then. */
  async function doing(work: () => Promise<{ readonly said: string } | null>): Promise<void> {
    const report = await perform(work);
    if (report) tell(report.said);
    if (report || late) model.refresh();
  }

  /** What was refused stands in its cell again, to be mended or copied; while another cell is being edited, once this one is entered. */
  function takeUp(row: FailureRow, { column, text }: { readonly column: FailureColumn; readonly text: string }): void {
    const index = [...rows.peek()].find(([, each]) => each.id === row.id)?.[0];
    if (index === undefined) return;
    unwritten = { trace: row.id, column, text };
    if (editing.peek()) return;
    cursor.value = { index, column };
    editing.value = true;
  }

  const arrange = (): void => {
    page.remember({ failureLog: { filter: filter.peek(), sort: sort.peek() } satisfies Kept });
    void load();
  };
  const run = (): FailureRow | undefined => (focused.peek()?.run === 'imported' ? focused.peek() : undefined);

  const model = {
    /** The focus is among the rows, or was until its row went. */
    held: false,
    page, answer, failure, loading, saving, done, filter, sort, rows, cursor, editing, all, shown, focused, need,
    /** Rows do not move under whoever types in one. */
    refresh(): void {
      late = editing.peek() || saving.peek();
      if (!late) void load();
    },
    setFilter(text: string): void {
      if (filter.peek() === text) return;
      filter.value = text;
      cursor.value = { ...cursor.peek(), index: 0 };
      rows.value = new Map();
      arrange();
    },
    showAll(shownToo: boolean): void {
      all.value = shownToo;
      void load();
    },
    /** A second time the other way around, a third time the roadmap again. */
    sortBy(column: FailureColumn): void {
      const first = largestFirst.includes(column);
      const { column: before, descending } = sort.peek();
      sort.value = before !== column ? { column, descending: first } : descending === first ? { column, descending: !first } : { column: null, descending: false };
      cursor.value = { ...cursor.peek(), index: 0 };
      rows.value = new Map();
      arrange();
    },
    /** @returns whether the cursor is elsewhere now */
    move(down: number, right: number): void {
      const ids = shown.peek().map(({ id }) => id);
      const at = Math.max(0, ids.indexOf(cursor.peek().column));
      const last = Math.max(0, (answer.peek()?.total ?? 0) - 1);
      cursor.value = { index: Math.min(last, Math.max(0, cursor.peek().index + down)), column: ids[Math.min(ids.length - 1, Math.max(0, at + right))] ?? 'run' };
    },
    toEnd(end: boolean): void {
      cursor.value = { ...cursor.peek(), index: end ? Math.max(0, (answer.peek()?.total ?? 0) - 1) : 0 };
    },
    goTo(index: number, column: FailureColumn): void {
      cursor.value = { index, column };
    },
    /** The next cell that can be edited, in this row or the one after it. */
    nextCell(by: 1 | -1): void {
      const ids = shown.peek().map(({ id }) => id);
      let { index, column } = cursor.peek();
      let at = ids.indexOf(column);
      const total = answer.peek()?.total ?? 0;
      do {
        at += by;
        if (at < 0 || at >= ids.length) {
          index += by;
          at = at < 0 ? ids.length - 1 : 0;
        }
        if (index < 0 || index >= total) return;
        column = ids[at]!;
      } while (!isEditable(column));
      cursor.value = { index, column };
      editing.value = rows.peek().has(index);
    },
    /** Enter: what can be edited is, a run or a case is opened. */
    edit(): void {
      const { column } = cursor.peek();
      if (!focused.peek()) return;
      if (column === 'run' || column === 'question') model.open();
      else if (column === 'case') model.openCase();
      else if (isEditable(column)) editing.value = true;
    },
    leave(): boolean {
      if (!editing.peek()) return false;
      editing.value = false;
      if (late) model.refresh();
      return true;
    },
    /** Writes a cell where it says something else. The row stays where it is until all are read again. */
    async write(row: FailureRow, edit: FailureEdit, typed: { readonly column: FailureColumn; readonly text: string }): Promise<void> {
      const report = await perform(() => page.api.editFailure({ trace: row.id, edit, all: all.peek() }));
      if (!report) {
        takeUp(row, typed);
        if (late) model.refresh();
        return;
      }
      unwritten = null;
      const { row: after, over, replaced } = report;
      if (after) rows.value = new Map([...rows.peek()].map(([index, each]) => [index, each.id === after.id ? after : each]));
      tell([over === null ? 'Saved' : `Saved; the verdict stays ${over}'s`, ...(replaced > 0 ? ['a likely secret was replaced'] : [])].join('; '));
      model.refresh();
    },
    unwritten: (row: FailureRow, column: FailureColumn): string | undefined => (unwritten?.trace === row.id && unwritten.column === column ? unwritten.text : undefined),
    forget(): void {
      unwritten = null;
    },
    undo: (redo: boolean) => doing(() => page.api.undoFailureEdit({ redo })),
    importFile: () => doing(() => page.api.importFailures({})),
    async exportTo(to: 'csv' | 'markdown', copy: boolean): Promise<void> {
      const report = await attempt(() => page.api.exportFailures({ ...choice(), to, copy }));
      if (report) tell(report.said);
    },
    async makeCase(): Promise<void> {
      const row = run();
      if (!row) page.say('This row has no run to make a case from');
      else await doing(() => page.api.makeCaseOf({ trace: row.id }));
    },
    open(): void {
      const row = run();
      if (row) page.openTrace(row.id);
      else page.say('The run of this row is not imported');
    },
    /** The cell as a whole, however much of it has room. */
    copyCell(): void {
      const row = focused.peek();
      const text = row && wholeText(row, cursor.peek().column);
      if (text) page.copy(text, 'the cell');
      else page.say('The cell is empty');
    },
    openCase(): void {
      const guard = focused.peek()?.case;
      if (guard) page.openCase(guard.id);
      else page.say('No case was made from this run');
    },
  };
  return model;
}
