import { formatCount, plural } from '../../core/display/numbers.ts';
import { oneLine } from '../../core/display/truncate.ts';
import { visibleText } from '../../core/display/visibleText.ts';
import type { QueueProgress } from '../../core/model/queue.ts';

/** The status bar: how far a queue is, over the folders of the window. */
export function reviewText(queues: readonly QueueProgress[]): string {
  const { reviewed, total } = summed(queues);
  const { id, name } = queues[0] ?? { id: 'week', name: '' };
  return `$(checklist) ${id === 'week' ? 'Week' : oneLine(visibleText(name), 24).replaceAll('$(', '$ (')}: ${formatCount(reviewed)} of ${formatCount(total)} reviewed`;
}

/** The same in a sentence, with who did it and what is left for whom: `This week, all of it: 37 of 120 traces reviewed, jonas 22, maria 15. 83 left for jonas, about 41 min.` */
export function reviewWords(queues: readonly QueueProgress[], reviewer: string | null): string {
  const { reviewed, total, left, minutes } = summed(queues);
  const people = new Map<string, number>();
  for (const { name, reviewed: count } of queues.flatMap(({ by }) => by)) people.set(name, (people.get(name) ?? 0) + count);
  const by = [...people].map(([name, count]) => `, ${visibleText(name)} ${formatCount(count)}`).join('');
  const rest = reviewer === null ? '' : left === 0 ? ` Nothing is left for ${visibleText(reviewer)}.` : ` ${formatCount(left)} left for ${visibleText(reviewer)}${minutes === null ? '' : `, about ${formatCount(minutes)} min`}.`;
  return `${visibleText(queues[0]?.name ?? 'Review')}: ${formatCount(reviewed)} of ${plural(total, 'trace')} reviewed${by}.${rest}`;
}

function summed(queues: readonly QueueProgress[]): { readonly reviewed: number; readonly total: number; readonly left: number; readonly minutes: number | null } {
  const sum = (of: (queue: QueueProgress) => number): number => queues.reduce((total, queue) => total + of(queue), 0);
  const isKnown = queues.every(({ minutesLeft }) => minutesLeft !== null);
  return { reviewed: sum(({ reviewed }) => reviewed), total: sum(({ total }) => total), left: sum(({ left }) => left), minutes: isKnown ? sum(({ minutesLeft }) => minutesLeft ?? 0) : null };
}
