import type { RunGroup, RunRow } from '../../src/core/model/runView.ts';

/** Which rows are shown. */

export const filters = ['all', 'changed', 'fail', 'error', 'n/a', 'flaky', 'pass', 'cutOff', 'undecided'] as const;
export type Filter = (typeof filters)[number];

export const filterWords: Readonly<Record<Filter, string>> = { all: 'All', changed: 'Changed', fail: 'Fail', error: 'Error', 'n/a': 'n/a', flaky: 'Flaky', pass: 'Pass', cutOff: 'Not run to the end', undecided: 'Deciding nothing' };

const isFlaky = ({ trials: { passes, n } }: RunRow): boolean => passes > 0 && passes < n;

export function isIn(row: RunRow, filter: Filter): boolean {
  if (filter === 'all') return true;
  if (filter === 'undecided') return row.group === 'undecided';
  if (filter === 'cutOff') return row.group === 'cutOff';
  // What decides nothing, and what has no outcome, is counted by itself.
  if (row.group === 'undecided' || row.group === 'cutOff') return false;
  if (filter === 'changed') return row.group === 'newlyFailing' || row.group === 'newlyFixed';
  return filter === 'flaky' ? isFlaky(row) : row.outcome === filter;
}

/** All words, anywhere in what the row says. */
export function says(row: RunRow, text: string): boolean {
  const words = text.toLowerCase().split(/\s+/u).filter((word) => word !== '');
  if (words.length === 0) return true;
  const said = [row.caseId, row.query, row.suite, row.file, row.target, row.why, row.undecided].filter((part) => part !== null).join('\n').toLowerCase();
  return words.every((word) => said.includes(word));
}

export type Line = { readonly type: 'group'; readonly group: RunGroup; readonly count: number } | { readonly type: 'row'; readonly at: number };

/** Rows under the heading of their group. `at`: where the row stands in all rows. */
export function linesOf(rows: readonly RunRow[], shown: readonly number[]): readonly Line[] {
  const counts = new Map<RunGroup, number>();
  for (const at of shown) {
    const { group } = rows[at]!;
    counts.set(group, (counts.get(group) ?? 0) + 1);
  }
  let last: RunGroup | undefined;
  return shown.flatMap((at): readonly Line[] => {
    const { group } = rows[at]!;
    if (group === last) return [{ type: 'row', at }];
    last = group;
    return [{ type: 'group', group, count: counts.get(group) ?? 0 }, { type: 'row', at }];
  });
}
