import type { FlagKind, FlaggedOutput, FlagStep } from '../model/users.ts';
import { oneLine } from './truncate.ts';

const mostOfNote = 200;

/** What is to be done next with an output that its user flagged. */
export const flagStepWords: Readonly<Record<FlagStep, string>> = {
  review: 'review it', decide: 'decide between reviewers', classify: 'name its class', makeCase: 'make a case', prove: 'prove its case', activate: 'make its case active',
  fix: 'fix it', done: 'done', none: 'nothing, reviewed as right',
};

const kindWords: Readonly<Record<FlagKind, string>> = { rejected: 'rejected', edited: 'edited', workaround: 'worked around', note: 'wrote' };

/** `rejected, wrote`. */
export const flagKindsInWords = (kinds: readonly FlagKind[]): string => kinds.map((kind) => kindWords[kind]).join(', ');

/** `Flagged by user-17 on 3 Feb 2026: "Nothing arrived"`. `day` of a time in milliseconds. */
export function flaggedInWords({ user, by, flaggedMs, note, kinds }: Pick<FlaggedOutput, 'user' | 'by' | 'flaggedMs' | 'note' | 'kinds'>, day: (ms: number) => string): string {
  return `Flagged by ${by ?? user ?? 'its user'}${flaggedMs === null ? '' : ` on ${day(flaggedMs)}`}: ${note === '' ? flagKindsInWords(kinds) : `“${oneLine(note, mostOfNote)}”`}`;
}
