import type { ArgumentProblem } from '../model/insights.ts';
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

/** `orderId must be string`; of the whole value, what `whole` calls it. */
export function problemInWords({ path, message }: ArgumentProblem, whole = 'the arguments'): string {
  const name = path.split('/').slice(1).map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~')).join('.');
  const said = message === 'required, missing' ? 'is missing' : message.startsWith('not ') ? `is ${message}` : message;
  return oneLine(path === '' ? `${whole} ${said.replace(/^is not JSON$/, 'are not JSON')}` : `${name} ${said}`, 2 * longestName);
}
