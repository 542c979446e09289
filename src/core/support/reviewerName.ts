/**
 * The local part of a mail address, or a name, made safe for a file name: `Jonas.K@acme.com` gives `jonas.k`. Empty when
 * nothing is left. Editor and command line use the same, so that one person has one journal.
 */
export function reviewerFrom(text: string): string {
  const local = text.split('@')[0] ?? '';
  return local.trim().normalize('NFC').toLowerCase().replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').replaceAll(/^[-.]+|[-.]+$/g, '');
}
