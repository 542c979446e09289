import type { FailureColumn, FailureRow, FailureTotal } from '../../model/failureLog.ts';
import { caseStates } from '../../model/failureLog.ts';

type Key = string | number | null;

const lower = (text: string): Key => (text === '' ? null : text.toLowerCase());
const statuses: readonly string[] = ['open', 'fixing', 'handled'];

/** What a column sorts by. Null, which is unknown or not written, comes last in both directions. */
const keyOf: Readonly<Record<FailureColumn, (row: FailureRow) => Key>> = {
  run: ({ run, nativeId }) => (run === 'none' ? null : lower(nativeId)),
  class: ({ class: id, className, modeName }) => (id === null ? null : `${className}\0${modeName ?? ''}`.toLowerCase()),
  cause: ({ cause }) => lower(cause),
  fix: ({ fix }) => lower(fix),
  what: ({ note }) => lower(note),
  question: ({ title }) => lower(title ?? ''),
  status: ({ status }) => statuses.indexOf(status),
  // What nothing guards comes first: it is what is left to do.
  case: ({ case: guard }) => (guard === null ? 0 : caseStates.length - caseStates.indexOf(guard.state)),
  owner: ({ owner }) => lower(owner),
  cost: ({ costUsd }) => costUsd,
  editMinutes: ({ editMinutes }) => editMinutes,
  when: ({ startUs }) => startUs,
  by: ({ by }) => lower(by),
};

const largestFirst: ReadonlySet<FailureColumn> = new Set(['cost', 'editMinutes', 'when']);

/** Whether a column begins with its largest value where nobody says otherwise. */
export const isDescendingAtFirst = (column: FailureColumn): boolean => largestFirst.has(column);

function compare(a: Key, b: Key, sign: number): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return a === b ? 0 : a < b ? -sign : sign;
}

const unguarded = ({ case: guard }: FailureRow): number => (guard?.state === 'guarded' ? 1 : 0);

/** The roadmap: the most expensive class first, in it what nothing guards, then the most expensive run, then the newest. */
export function byRank(rows: readonly FailureRow[], totals: readonly FailureTotal[]): readonly FailureRow[] {
  const rank = new Map(totals.map((each, at) => [each.class, at]));
  return rows.toSorted((a, b) =>
    (rank.get(a.class) ?? 0) - (rank.get(b.class) ?? 0) || unguarded(a) - unguarded(b) || compare(a.costUsd, b.costUsd, -1) || compare(a.startUs, b.startUs, -1) || compare(a.id, b.id, 1));
}

/** Rows that are alike stay in the order that they come in, which is the roadmap's. */
export function byColumn(ranked: readonly FailureRow[], column: FailureColumn, descending: boolean): readonly FailureRow[] {
  const sign = descending ? -1 : 1;
  const key = keyOf[column];
  return ranked.map((row) => ({ row, key: key(row) })).sort((a, b) => compare(a.key, b.key, sign)).map(({ row }) => row);
}
