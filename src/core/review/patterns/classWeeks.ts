import type { ClassWeeks, ReviewedWeek } from '../../model/patterns.ts';
import type { IsoWeek } from '../../support/isoWeek.ts';
import { weekAfter } from '../../support/isoWeek.ts';
import type { Classes, Reviewed } from './reviewed.ts';

/** With fewer reviewed traces a week says nothing of the one before it. */
const fewest = 10;

/**
 * Failures by class and week.
 * @param span all weeks to show, oldest first
 * @param thisWeek the week that is not over yet
 */
export function classWeeks(reviewed: readonly Reviewed[], span: readonly IsoWeek[], weekOf: (us: number) => IsoWeek, thisWeek: IsoWeek, { inUse, nameOf }: Classes): ClassWeeks {
  const place = new Map(span.map(({ id }, at) => [id, at]));
  const [counted, failed] = [span.map(() => 0), span.map(() => 0)];
  const counts = new Map<string | null, number[]>();
  for (const each of reviewed) {
    if (each.trace.startUs === null) continue;
    const at = place.get(weekOf(each.trace.startUs).id);
    if (at === undefined) continue;
    counted[at]!++;
    if (!each.failed) continue;
    failed[at]!++;
    const ofClass = counts.get(each.class) ?? span.map(() => 0);
    counts.set(each.class, ofClass);
    ofClass[at]!++;
  }
  const weeks = span.map(({ id, from }, at): ReviewedWeek => ({ id, from, reviewed: counted[at]!, failures: failed[at]!, few: counted[at]! < fewest, whole: from < thisWeek.from }));
  const last = weeks.findLastIndex(({ whole }) => whole);
  const comparable = last > 0 && !weeks[last]!.few && !weeks[last - 1]!.few;
  const rank = new Map<string | null, number>(inUse.map(({ id }, at) => [id, at]));
  return {
    weeks,
    classes: [...counts].map(([id, ofClass]) => ({ id, name: nameOf(id), counts: ofClass, total: ofClass.reduce((sum, count) => sum + count, 0), change: comparable ? ofClass[last]! - ofClass[last - 1]! : null }))
      .sort((a, b) => b.total - a.total || (rank.get(a.id) ?? Infinity) - (rank.get(b.id) ?? Infinity)),
  };
}

/** So many weeks up to the last one, oldest first. */
export const weeksUpTo = (last: IsoWeek, count: number): readonly IsoWeek[] => Array.from({ length: count }, (_, at) => weekAfter(last, at + 1 - count));
