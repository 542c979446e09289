import { formatCount, plural } from '../../core/display/numbers.ts';
import { formatWhen } from '../../core/display/time.ts';
import { oneLine } from '../../core/display/truncate.ts';
import { visibleText } from '../../core/display/visibleText.ts';
import type { Grouping, TraceGroup } from '../../protocol/traceApi.ts';
import type { ClassName } from './traceRow.ts';

/** What the tree can be grouped by; days are made here, of the traces that are shown. */
export const groupBys = ['day', 'session', 'user', 'useCase', 'failure', 'tool', 'model', 'signal', 'file'] as const;
export type GroupBy = (typeof groupBys)[number];

type Words = { readonly title: string; /** In a sentence. */ readonly one: string; /** Where a trace has none. */ readonly none: string; readonly icon: string };

/** How each thing that traces have in common is called. */
export const groupWords: Readonly<Record<Grouping | 'day', Words>> = {
  day: { title: 'Day', one: 'day', none: 'No date', icon: 'calendar' },
  session: { title: 'Session', one: 'session', none: 'No session', icon: 'comment-discussion' },
  user: { title: 'User', one: 'user', none: 'No user', icon: 'account' },
  role: { title: 'Role', one: 'role', none: 'No role', icon: 'organization' },
  useCase: { title: 'Use case', one: 'use case', none: 'No use case', icon: 'target' },
  failure: { title: 'Failure class', one: 'failure class', none: 'No failure class', icon: 'bug' },
  tool: { title: 'Tool', one: 'tool', none: 'No tool call', icon: 'tools' },
  model: { title: 'Model', one: 'model', none: 'No model', icon: 'hubot' },
  signal: { title: 'Signal', one: 'signal', none: 'No signal', icon: 'warning' },
  tag: { title: 'Tag', one: 'tag', none: 'No tag', icon: 'tag' },
  file: { title: 'Source file', one: 'source file', none: 'No file', icon: 'file' },
};

export function isGroupBy(value: unknown): value is GroupBy {
  return groupBys.some((each) => each === value);
}

const slash = /^(.*)\/([^/]+)$/;

/** `retryStorm` as people say it: Retry storm. */
export function signalTitle(id: string): string {
  const words = id.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return oneLine(visibleText(`${words[0]?.toUpperCase() ?? ''}${words.slice(1)}`), 60);
}

/** The value of a group as its row names it: a class by its name, a file without its folder. */
export function groupTitle(by: Grouping, value: string | null, className: ClassName): string {
  if (value === null) return groupWords[by].none;
  if (by === 'failure') return oneLine(className(value), 60);
  if (by === 'signal') return signalTitle(value);
  const name = by === 'file' ? (slash.exec(value.replaceAll('\\', '/'))?.[2] ?? value) : value;
  return oneLine(visibleText(name), by === 'session' ? 32 : 60) || '(empty)';
}

function failing({ total, failing: count }: Pick<TraceGroup, 'total' | 'failing'>): string {
  return count > 0 ? `${formatCount(total)}, ${formatCount(count)} failing` : formatCount(total);
}

/** How many, how many of them failing, and what tells groups of like names apart: the folder of a file, the day of a session. */
export function groupDescription(by: Grouping, group: TraceGroup, now: Date): string {
  const folder = by === 'file' && group.value !== null ? slash.exec(group.value.replaceAll('\\', '/'))?.[1] : undefined;
  const day = by === 'session' && group.value !== null ? (group.newestUs === null ? 'no date' : formatWhen(group.newestUs, now.getTime() * 1000)) : undefined;
  return [failing(group), folder ?? day].filter(Boolean).join(' · ');
}

/** For the tooltip, where nothing is cut: the whole value, and the counts. */
export function groupTooltip(by: Grouping, group: TraceGroup, className: ClassName): string {
  const { value, total, failing: count } = group;
  const name = value === null ? groupWords[by].none : `${groupWords[by].title}: ${oneLine(visibleText(by === 'failure' ? className(value) : by === 'signal' ? signalTitle(value) : value), 500)}`;
  return `${name}\n${plural(total, 'trace')}, ${formatCount(count)} failing`;
}

/** Adds up groups of several folders. */
export function joinGroups(lists: readonly (readonly TraceGroup[])[]): readonly TraceGroup[] {
  const joined = new Map<string | null, TraceGroup>();
  for (const group of lists.flat()) {
    const known = joined.get(group.value);
    joined.set(group.value, known ? { value: group.value, total: known.total + group.total, failing: known.failing + group.failing, newestUs: known.newestUs === null ? group.newestUs : group.newestUs === null ? known.newestUs : Math.max(known.newestUs, group.newestUs) } : group);
  }
  return [...joined.values()].toSorted((a, b) => Number(a.value === null) - Number(b.value === null));
}
