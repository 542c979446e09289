import { reviewerFrom } from '../../core/support/reviewerName.ts';

export { reviewerFrom };

/** Why the text cannot be a reviewer's name; undefined when it can. */
export function reviewerProblem(text: string): string | undefined {
  const name = reviewerFrom(text);
  if (name === '') return 'A name has a letter or digit in it';
  return name === text ? undefined : `It names a file, so it is kept as ${name}. Enter takes it.`;
}
