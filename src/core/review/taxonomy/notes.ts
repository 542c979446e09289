import type { Label } from '../../model/label.ts';
import type { LabelledTrace } from '../../model/review.ts';
import type { ClassNote, ClassNotes } from '../../model/taxonomyOverview.ts';
import { judgedClass } from '../labels.ts';

/**
 * Failed and in no class, or a note on a run that nobody has judged yet: open coding begins with notes, and classes come of them.
 * @param by who sorts: what they gave a class themselves is sorted, whatever others say of it
 */
export function isUnsorted({ labels: { label, own } }: LabelledTrace, by?: string): boolean {
  if (label === null || label.class !== null) return false;
  if (by !== undefined && own.some((each) => each.by === by && judgedClass(each) !== undefined)) return false;
  if (label.verdict === 'fail') return true;
  return label.verdict !== 'pass' && own.some(({ note }) => note !== '');
}

export type NotesWanted = {
  /** Null: notes without a class. */
  readonly class: string | null;
  /** All of these words stand in the notes, the title, or a reviewer's name; any case. */
  readonly words: string;
  /** Who reads, as for `isUnsorted`. */
  readonly by?: string | undefined;
  readonly offset: number;
  readonly limit: number;
};

/** What was said of the traces behind a class, or of those in none, the newest first. */
export function classNotes(labelled: readonly LabelledTrace[], { class: wanted, words, by, offset, limit }: NotesWanted): ClassNotes {
  const behind = labelled.filter((each) => (wanted === null ? isUnsorted(each, by) : each.labels.label !== null && each.labels.label.verdict !== 'pass' && each.labels.label.class?.class === wanted));
  const sought = words.toLowerCase().split(/\s+/).filter((word) => word !== '');
  const matching = sought.length === 0 ? behind : behind.filter((each) => {
    const said = saidOf(each);
    return sought.every((word) => said.includes(word));
  });
  const ordered = matching.toSorted((a, b) => compare(b.labels.label!.at, a.labels.label!.at) || compare(a.id, b.id));
  return { notes: ordered.slice(offset, offset + limit).map(noteOf), count: matching.length, all: behind.length };
}

function saidOf({ title, nativeId, id, labels: { own } }: LabelledTrace): string {
  return [title ?? '', id, nativeId, ...own.flatMap(({ by, note, cause, fix }) => [by, note, cause, fix])].join('\n').toLowerCase();
}

function noteOf({ id, title, nativeId, orphan, labels: { label, own }, cases }: LabelledTrace): ClassNote {
  const { by, at, verdict, note, class: value, classBy, status, firstWrong } = label as Label;
  // A decision says nothing in words; whoever it agrees with does.
  const spoken = own.findLast((each) => (note === '' ? each.note !== '' : each.note === note));
  return {
    trace: id, title: title ?? nativeId, orphan, by: spoken?.by ?? by, at, verdict, note: spoken?.note ?? note, mode: value?.mode ?? null, sortedBy: classBy ?? null, status,
    step: firstWrong && { n: firstWrong.step, name: firstWrong.name ?? null },
    others: own.filter((each) => each.note !== '' && each.note !== (spoken?.note ?? note)).map((each) => ({ by: each.by, note: each.note })),
    guarded: cases.some(({ guards }) => guards),
  };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
