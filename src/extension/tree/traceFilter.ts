import { formatDuration } from '../../core/display/time.ts';
import { oneLine, quoted } from '../../core/display/truncate.ts';
import type { Grouping, TraceQuery } from '../../protocol/traceApi.ts';
import { groupTitle, groupWords } from '../display/traceGroups.ts';
import type { ClassName } from '../display/traceRow.ts';

/** Days that are counted from today, so that a filter kept until tomorrow still means them. */
export const periods = { today: 'today', week: 'last 7 days', month: 'last 30 days' } as const;
export type Period = keyof typeof periods;
const daysBack: Readonly<Record<Period, number>> = { today: 0, week: 6, month: 29 };

/** Which value a trace must have; null: none at all. */
type Values = { readonly [by in Exclude<Grouping, 'file'>]?: string | null } & { readonly file?: string };
/** What the view shows of all traces; the parts combine. Empty: all. `since` and `until` are local days, `2026-11-03`. */
export type TraceFilter = Values & Pick<TraceQuery, 'text' | 'failing' | 'unlabelled' | 'minLatencyMs' | 'since' | 'until'> & { readonly period?: Period };
export type FilterKey = keyof TraceFilter;

/** One part, in words, and how to go on without it. */
export type FilterPart = { readonly key: FilterKey; readonly words: string; readonly icon: string; readonly without: TraceFilter };

export const filterValues = ['tool', 'model', 'user', 'role', 'useCase', 'session', 'tag', 'signal', 'failure', 'file'] as const satisfies readonly Grouping[];

export function isFiltering(filter: TraceFilter): boolean {
  return filterParts(filter, (id) => id).length > 0;
}

function wordsOf(filter: TraceFilter, key: FilterKey, className: ClassName): { readonly words: string; readonly icon: string } | undefined {
  switch (key) {
    case 'text':
      return filter.text ? { words: `containing ${quoted(filter.text, 60)}`, icon: 'search' } : undefined;
    case 'failing':
      return filter.failing === undefined ? undefined : { words: filter.failing ? 'failing' : 'not failing', icon: 'error' };
    case 'unlabelled':
      return filter.unlabelled === undefined ? undefined : { words: filter.unlabelled ? 'not reviewed' : 'reviewed', icon: 'circle-large-outline' };
    case 'minLatencyMs':
      return filter.minLatencyMs === undefined ? undefined : { words: `at least ${formatDuration(filter.minLatencyMs)}`, icon: 'watch' };
    case 'period':
      return filter.period === undefined ? undefined : { words: periods[filter.period], icon: 'calendar' };
    case 'since':
      return filter.since === undefined ? undefined : { words: `since ${filter.since}`, icon: 'calendar' };
    case 'until':
      return filter.until === undefined ? undefined : { words: `until ${filter.until}`, icon: 'calendar' };
    default: {
      const value = filter[key];
      if (value === undefined) return undefined;
      const { none, one, icon } = groupWords[key];
      return { words: value === null ? none.toLowerCase() : `${one} ${oneLine(groupTitle(key, value, className), 40)}`, icon };
    }
  }
}

const keys: readonly FilterKey[] = ['failing', 'unlabelled', 'text', ...filterValues, 'minLatencyMs', 'period', 'since', 'until'];

/** The parts that are set, in one order whatever the order they were set in. */
export function filterParts(filter: TraceFilter, className: ClassName): readonly FilterPart[] {
  return keys.flatMap((key) => {
    const said = wordsOf(filter, key, className);
    if (!said) return [];
    const { [key]: _, ...without } = filter;
    return [{ key, ...said, without }];
  });
}

/** `failing, containing “refund”, tool getOrder`, for the line above the tree. */
export function filterWords(filter: TraceFilter, className: ClassName): string {
  return filterParts(filter, className).map(({ words }) => words).join(', ');
}

function startOfDay(day: string, later = 0): string | undefined {
  const [year, month, date] = day.split('-').map(Number);
  const start = new Date(year ?? NaN, (month ?? NaN) - 1, (date ?? NaN) + later);
  return Number.isNaN(start.getTime()) ? undefined : start.toISOString();
}

/** As the engine is asked: days of this machine become moments. */
export function queryOf({ period, since, until, ...rest }: TraceFilter, now: Date): TraceQuery {
  const from = period === undefined ? since && startOfDay(since) : new Date(now.getFullYear(), now.getMonth(), now.getDate() - daysBack[period]).toISOString();
  const to = until && startOfDay(until, 1);
  return { ...rest, ...(from ? { since: from } : {}), ...(to ? { until: to } : {}) };
}
