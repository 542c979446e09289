import { plural } from '../display/numbers.ts';
import { oneLine } from '../display/truncate.ts';

/** Longest name or value that a reason quotes. */
const longestName = 60;

/** A name of the trace's own in one line. */
export const named = (name: string): string => oneLine(name, longestName);

/** `a, b and c`; of more than `most`, how many more there are. */
export function listed(words: readonly string[], most = 4): string {
  if (words.length > most) return `${words.slice(0, most).join(', ')} and ${words.length - most} more`;
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)!}`;
}

/** `step 4`, `steps 4 and 6`. */
export function stepsInWords(steps: readonly number[]): string {
  return steps.length === 1 ? `step ${steps[0]}` : `steps ${listed(steps.map(String))}`;
}

/** `twice`, `3 times`. */
export const times = (count: number): string => (count === 1 ? 'once' : count === 2 ? 'twice' : plural(count, 'time'));
