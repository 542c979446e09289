import { reviewerFrom } from '../../core/support/reviewerName.ts';

export { reviewerFrom };

/** Why the text cannot be a reviewer's name; undefined when it can. */
export function reviewerProblem(text: string): string | undefined {
  const name = reviewerFrom(text);
  if (name === '') return 'A name of letters or digits, such as jonas';
  return name === text ? undefined : `Lower case letters, digits, dot, dash and underline: ${name}`;
}
