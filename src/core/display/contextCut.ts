/** Ends what is said of the last call before a cut that no call followed. */
export const afterwards = ' afterwards';

/** `compacted at step 3`, `truncated after step 9`. @param where `step 3` */
export function cutInWords(cut: string, where: string): string {
  return cut.endsWith(afterwards) ? `${cut.slice(0, -afterwards.length)} after ${where}` : `${cut} at ${where}`;
}
