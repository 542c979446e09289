/** Words on screen that several rules need. */

/** `a`, `a or b`, `a, b or c`. */
export function oneOf(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

/** ` Did you mean x?`, with its leading space, or nothing. */
export const didYouMean = (word: string | undefined): string => (word === undefined ? '' : ` Did you mean ${word}?`);

/** Quoted as it is shown, cut where it is long. */
export const quoted = (text: string): string => `'${text.length > 60 ? `${text.slice(0, 59)}…` : text}'`;

export function slugOf(text: string): string {
  const slug = text.normalize('NFKD').toLowerCase().replace(/\p{M}|['’]/gu, '').replace(/[^a-z0-9._-]+/g, '-').replace(/-{2,}/g, '-').replace(/^[-._]+/, '').slice(0, 60).replace(/-+$/, '');
  return slug === '' ? 'case' : slug;
}
