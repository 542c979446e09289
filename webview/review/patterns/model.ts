import { computed, signal } from '@preact/signals';
import type { MatrixCell, PerceptionGroup, TraceGroup, TransitionMatrix } from '../../../src/core/model/patterns.ts';
import { causeNames } from '../../../src/core/display/patternWords.ts';
import type { PatternsAnswer } from '../../../src/protocol/patternsApi.ts';
import type { Failure } from '../../shared/failure.ts';
import { failureOf } from '../../shared/failure.ts';
import { mediaHolds } from '../../shared/useMedia.ts';
import type { ReviewPageModel } from '../model.ts';
import { shownMatrix } from './shownMatrix.ts';
import type { ShownMatrix } from './shownMatrix.ts';

/** What the list at the side is of. */
export type Chosen = { readonly key: string; readonly title: readonly string[]; readonly ids: readonly string[] };
export type PatternsModel = ReturnType<typeof createPatterns>;

type Kept = { readonly weeks?: number | null; readonly promptVersion?: string | null; readonly table?: boolean };

/** As in the sheet: the list stands above the matrix. */
export const narrow = '(max-width: 800px)';
const usualWeeks = 8;
export const weekChoices: readonly (number | null)[] = [4, usualWeeks, 12, 26, null];

export function createPatterns(page: ReviewPageModel) {
  const kept = (page.kept['patterns'] ?? {}) as Kept;
  const answer = signal<PatternsAnswer | null>(null);
  const failure = signal<Failure | null>(null);
  const loading = signal(false);
  const weeks = signal<number | null>(weekChoices.includes(kept.weeks ?? null) && kept.weeks !== undefined ? kept.weeks : usualWeeks);
  const promptVersion = signal<string | null>(kept.promptVersion ?? null);
  const asTable = signal(kept.table === true);
  /** The focused cell, in what is shown of the matrix. */
  const cell = signal({ row: 0, column: 0 });
  const chosen = signal<Chosen | null>(null);
  const group = signal<TraceGroup | null>(null);
  const matrix = computed<ShownMatrix>(() => shownMatrix(answer.value?.matrix));
  let asked = 0;

  const remember = (): void => page.remember({ patterns: { weeks: weeks.peek(), promptVersion: promptVersion.peek(), table: asTable.peek() } satisfies Kept });

  async function load(whole = false): Promise<void> {
    const mine = ++asked;
    loading.value = true;
    try {
      const read = await page.api.readPatterns({ weeks: weeks.peek(), promptVersion: promptVersion.peek(), whole });
      if (mine !== asked) return;
      const first = answer.peek() === null;
      // Whoever chose no weeks gets those that most failures are in.
      if (first && kept.weeks === undefined && weeks.peek() === usualWeeks && (read.failuresBefore ?? 0) > read.failures) {
        weeks.value = null;
        return await load(whole);
      }
      answer.value = read;
      failure.value = null;
      if (first) start();
      else again();
      if (read.pending) return await load(true);
    } catch (error) {
      if (mine === asked) failure.value = failureOf(error);
    }
    if (mine === asked) loading.value = false;
  }

  /** The greatest cell is what one came for. */
  function start(): void {
    const { cells } = matrix.peek();
    const greatest = cells.reduce<MatrixCell | undefined>((most, each) => (most === undefined || each.traces.length > most.traces.length ? each : most), undefined);
    if (!greatest) return;
    cell.value = { row: greatest.row, column: greatest.column };
    // Where there is no room beside it, the matrix comes first.
    if (!mediaHolds(narrow)) list(greatest.row, greatest.column);
  }

  /** After labels changed: the same cell, by its steps, with the traces that it has now. */
  function again(): void {
    const { rows, columns } = matrix.peek();
    cell.value = { row: Math.min(cell.peek().row, Math.max(0, rows.length - 1)), column: Math.min(cell.peek().column, Math.max(0, columns.length - 1)) };
    const before = chosen.peek();
    if (before === null) return;
    const now = allChoices().find(({ key }) => key === before.key);
    if (now) choose(now);
    else close();
  }

  function choiceOf({ rows, columns }: Pick<TransitionMatrix, 'rows' | 'columns'>, { row, column, traces }: MatrixCell): Chosen {
    const title = [rows[row]!.name, columns[column]!.name];
    return { key: JSON.stringify(title), title, ids: traces };
  }
  const choiceOfCause = ({ cause, traces }: PerceptionGroup): Chosen => ({ key: cause, title: [causeNames[cause]], ids: traces });
  const allChoices = (): readonly Chosen[] => [...(answer.peek()?.matrix.cells ?? []).map((each) => choiceOf(answer.peek()!.matrix, each)), ...(answer.peek()?.perception.groups ?? []).filter(({ traces }) => traces.length > 0).map(choiceOfCause)];

  function choose(next: Chosen): void {
    const isSame = chosen.peek()?.key === next.key;
    chosen.value = next;
    if (!isSame) group.value = null;
    void page.ask((async () => {
      const read = await page.api.patternGroup({ traces: [...next.ids] });
      if (chosen.peek() === next) group.value = read;
    })());
  }

  function close(): void {
    chosen.value = null;
    group.value = null;
  }

  function list(row: number, column: number): void {
    const found = matrix.peek().at(row, column);
    if (found) choose(choiceOf(matrix.peek(), found));
    else close();
  }

  return {
    page, answer, failure, loading, weeks, promptVersion, asTable, cell, chosen, group, matrix, close, list,
    refresh: () => load(),
    /** Also of cells that the matrix does not show. */
    listNamed: (row: string, column: string, ids: readonly string[]) => choose({ key: JSON.stringify([row, column]), title: [row, column], ids }),
    listCause: (cause: PerceptionGroup) => choose(choiceOfCause(cause)),
    setWeeks(next: number | null): void {
      weeks.value = next;
      remember();
      void load();
    },
    setPrompt(next: string | null): void {
      promptVersion.value = next;
      remember();
      void load();
    },
    toggleTable(): void {
      asTable.value = !asTable.peek();
      remember();
    },
    move(down: number, right: number): void {
      const { rows, columns } = matrix.peek();
      const { row, column } = cell.peek();
      cell.value = { row: Math.min(Math.max(0, row + down), Math.max(0, rows.length - 1)), column: Math.min(Math.max(0, column + right), Math.max(0, columns.length - 1)) };
    },
    focusCell(row: number, column: number): void {
      cell.value = { row, column };
    },
    review(): void {
      const what = chosen.peek();
      if (what) page.review(what.title.join(' → '), what.ids);
    },
  };
}
