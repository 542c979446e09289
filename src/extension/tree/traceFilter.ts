import type { TraceQuery } from '../../protocol/engineApi.ts';

/** What the view shows of all traces. Empty: all. */
export type TraceFilter = Pick<TraceQuery, 'text' | 'failing' | 'unlabelled'>;

export function isFiltering(filter: TraceFilter): boolean {
  return Boolean(filter.text || filter.failing || filter.unlabelled);
}

/** `failing, containing “refund”`, for the line above the tree. */
export function filterWords(filter: TraceFilter): string {
  return [filter.failing ? 'failing' : '', filter.unlabelled ? 'not reviewed' : '', filter.text ? `containing “${filter.text}”` : ''].filter(Boolean).join(', ');
}
