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

/** How many traces are known, and how many have each value; each with those that failed, by class. */
type Sums = { readonly known: Count; readonly values: Map<string, Count> };
type Count = { all: number; readonly byClass: number[] };

/** Equal chances differ in their last digits. */
const rounded = (p: number): number => Number(p.toPrecision(9));

/** Fewer failures of a class than this show nothing that chance would not. */
const fewestOfClass = 3;

/**
 * What failures of each class have more or less often than other reviewed traces do. Each is a test of its own, and there are many:
 * `adjusted` is what counts. Least likely by chance first.
 */
export function coOccurrences(reviewed: readonly Reviewed[], { nameOf }: Classes): readonly CoOccurrence[] {
  const ids = [...new Set(reviewed.flatMap(({ failed, class: id }) => (failed ? [id] : [])))];
  const place = new Map(ids.map((id, at) => [id, at]));
  const found: Omit<CoOccurrence, 'adjusted'>[] = [];
  for (const side of Object.keys(sides) as TraceSide[]) {
    const { known, values } = sumsOf(reviewed, sides[side], place);
    for (const [at, id] of ids.entries()) {
      const ofClass = known.byClass[at]!;
      if (ofClass < fewestOfClass) continue;
      for (const [value, { all: total, byClass }] of values) {
        const count = byClass[at]!;
        // What all have tells nothing apart.
        if (count === 0 || total === known.all) continue;
        const test = compareProportions({ successes: count, n: ofClass }, { successes: total - count, n: known.all - ofClass });
        if (test === null) continue;
        found.push({ class: id, name: nameOf(id), side, value, inClass: { count, n: ofClass }, inAll: { count: total, n: known.all }, lift: count / ofClass / (total / known.all), p: test.p, method: test.method });
      }
    }
  }
  const adjusted = holm(found.map(({ p }) => p));
  return found.map((each, at): CoOccurrence => ({ ...each, adjusted: adjusted[at]! }))
    .sort((a, b) => rounded(a.p) - rounded(b.p) || b.lift - a.lift || (a.value < b.value ? -1 : 1));
}

function sumsOf(reviewed: readonly Reviewed[], valuesOf: (trace: LabelledTrace) => readonly string[] | null, place: ReadonlyMap<string | null, number>): Sums {
  const nothing = (): Count => ({ all: 0, byClass: Array.from({ length: place.size }, () => 0) });
  const known = nothing();
  const values = new Map<string, Count>();
  function add(count: Count, at: number): void {
    count.all++;
    if (at >= 0) count.byClass[at]!++;
  }
  for (const { trace, failed, class: id } of reviewed) {
    const own = valuesOf(trace);
    if (own === null) continue;
    const at = failed ? place.get(id)! : -1;
    add(known, at);
    for (const value of own.length < 2 ? own : new Set(own)) {
      let count = values.get(value);
      if (count === undefined) values.set(value, count = nothing());
      add(count, at);
    }
  }
  return { known, values };
}
