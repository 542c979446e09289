import type { Severity } from '../model/problem.ts';

/** CASES 1.1, the one place that says how much a code weighs. What is listed nowhere is a warning. */
const errors: readonly (number | readonly [number, number])[] = [
  [1, 8], [101, 105], [108, 110], 120, [122, 124], [202, 206], [208, 210], 213, [216, 218], 303, 306, [308, 310], [312, 313], 404, [501, 502], 505, 601, 611,
  // The other files: what cannot be read, refers to nothing, or keeps a gate from being decided.
  [801, 807], [809, 811], [814, 816], [821, 823],
];
const hints: readonly number[] = [112, 114, 115, 125, 302, 305, 314, 604, 605, 609, 818];

export function severityOf(code: string): Severity {
  // What a model may misunderstand in a tool keeps nobody from anything.
  if (code.startsWith('CT')) return 'warning';
  // Journals: the marks of a merge are to be taken out; the rest is told, and counts as far as it can be read.
  if (code.startsWith('CJ')) return code === 'CJ104' ? 'error' : ['CJ107', 'CJ108'].includes(code) ? 'hint' : 'warning';
  const number = Number(code.slice('CB'.length));
  if (errors.some((each) => (typeof each === 'number' ? each === number : each[0] <= number && number <= each[1]))) return 'error';
  return hints.includes(number) ? 'hint' : 'warning';
}
