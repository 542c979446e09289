import type { FailureColumn, FailureLog, FailureRow, FailureTotal } from '../../model/failureLog.ts';
import { classesInUse } from '../../model/failureClass.ts';
import type { Taxonomy } from '../../model/failureClass.ts';
import type { LabelledTrace } from '../../model/review.ts';
import { failureFilter } from './filter.ts';
import { byColumn, byRank, isDescendingAtFirst } from './order.ts';
import { failureRows } from './rows.ts';
import { failureTotals } from './totals.ts';

export type FailureChoice = { readonly filter?: string | undefined; /** Absent: the roadmap, by what classes cost. */ readonly sort?: FailureColumn | undefined; readonly descending?: boolean | undefined };
export type FailureLogs = {
  /** All rows of a choice, in their order. */
  rows(choice: FailureChoice): readonly FailureRow[];
  /** @param trace whose place among the rows is wanted */
  read(choice: FailureChoice, offset: number, limit: number, trace?: string): FailureLog;
};

const mostKept = 8;

/** @returns the log of labelled traces, which is made anew as far as another list is given. */
export function createFailureLogs(): (traces: readonly LabelledTrace[], taxonomy: Taxonomy) => FailureLogs {
  let of: { readonly traces: readonly LabelledTrace[]; readonly taxonomy: Taxonomy } | undefined;
  let rowOf: ReturnType<typeof failureRows> | undefined;
  let logs: FailureLogs | undefined;
  return (traces, taxonomy) => {
    if (logs && of?.traces === traces && of.taxonomy === taxonomy) return logs;
    if (!rowOf || of?.taxonomy !== taxonomy) rowOf = failureRows(taxonomy);
    of = { traces, taxonomy };
    const found: FailureRow[] = [];
    for (const trace of traces) {
      const row = rowOf(trace);
      if (row) found.push(row);
    }
    return logs = logsOf(found, taxonomy);
  };
}

function logsOf(all: readonly FailureRow[], taxonomy: Taxonomy): FailureLogs {
  let names: readonly string[] | undefined;
  const filterOf = (typed: string) => failureFilter(typed, names ??= classNames(all, taxonomy));
  const totals = failureTotals(all);
  const ranked = byRank(all, totals);
  const guarded = totals.reduce((sum, each) => sum + each.guarded, 0);
  const notImported = all.filter(({ run }) => run !== 'imported').length;
  const classes = totals.filter((each) => each.class !== null).length;
  const sorted = new Map<string, readonly FailureRow[]>();

  function inOrder(column: FailureColumn | undefined, descending: boolean): readonly FailureRow[] {
    if (column === undefined) return descending ? ranked.toReversed() : ranked;
    const key = `${column} ${descending}`;
    let rows = sorted.get(key);
    if (!rows) {
      if (sorted.size >= mostKept) sorted.clear();
      sorted.set(key, rows = byColumn(ranked, column, descending));
    }
    return rows;
  }

  function rowsOf({ sort, descending = sort !== undefined && isDescendingAtFirst(sort) }: FailureChoice): readonly FailureRow[] {
    return inOrder(sort, descending);
  }

  return {
    rows: (choice) => ((choice.filter ?? '').trim() === '' ? rowsOf(choice) : rowsOf(choice).filter(filterOf(choice.filter ?? '').matches)),
    read(choice, offset, limit, trace) {
      const filter = filterOf(choice.filter ?? '');
      const isWhole = (choice.filter ?? '').trim() === '';
      const rows = isWhole ? rowsOf(choice) : rowsOf(choice).filter(filter.matches);
      const shownTotals: readonly FailureTotal[] = isWhole ? totals : failureTotals(ranked.filter(filter.matchesBesideClass));
      const at = trace === undefined ? -1 : rows.findIndex(({ id }) => id === trace);
      return { rows: rows.slice(offset, offset + limit), total: rows.length, all: all.length, guarded, notImported, classes, totals: shownTotals, at: at < 0 ? null : at, notes: filter.notes };
    },
  };
}

/** Of all classes in use, and of those that are no more but still named. */
function classNames(rows: readonly FailureRow[], taxonomy: Taxonomy): readonly string[] {
  const known = classesInUse(taxonomy).flatMap(({ id, name, modes = [] }) => [id, name, ...modes.flatMap((mode) => [mode.id, mode.name])]);
  return [...new Set([...known, ...rows.flatMap(({ class: id, mode }) => [id, mode])].filter((each) => typeof each === 'string'))];
}
