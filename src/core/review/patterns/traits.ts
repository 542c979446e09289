import type { TraceSide } from '../../model/patterns.ts';
import type { LabelledTrace } from '../../model/review.ts';

/** What a trace has on each side; null: it is not known. */
const sides: Readonly<Record<TraceSide, (trace: LabelledTrace) => readonly string[] | null>> = {
  tool: ({ orphan, toolsCalled }) => (orphan ? null : toolsCalled),
  model: ({ models }) => (models.length === 0 ? null : models),
  promptVersion: ({ facts }) => one(facts.promptVersion),
  role: ({ facts }) => one(facts.role),
  useCase: ({ facts }) => one(facts.useCase),
};
const one = (value: string | undefined): readonly string[] | null => (value === undefined ? null : [value]);

/** `value` null: that the side is known at all. */
export type Trait = { readonly side: TraceSide; readonly value: string | null; /** The number of that. */ readonly known: number };

/**
 * What traces have, as numbers, so that counting it over all of them again after each label reads a few numbers a trace and no text.
 * A trace is looked at once, as long as it is the same object.
 */
export class Traits {
  readonly all: Trait[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #ofTrace = new WeakMap<LabelledTrace, readonly number[]>();

  of(trace: LabelledTrace): readonly number[] {
    let found = this.#ofTrace.get(trace);
    if (found === undefined) {
      found = (Object.keys(sides) as TraceSide[]).flatMap((side) => {
        const values = sides[side](trace);
        if (values === null) return [];
        const known = this.#number(side, null, -1);
        return [known, ...new Set(values)].map((value) => (typeof value === 'number' ? value : this.#number(side, value, known)));
      });
      this.#ofTrace.set(trace, found);
    }
    return found;
  }

  #number(side: TraceSide, value: string | null, known: number): number {
    const key = value === null ? side : `${side} ${value}`;
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.all.length;
      this.all.push({ side, value, known: known < 0 ? number : known });
      this.#numbers.set(key, number);
    }
    return number;
  }
}
