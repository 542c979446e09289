/** The local part of a mail address, or a name, made safe for a file name: `Jonas.K@acme.com` gives `jonas.k`. Empty when nothing is left. */
export function reviewerFrom(text: string): string {
  const local = text.split('@')[0] ?? '';
  return local.trim().toLowerCase().replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').replaceAll(/^[-.]+|[-.]+$/g, '');
}

/** Why the text cannot be a reviewer's name; undefined when it can. */
export function reviewerProblem(text: string): string | undefined {
  const name = reviewerFrom(text);
  if (name === '') return 'A name of letters or digits, such as jonas';
  return name === text ? undefined : `Lower case letters, digits, dot, dash and underline: ${name}`;
}
