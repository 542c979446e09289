/**
 * The local part of a mail address, or a name, made safe for a file name: `Jonas.K@acme.com` gives `jonas.k`. Empty when
 * nothing is left. Editor and command line use the same, so that one person has one journal.
 */
export function reviewerFrom(text: string): string {
  const local = text.split('@')[0] ?? '';
  return local.trim().normalize('NFC').toLowerCase().replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').replaceAll(/^[-.]+|[-.]+$/g, '');
}

/** With four bytes a letter and its ending, a journal is named within the 255 bytes that file systems allow. */
const mostLetters = 60;

/** Why a name that was made safe is none for a journal, as the end of a sentence; null where it is one. */
export function whyNoReviewer(name: string): string | null {
  if (name === '') return 'it has no letter or digit in it';
  const { length } = [...name];
  return length > mostLetters ? `it has ${length} letters, and a name at most ${mostLetters}` : null;
}
