import { classOf, isActive } from '../../coverage/caseAbout.ts';
import type { StandingCase } from '../../coverage/caseAbout.ts';
import { followerOf } from '../../coverage/classes.ts';
import { builtInTaxonomy, classesInUse } from '../../model/failureClass.ts';
import type { FailureClass, Taxonomy } from '../../model/failureClass.ts';
import type { LabelledTrace } from '../../model/review.ts';
import type { ClassExample, ClassOverview, FormerClass, TaxonomyOverview } from '../../model/taxonomyOverview.ts';
import { isUnsorted } from './notes.ts';
import { saturationOf } from './saturation.ts';

export type OverviewSources = {
  readonly taxonomy: Taxonomy;
  /** With merges read through, as the engine hands labels out. */
  readonly labelled: readonly LabelledTrace[];
  readonly cases: readonly StandingCase[];
  /** Classes that journals name, before merges, each with how many traces do. */
  readonly written: ReadonlyMap<string, number>;
  readonly isHere: (trace: string) => boolean;
  /** Who reads, as for `isUnsorted`. */
  readonly by?: string | undefined;
};

const builtIn = new Map(builtInTaxonomy.classes.map((each) => [each.id, each]));

/** The failure classes of a workspace with what stands behind them. */
export function taxonomyOverview({ taxonomy, labelled, cases, written, isHere, by }: OverviewSources): Omit<TaxonomyOverview, 'file' | 'hidden' | 'warnings'> {
  const inUse = classesInUse(taxonomy);
  const followed = followerOf(taxonomy, inUse);
  const listed = new Map([...builtIn.values(), ...taxonomy.classes].map((each) => [each.id, each]));
  const inFile = new Set(taxonomy.classes.map(({ id }) => id));
  const failed = labelled.filter(({ labels: { label } }) => label?.verdict === 'fail');
  const failuresOf = Map.groupBy(failed, ({ labels: { label } }) => label?.class?.class);
  const living = cases.filter(({ undecided }) => undecided?.kind !== 'archived').map((each) => ({ each, named: classOf(each).class }));
  const casesOf = Map.groupBy(living, ({ named }) => followed(named));
  const former = [...listed.values()].filter(({ retired, mergedInto }) => retired || mergedInto !== undefined);

  const classes = inUse.map(({ id, name, definition, example, modes = [] }): ClassOverview => {
    const failures = failuresOf.get(id) ?? [];
    const own = casesOf.get(id) ?? [];
    return {
      id, name: name ?? id, definition: definition ?? '', builtIn: builtIn.has(id), written: inFile.has(id),
      failures: failures.length, cases: own.length, guarding: own.filter(({ each }) => isActive(each) && each.proofHolds).length,
      example: example === undefined ? null : exampleIn(example, isHere),
      modes: modes.map((mode) => ({ id: mode.id, name: mode.name ?? mode.id, definition: mode.definition ?? '', failures: failures.filter(({ labels: { label } }) => label?.class?.mode === mode.id).length })),
      merged: former.filter((each) => each.mergedInto !== undefined && followed(each.id) === id).map((each) => each.id),
    };
  });
  const casesNaming = (id: string) => living.filter(({ named }) => named === id).length;
  const formerOf = (id: string, state: FormerClass['state'], found?: FailureClass): FormerClass => ({ id, name: found?.name ?? id, state, into: state === 'merged' ? (followed(id) ?? null) : null, labels: written.get(id) ?? 0, cases: casesNaming(id) });
  const unlisted = [...new Set([...written.keys(), ...living.flatMap(({ named }) => (named === undefined ? [] : [named]))])].filter((id) => !listed.has(id)).toSorted();
  return {
    classes,
    former: [...former.map((each) => formerOf(each.id, each.mergedInto === undefined ? 'retired' : 'merged', each)), ...unlisted.map((id) => formerOf(id, 'unknown'))],
    failures: failed.length,
    unsorted: labelled.filter((each) => isUnsorted(each, by)).length,
    saturation: saturationOf(labelled),
  };
}

const exampleTrace = /^(tr_[0-9a-f]{12})\b[\s:,–-]*/u;

/** An example is a sentence, with or without the id of a trace before it. */
export function exampleIn(example: string, isHere: (trace: string) => boolean): ClassExample {
  const trace = exampleTrace.exec(example)?.[1];
  return { text: trace === undefined ? example : example.replace(exampleTrace, ''), trace: trace !== undefined && isHere(trace) ? trace : null };
}
