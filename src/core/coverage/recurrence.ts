import type { ClassRecurrence } from '../model/coverage.ts';
import type { Taxonomy } from '../model/failureClass.ts';
import { classesInUse } from '../model/failureClass.ts';
import { classOf } from './caseAbout.ts';
import type { StandingCase } from './caseAbout.ts';
import { followerOf } from './classes.ts';
import { countOf } from './health.ts';

/** A trace whose label says pass (`class` is null) or fail. */
export type ReviewedRun = { readonly startUs: number; readonly failed: boolean; readonly class: string | null };

/** Of each class with a proven case, how often it was seen again (see ClassRecurrence). */
export function recurrenceOf(taxonomy: Taxonomy | undefined, cases: readonly StandingCase[], runs: readonly ReviewedRun[]): readonly ClassRecurrence[] {
  const inUse = classesInUse(taxonomy);
  const followed = followerOf(taxonomy, inUse);
  const firstProof = new Map<string, number>();
  for (const each of cases) {
    const id = followed(classOf(each).class);
    const at = Date.parse(each.value.source?.proof?.at ?? '');
    if (id !== undefined && each.proofHolds && each.undecided?.kind !== 'archived' && at < (firstProof.get(id) ?? Infinity)) firstProof.set(id, at);
  }
  return inUse.flatMap(({ id, name }): readonly ClassRecurrence[] => {
    const since = firstProof.get(id);
    if (since === undefined) return [];
    const later = runs.filter(({ startUs }) => startUs / 1000 > since);
    return [{ id, name: name ?? id, since: new Date(since).toISOString(), ...countOf(later.filter((run) => run.failed && followed(run.class ?? undefined) === id).length, later.length) }];
  });
}
