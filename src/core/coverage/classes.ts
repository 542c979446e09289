import type { ClassCoverage, ModeCoverage } from '../model/coverage.ts';
import type { FailureClass, Taxonomy } from '../model/failureClass.ts';
import { classesInUse } from '../model/failureClass.ts';
import type { Label } from '../model/label.ts';
import { classOf, isActive } from './caseAbout.ts';
import type { StandingCase } from './caseAbout.ts';

/** Failure classes by the failures that people labelled and the cases that guard against them. Classes that were merged count for the one that took them over. */
export function classCoverage(taxonomy: Taxonomy | undefined, labels: Iterable<Label>, cases: readonly StandingCase[]): { readonly classes: readonly ClassCoverage[]; readonly unclassified: number } {
  const inUse = classesInUse(taxonomy);
  const followed = followerOf(taxonomy, inUse);
  const failures = [...labels].filter((label) => label.verdict === 'fail').map((label) => ({ class: followed(label.class?.class), mode: label.class?.mode }));
  const counted = cases.filter(({ undecided }) => undecided?.kind !== 'archived').map((each) => ({ ...classOf(each), each })).map(({ class: id, mode, each }) => ({ class: followed(id), mode, each }));
  const failuresOf = Map.groupBy(failures, (failure) => failure.class);
  const casesOf = Map.groupBy(counted, (each) => each.class);

  const classes = inUse.map(({ id, name, modes = [] }): ClassCoverage => {
    const failed = failuresOf.get(id) ?? [];
    const guards = casesOf.get(id) ?? [];
    const active = guards.filter(({ each }) => isActive(each));
    // A case that would not have caught the failure guards nothing.
    const guarding = active.filter(({ each }) => each.proofHolds);
    return {
      id, name: name ?? id, failures: failed.length, cases: guards.length, active: active.length, proven: guards.filter(({ each }) => each.proofHolds).length,
      unguarded: failed.length > 0 && guarding.length === 0,
      modes: modes.map((mode): ModeCoverage => {
        const ofMode = failed.filter((failure) => failure.mode === mode.id).length;
        const activeOf = active.filter((each) => each.mode === mode.id).length;
        const isGuarded = guarding.some((each) => each.mode === mode.id);
        return { id: mode.id, name: mode.name ?? mode.id, failures: ofMode, cases: guards.filter((each) => each.mode === mode.id).length, active: activeOf, unguarded: ofMode > 0 && !isGuarded };
      }),
    };
  });
  return {
    classes: classes.toSorted((a, b) => Number(b.unguarded) - Number(a.unguarded) || b.failures - a.failures),
    unclassified: failuresOf.get(undefined)?.length ?? 0,
  };
}

/** The class in use that a name stands for today; undefined where none does. */
export function followerOf(taxonomy: Taxonomy | undefined, inUse: readonly FailureClass[]): (id: string | undefined) => string | undefined {
  const used = new Set(inUse.map((each) => each.id));
  const mergedInto = new Map((taxonomy?.classes ?? []).flatMap((each) => (each.mergedInto === undefined ? [] : [[each.id, each.mergedInto] as const])));
  return (id) => {
    const seen = new Set<string>();
    let now = id;
    while (now !== undefined && !used.has(now)) {
      if (seen.has(now)) return undefined;
      seen.add(now);
      now = mergedInto.get(now);
    }
    return now;
  };
}
