import type { CoOccurrence } from '../../model/patterns.ts';
import { holm } from '../../statistics/holm.ts';
import { compareProportions } from '../../statistics/twoProportions.ts';
import type { Classes, Reviewed } from './reviewed.ts';
import { Traits } from './traits.ts';

/** Equal chances differ in their last digits. */
const rounded = (p: number): number => Number(p.toPrecision(9));

/** Fewer failures of a class than this show nothing that chance would not. */
const fewestOfClass = 3;

/**
 * What failures of each class have more or less often than other reviewed traces do. Each is a test of its own, and there are many:
 * `adjusted` is what counts. Least likely by chance first.
 */
export function coOccurrences(reviewed: readonly Reviewed[], { nameOf }: Classes, traits = new Traits()): readonly CoOccurrence[] {
  const ofEach = reviewed.map(({ trace }) => traits.of(trace));
  const counts = (): number[] => Array.from({ length: traits.all.length }, () => 0);
  const inAll = counts();
  const byClass = new Map<string | null, number[]>();
  for (const [at, { failed, class: id }] of reviewed.entries()) {
    for (const trait of ofEach[at]!) inAll[trait]!++;
    if (!failed) continue;
    let inClass = byClass.get(id);
    if (inClass === undefined) byClass.set(id, inClass = counts());
    for (const trait of ofEach[at]!) inClass[trait]!++;
  }

  const found: Omit<CoOccurrence, 'adjusted'>[] = [];
  for (const [id, inClass] of byClass) {
    for (const [trait, { side, value, known }] of traits.all.entries()) {
      const [count, n, total, all] = [inClass[trait]!, inClass[known]!, inAll[trait]!, inAll[known]!];
      // What all have tells nothing apart.
      if (value === null || count === 0 || n < fewestOfClass || total === all) continue;
      const test = compareProportions({ successes: count, n }, { successes: total - count, n: all - n });
      if (test === null) continue;
      found.push({ class: id, name: nameOf(id), side, value, inClass: { count, n }, inAll: { count: total, n: all }, lift: count / n / (total / all), p: test.p, method: test.method });
    }
  }
  const adjusted = holm(found.map(({ p }) => p));
  return found.map((each, at): CoOccurrence => ({ ...each, adjusted: adjusted[at]! }))
    .sort((a, b) => rounded(a.p) - rounded(b.p) || b.lift - a.lift || (a.value < b.value ? -1 : 1));
}
