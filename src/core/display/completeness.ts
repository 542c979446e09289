import type { Completeness, LookedFor } from '../doctor/completeness.ts';
import type { MissingField } from '../doctor/missing.ts';
import { missingFields, nameOf } from '../doctor/missing.ts';
import type { Answered, QuestionVerdict } from '../doctor/verdicts.ts';
import { answeredOf, verdictsOf } from '../doctor/verdicts.ts';
import { formatCount } from './numbers.ts';

/** How the doctor's findings are said on pages, in the terminal and in reports. */

export type { Answered, QuestionVerdict } from '../doctor/verdicts.ts';

const marks: Readonly<Record<Answered, { readonly words: string; readonly terminal: string }>> = {
  all: { words: 'answered', terminal: '✓' },
  some: { words: 'partly answered', terminal: '◐' },
  none: { words: 'not answered', terminal: '✗' },
};

export function answeredMark(answered: Answered): (typeof marks)[Answered] {
  return marks[answered];
}

/** "4 of 6 questions answered" */
export function scoreWords(verdicts: readonly QuestionVerdict[]): string {
  return `${formatCount(answeredOf(verdicts))} of ${formatCount(verdicts.length)} questions answered`;
}

const nOfM = ({ have, of }: { readonly have: number; readonly of: number }): string => `${formatCount(have)} of ${formatCount(of)}`;

/** "24 of 24"; where a question has several parts, each by its name: "the tools called 24 of 24, the reason for the first call 3 of 20". */
export function verdictWords({ parts }: QuestionVerdict): string {
  const [only] = parts;
  return parts.length === 1 && only ? nOfM(only) : parts.map((part) => `${part.name} ${nOfM(part)}`).join(', ');
}

/** "the user in 3 of 24 traces": how many of those that could have it have not. */
export function missingWords({ name, have, of, unit }: MissingField): string {
  return of === 1 ? name : `${name} in ${have === 0 ? `all ${formatCount(of)}` : nOfM({ have: of - have, of })} ${unit}`;
}

/** Empty where nothing was looked for. */
export function missingOf(completeness: Completeness | null): readonly MissingField[] {
  return completeness === null ? [] : missingFields(completeness);
}

/** One line for all that is missing; null where nothing is, or nothing was looked for. */
export function missingLine(completeness: Completeness | null): string | null {
  const missing = missingOf(completeness);
  return missing.length === 0 ? null : `Not recorded: ${missing.map(missingWords).join(', ')}`;
}

export function verdictsFor(completeness: Completeness | null): readonly QuestionVerdict[] {
  return completeness === null ? [] : verdictsOf(completeness);
}

/** "the user and the session" */
export function fieldWords(fields: readonly LookedFor[]): string {
  const names = fields.map(nameOf);
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
