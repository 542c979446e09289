import { formatCount, plural } from '../../core/display/numbers.ts';
import { formatDuration } from '../../core/display/time.ts';
import { oneLine } from '../../core/display/truncate.ts';
import type { Grouping, TraceGroup } from '../../protocol/traceApi.ts';
import { groupTitle, groupWords } from '../display/traceGroups.ts';
import { plainItem } from '../services/plainItem.ts';
import { askText, chooseOne, type Answer, type Option } from '../services/questions.ts';
import type { FilterNeeds } from './chooseFilter.ts';
import { isDay, parseLatency } from './filterText.ts';
import { periods, type Period, type TraceFilter } from './traceFilter.ts';

export type ValueCounts = readonly TraceGroup[];
type Next = TraceFilter | 'back' | undefined;

const place = { title: 'Filter Traces', step: 2, steps: 2 };
/** More rows than this are found by a search in the tree, not by scrolling. */
const mostValues = 2000;

function next<T>(answer: Answer<T>, filter: (value: T) => TraceFilter): Next {
  return answer.kind === 'chosen' ? filter(answer.value) : answer.kind === 'back' ? 'back' : undefined;
}

/** A value that traces have, with how many have it under the rest of the filter. */
export async function chooseValue(by: Grouping, current: TraceFilter, { className, counts, say }: FilterNeeds): Promise<Next> {
  const { [by]: chosen, ...rest } = current;
  const groups = await counts(by, rest);
  const { one, icon } = groupWords[by];
  const options = groups.slice(0, mostValues).flatMap(({ value, total, failing }): readonly Option<string | null>[] => {
    if (value === null && by === 'file') return [];
    const title = groupTitle(by, value, className);
    const count = `${plural(total, 'trace')}${failing > 0 && !rest.failing ? `, ${formatCount(failing)} failing` : ''}`;
    return [plainItem({ label: title, description: count, ...(value !== null && by === 'file' && title !== value ? { detail: oneLine(value, 200) } : {}), value }, value === null ? undefined : icon)];
  });
  if (options.every(({ value }) => value === null)) {
    say(`No ${one} is recorded in ${groups.length === 0 ? 'the traces' : 'any of these traces'}.`);
    return undefined;
  }
  return next(await chooseOne(place, `Which ${one}?`, options, (value) => value === chosen), (value) => ({ ...rest, [by]: value }));
}

const latencies = [1000, 5000, 10_000, 30_000, 60_000, 300_000];

/** At least how long the runs took. */
export async function chooseLatency(current: TraceFilter): Promise<Next> {
  const options = latencies.map((ms): Option<number | 'own'> => ({ label: `At least ${formatDuration(ms).replace(/\.0+ /, ' ')}`, value: ms }));
  const answer = await chooseOne<number | 'own'>(place, 'How long did the runs take?', [...options, { label: 'Another time…', value: 'own' }], (value) => value === current.minLatencyMs);
  if (answer.kind !== 'chosen' || answer.value !== 'own') return next(answer, (value) => ({ ...current, minLatencyMs: value as number }));
  const typed = await askText(place, 'At least this long, such as 800 ms, 2.5 s or 1 min', '', (text) => (parseLatency(text) === undefined ? 'Write a number and a unit, such as 800 ms, 2.5 s or 1 min' : undefined));
  return next(typed, (text) => ({ ...current, minLatencyMs: parseLatency(text) ?? 0 }));
}

/** A span of days that ends today, or days of one's own. */
export async function chooseDays(current: TraceFilter): Promise<Next> {
  const { period, since = '', until = '', ...rest } = current;
  const options = (Object.keys(periods) as readonly Period[]).map((value): Option<Period | 'own'> => ({ label: `${periods[value][0]?.toUpperCase() ?? ''}${periods[value].slice(1)}`, value }));
  const answer = await chooseOne<Period | 'own'>(place, 'When did they run?', [...options, { label: 'Other days…', value: 'own' }], (value) => value === period);
  if (answer.kind !== 'chosen' || answer.value !== 'own') return next(answer, (value) => ({ ...rest, period: value as Period }));
  const problem = (text: string): string | undefined => (text === '' || isDay(text) ? undefined : 'Write the day like 2026-11-03, or leave it empty');
  const first = await askText(place, 'First day, such as 2026-11-03; empty: from the beginning', since, problem);
  if (first.kind !== 'chosen') return next(first, () => current);
  const last = await askText(place, 'Last day, such as 2026-11-30; empty: until now', until, problem);
  return next(last, (text) => ({ ...rest, ...(first.value === '' ? {} : { since: first.value }), ...(text === '' ? {} : { until: text }) }));
}
