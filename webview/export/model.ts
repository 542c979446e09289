import { computed, signal } from '@preact/signals';
import type { ExportPageApi, ExportRow, ExportView } from '../../src/protocol/exportPage.ts';
import type { Client } from '../../src/protocol/rpc.ts';
import { failureOf } from '../shared/failure.ts';
import type { Failure } from '../shared/failure.ts';

export type ExportStatus =
  | { readonly kind: 'reading'; readonly share: number | null; readonly traces: number }
  | { readonly kind: 'open' }
  | { readonly kind: 'failed'; readonly failure: Failure };
export type ExportModel = ReturnType<typeof createExportModel>;

/** Rows are fetched by pages of this size, as they come into view. */
const pageSize = 200;

/** The traces of one file: read first, then listed as far as somebody looks. */
export function createExportModel(api: Client<ExportPageApi>) {
  const status = signal<ExportStatus>({ kind: 'reading', share: null, traces: 0 });
  const view = signal<ExportView | null>(null);
  const text = signal('');
  const total = signal(0);
  const rows = signal<ReadonlyMap<number, ExportRow>>(new Map());
  const cursor = signal(0);
  const spoken = signal({ text: '', id: 0 });
  const say = (words: string) => (spoken.value = { text: words, id: spoken.value.id + 1 });
  const asked = new Set<number>();
  let turn = 0;
  let reading: AbortController | undefined;

  /** For what only has to happen: a failure is said, not thrown at nobody. */
  const ask = (work: Promise<unknown>) => void work.catch((error: unknown) => say(failureOf(error).message));

  async function fetchPage(page: number): Promise<void> {
    if (asked.has(page)) return;
    asked.add(page);
    const of = turn;
    try {
      const found = await api.list({ text: text.peek(), offset: page * pageSize, limit: pageSize });
      if (of !== turn) return;
      total.value = found.total;
      rows.value = new Map([...rows.peek(), ...found.rows.map((row, index): [number, ExportRow] => [page * pageSize + index, row])]);
    } catch (error) {
      asked.delete(page);
      if (of === turn) status.value = { kind: 'failed', failure: failureOf(error) };
    }
  }

  async function list(): Promise<void> {
    turn++;
    asked.clear();
    rows.value = new Map();
    cursor.value = 0;
    await fetchPage(0);
  }

  async function open(): Promise<void> {
    status.value = { kind: 'reading', share: null, traces: 0 };
    reading = new AbortController();
    try {
      view.value = await api.open({}, {
        signal: reading.signal,
        onProgress: ({ bytes, bytesRead, traces }) => (status.value = { kind: 'reading', share: bytes > 0 ? bytesRead / bytes : null, traces }),
      });
      status.value = { kind: 'open' };
      if (view.value.traces > 0) await list();
    } catch (error) {
      status.value = { kind: 'failed', failure: failureOf(error) };
    }
  }

  return {
    status, view, text, total, rows, cursor, spoken, open,
    /** A column that no row fills is not drawn. */
    columns: computed(() => {
      const here = [...rows.value.values()];
      return { tokens: here.some((row) => row.tokens !== null), cost: here.some((row) => row.costUsd !== null) };
    }),
    isFiltered: computed(() => text.value.trim() !== ''),
    stop: () => reading?.abort(),
    /** Rows from here to there are about to be seen. */
    need(from: number, to: number): void {
      for (let page = Math.floor(from / pageSize); page <= Math.floor(to / pageSize); page++) void fetchPage(page);
    },
    find(words: string): void {
      text.value = words;
      ask(list());
    },
    moveTo: (index: number) => (cursor.value = Math.max(0, Math.min(total.peek() - 1, index))),
    openRow(index: number): void {
      cursor.value = index;
      const row = rows.peek().get(index);
      if (row) ask(api.openTrace({ trace: row.id }));
    },
    openText: () => ask(api.openText({})),
    showReport: () => ask(api.showReport({})),
    mapColumns: () => ask(api.mapColumns({})),
  };
}
