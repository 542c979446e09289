import type { CoOccurrence, TraceSide } from '../../model/patterns.ts';
import type { LabelledTrace } from '../../model/review.ts';
import { holm } from '../../statistics/holm.ts';
import { compareProportions } from '../../statistics/twoProportions.ts';
import type { Classes, Reviewed } from './reviewed.ts';

/** What a trace has on each side; null: it is not known. */
const sides: Readonly<Record<TraceSide, (trace: LabelledTrace) => readonly string[] | null>> = {
  tool: ({ orphan, toolsCalled }) => (orphan ? null : toolsCalled),
  model: ({ models }) => (models.length === 0 ? null : models),
  promptVersion: ({ facts }) => one(facts.promptVersion),
  role: ({ facts }) => one(facts.role),
  useCase: ({ facts }) => one(facts.useCase),
};
const one = (value: string | undefined): readonly string[] | null => (value === undefined ? null : [value]);

type Sums = { known: number; readonly values: Map<string, number> };
const sumsOf = (): Sums => ({ known: 0, values: new Map() });

/** Equal chances differ in their last digits. */
const rounded = (p: number): number => Number(p.toPrecision(9));

/** Fewer failures of a class than this show nothing that chance would not. */
const fewestOfClass = 3;

/**
 * What failures of each class have more or less often than other reviewed traces do. Each is a test of its own, and there are many:
 * `adjusted` is what counts. Least likely by chance first.
 */
export function coOccurrences(reviewed: readonly Reviewed[], { nameOf }: Classes): readonly CoOccurrence[] {
  const found: Omit<CoOccurrence, 'adjusted'>[] = [];
  for (const side of Object.keys(sides) as TraceSide[]) {
    const valuesOf = sides[side];
    const all = sumsOf();
    const byClass = new Map<string | null, Sums>();
    for (const { trace, failed, class: id } of reviewed) {
      const values = valuesOf(trace);
      if (values === null) continue;
      const ofClass = failed ? (byClass.get(id) ?? sumsOf()) : undefined;
      if (ofClass) byClass.set(id, ofClass);
      for (const sums of [all, ...(ofClass ? [ofClass] : [])]) {
        sums.known++;
        for (const value of values.length < 2 ? values : new Set(values)) sums.values.set(value, (sums.values.get(value) ?? 0) + 1);
      }
    }
    for (const [id, sums] of byClass) {
      if (sums.known < fewestOfClass) continue;
      for (const [value, count] of sums.values) {
        const total = all.values.get(value)!;
        const test = compareProportions({ successes: count, n: sums.known }, { successes: total - count, n: all.known - sums.known });
        // What all have tells nothing apart.
        if (test === null || total === all.known) continue;
        found.push({ class: id, name: nameOf(id), side, value, inClass: { count, n: sums.known }, inAll: { count: total, n: all.known }, lift: count / sums.known / (total / all.known), p: test.p, method: test.method });
      }
    }
  }
  const adjusted = holm(found.map(({ p }) => p));
  return found.map((each, at): CoOccurrence => ({ ...each, adjusted: adjusted[at]! }))
    .sort((a, b) => rounded(a.p) - rounded(b.p) || b.lift - a.lift || (a.value < b.value ? -1 : 1));
}
