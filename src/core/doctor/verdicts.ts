import type { Completeness, LookedFor, Share } from './completeness.ts';
import { nameOf } from './missing.ts';
import { sixQuestions } from './questions.ts';

export type Answered = 'all' | 'some' | 'none';

export type QuestionVerdict = {
  readonly id: string;
  readonly question: string;
  readonly answered: Answered;
  /** What answers it, one by one. A part that no trace could have, such as a reason where no tool was called, is left out. */
  readonly parts: readonly (Share & { readonly field: LookedFor; readonly name: string })[];
  /** Of how many traces it is answered with all its parts. */
  readonly share: Share;
};

/** How far a file's traces answer the six questions that must be answered before anyone may judge a run. */
export function verdictsOf(completeness: Completeness): readonly QuestionVerdict[] {
  return sixQuestions.map(({ id, question, answeredBy }) => {
    const parts = answeredBy.map((field) => ({ field, name: nameOf(field), ...completeness[field] })).filter(({ of }, index) => index === 0 || of > 0);
    const traces = parts[0]?.of ?? 0;
    // A trace of which no call is known has none that wants a reason: what lacks one part lacks no other.
    const lacking = parts.reduce((sum, part) => sum + part.of - part.have, 0);
    const share = { have: Math.max(0, traces - lacking), of: traces };
    const answered = share.have === traces && traces > 0 ? 'all' : parts.some((part) => part.have > 0) ? 'some' : 'none';
    return { id, question, answered, parts, share };
  });
}

/** How many of the six are answered for every trace. */
export function answeredOf(verdicts: readonly QuestionVerdict[]): number {
  return verdicts.filter(({ answered }) => answered === 'all').length;
}
