import { formatCount, formatPercent, plural } from './numbers.ts';
import type { BackTest, ClassRecurrence, CountOf, GoldenSetHealth, HealthLevel } from '../model/coverage.ts';

/** One measure of the golden set, in words. `more`: what it is of. */
export type HealthRow = { readonly name: string; readonly value: string; readonly more: string };

/**
 * Golden-set health in words, for the terminal, the page and files alike. What is unknown reads so, and never as 0.
 * @param repeated pairs of cases that ask the same
 */
export function healthRows({ size, added, converted, proven, withPath, tags }: GoldenSetHealth, repeated: number, { failures, caught, share }: Pick<BackTest, 'failures' | 'caught' | 'share'>): readonly HealthRow[] {
  return [
    { name: 'Size', value: plural(size.cases, 'case'), more: `${size.stands} the ${size.least} to ${size.most} that a golden set starts with` },
    { name: `Added in ${added.days} days`, ...addedWords(added) },
    { name: 'Failures made into cases', ...shareWords(converted, 'labelled failure', 'Not measured', 'no trace is labelled as failed') },
    { name: 'Proven', ...shareWords(proven, 'case that names a failure', 'Not measured', 'no case names a failure', 'cases that name a failure') },
    { name: 'With the expected path', ...shareWords(withPath, 'case', 'Not measured', 'there is no case') },
    { name: 'Live tags with an active case', ...shareWords(tags, 'tag of a trace', 'Not recorded', 'no trace has a tag', 'tags of traces') },
    { name: 'Would have caught', ...shareWords({ count: caught, n: failures, share }, 'labelled failure', 'Not measured', 'no imported trace is labelled as failed') },
    { name: 'Ask the same', value: plural(repeated, 'pair'), more: 'of cases whose queries are more than 0.95 alike' },
  ];
}

function shareWords({ count, n, share }: CountOf, one: string, unknown: string, why: string, many?: string): Pick<HealthRow, 'value' | 'more'> {
  return share === null ? { value: unknown, more: why } : { value: formatPercent(share), more: `${formatCount(count)} of ${plural(n, one, many)}` };
}

function addedWords({ count, dated, undated, last }: GoldenSetHealth['added']): Pick<HealthRow, 'value' | 'more'> {
  if (count === null || last === null) return { value: 'Not recorded', more: undated === 0 ? 'there is no case' : 'no case carries the date of a proof or a review' };
  return { value: formatCount(count), more: [`of ${formatCount(dated)} that carry a date, the newest ${last.slice(0, 10)}`, ...(undated === 0 ? [] : [`${formatCount(undated)} ${undated === 1 ? 'carries' : 'carry'} none`])].join('; ') };
}

/** Whether a class came back after its first proof. */
export function recurrenceWords({ count, n, share }: ClassRecurrence): string {
  return share === null ? 'Not measured: no run since was reviewed' : `${formatPercent(share)}, ${formatCount(count)} of ${plural(n, 'reviewed run')} since`;
}

export const levelWords = ({ level, said }: HealthLevel): string => `${level === 'breach' ? 'In breach' : 'To investigate'}: ${said}`;
