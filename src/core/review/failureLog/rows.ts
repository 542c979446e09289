import { followerOf } from '../../coverage/classes.ts';
import type { FailureCase, FailureRow } from '../../model/failureLog.ts';
import { caseStates } from '../../model/failureLog.ts';
import { classesInUse } from '../../model/failureClass.ts';
import type { Taxonomy } from '../../model/failureClass.ts';
import type { LabelledTrace } from '../../model/review.ts';

export const notClassified = 'Not classified';

/** Ids of what came from a row of a file without a run: `csv:<file>:<hash>`. */
const ofFile = /^csv:(.*):[0-9a-f]+(?:-\d+)?$/su;
export const rowId = (file: string, hash: string): string => `csv:${file}:${hash}`;

/** @returns the row of a labelled trace; undefined where the label in force does not say that it failed. The same row for the same trace. */
export function failureRows(taxonomy: Taxonomy): (trace: LabelledTrace) => FailureRow | undefined {
  const inUse = classesInUse(taxonomy);
  const followed = followerOf(taxonomy, inUse);
  const classes = new Map(inUse.map((each) => [each.id, each]));
  const rows = new WeakMap<LabelledTrace, FailureRow>();

  function rowOf(trace: LabelledTrace): FailureRow | undefined {
    const { label, own, disagree } = trace.labels;
    if (label?.verdict !== 'fail') return undefined;
    const named = label.class?.class;
    // A class that is no more keeps its failures together, under its id.
    const id = followed(named) ?? named ?? null;
    const found = id === null ? undefined : classes.get(id);
    const mode = label.class?.mode ?? null;
    const guard = caseOf(trace.cases);
    const owner = label.owner || (trace.cases.find((each) => each.owner !== null && each.id === guard?.id)?.owner ?? trace.cases.find((each) => each.owner !== null)?.owner ?? '');
    const file = trace.orphan ? (ofFile.exec(trace.id)?.[1] ?? null) : null;
    return {
      id: trace.id, nativeId: trace.nativeId, run: !trace.orphan ? 'imported' : file === null ? 'missing' : 'none', file,
      class: id, className: id === null ? notClassified : (found?.name ?? id), mode, modeName: mode === null ? null : (found?.modes?.find((each) => each.id === mode)?.name ?? mode),
      cause: label.cause, fix: label.fix, note: label.note, title: trace.title, status: label.status ?? 'open', case: guard, cases: trace.cases.length,
      owner, ownerFrom: label.owner !== '' ? 'label' : owner === '' ? null : 'case',
      costUsd: trace.costUsd, editMinutes: trace.feedback.editMinutes ?? trace.facts.editMinutes ?? null, startUs: trace.startUs, by: label.by, at: label.at, others: own.map(({ by }) => by).filter((by) => by !== label.by), disagree,
    };
  }

  return (trace) => {
    let row = rows.get(trace);
    if (row === undefined && (row = rowOf(trace))) rows.set(trace, row);
    return row;
  };
}

function caseOf(cases: LabelledTrace['cases']): FailureCase | null {
  let best: FailureCase | null = null;
  for (const { id, status, guards } of cases) {
    const state = guards ? 'guarded' : status === 'active' ? 'unproven' : status;
    if (best === null || caseStates.indexOf(state) < caseStates.indexOf(best.state)) best = { id, state };
  }
  return best;
}
