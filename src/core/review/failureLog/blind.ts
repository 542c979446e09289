import type { FailureRow } from '../../model/failureLog.ts';
import type { LabelledTrace } from '../../model/review.ts';

const hidden = 'Hidden';
export const hiddenNote = 'Hidden until you judge it yourself (blind review)';

/** Under blind review, whether what others say of a trace waits for one's own verdict. A run that is not here can be judged by nobody. */
export function isHiddenFrom(by: string, { orphan, labels: { label, own } }: Pick<LabelledTrace, 'orphan' | 'labels'>): boolean {
  const verdict = own.find((each) => each.by === by)?.verdict;
  return !orphan && label !== null && label.by !== by && verdict !== 'pass' && verdict !== 'fail';
}

/** The row with what its reviewer wrote kept back: that it failed, who mends it and what it cost are told. */
export function withoutTexts(row: FailureRow): FailureRow {
  return { ...row, class: null, className: hidden, mode: null, modeName: null, cause: hidden, fix: hidden, note: hiddenNote, by: hidden, disagree: false };
}

export const hiddenSentence = (rows: number): string => `${rows === 1 ? '1 failure was' : `${rows} failures were`} labelled by others only: what they wrote is hidden until you judge the run yourself (blind review).`;
