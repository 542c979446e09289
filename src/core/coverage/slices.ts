import { globMatches, isGlob } from '../evaluators/glob.ts';
import type { SliceCoverage, SliceValue } from '../model/coverage.ts';
import { isActive } from './caseAbout.ts';
import type { StandingCase } from './caseAbout.ts';

/** How many traces have a value; null: those that have none. */
export type LiveValue = { readonly value: string | null; readonly total: number };

/**
 * One way to divide live traffic, and which parts of it cases speak of.
 * @param namesOf what a case says of it: values, or patterns of them
 */
export function sliceCoverage(live: readonly LiveValue[], traces: number, cases: readonly StandingCase[], namesOf: (each: StandingCase) => Iterable<string>): SliceCoverage {
  const casesOf = new Map<string, StandingCase[]>();
  const patterns: (readonly [string, StandingCase])[] = [];
  for (const each of cases) {
    if (each.undecided?.kind === 'archived') continue;
    for (const name of new Set(namesOf(each))) {
      if (isGlob(name)) patterns.push([name, each]);
      else casesOf.set(name, [...(casesOf.get(name) ?? []), each]);
    }
  }
  function valueOf(value: string, total: number): SliceValue {
    const of = new Set([...(casesOf.get(value) ?? []), ...patterns.flatMap(([pattern, each]) => (globMatches(pattern, value) ? [each] : []))]);
    return { value, traces: total, share: traces === 0 ? null : total / traces, cases: of.size, active: [...of].filter(isActive).length };
  }
  const values = live.flatMap(({ value, total }) => (value === null ? [] : [valueOf(value, total)])).sort((a, b) => b.traces - a.traces || (a.value < b.value ? -1 : 1));
  const met = new Set(values.map(({ value }) => value));
  const onlyNamed = [...casesOf.keys()].filter((name) => !met.has(name)).sort().map((name) => valueOf(name, 0));
  const seen = values.reduce((sum, each) => sum + each.traces, 0);
  const covered = values.reduce((sum, each) => sum + (each.active > 0 ? each.traces : 0), 0);
  return { values: [...values, ...onlyNamed], seen, covered, share: seen === 0 ? null : covered / seen, without: live.find(({ value }) => value === null)?.total ?? 0 };
}
