/** More would be a list that alone fills the memory. */
export const mostEntries = 200_000;

/** As a folder's hidden files are. */
export const isHidden = (name: string): boolean => name.split('/').some((part) => (part.startsWith('.') && part !== '..' && part !== '.') || part === '__MACOSX');

/** Whether an archive's name for an entry is no plain way down from where the archive is. */
export function leadsOut(name: string): boolean {
  return name === '' || name.startsWith('/') || /^[A-Za-z]:/.test(name) || name.includes('\0') || name.split('/').some((part) => part === '..' || part === '.' || part === '');
}

export const ledOut = (name: string): string => `${JSON.stringify(name.slice(0, 200))} leads out of the archive and was left out. Pack it under a plain name.`;
