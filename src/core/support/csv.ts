/** Apostrophes before it are of the text itself: one more goes in front, and is the one that reading takes away. */
const runsInSpreadsheet = /^'*[=+\-@\t\r]/u;

/** RFC 4180. What a spreadsheet would take for a formula stands behind an apostrophe, which makes it text. Plain numbers stay numbers. */
export function csvCell(text: string): string {
  const safe = runsInSpreadsheet.test(text) && !/^-?\d+(?:\.\d+)?$/u.test(text) ? `'${text}` : text;
  return /[",\r\n;\t]/u.test(safe) || safe !== text ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A cell as it was before it was made safe. */
export const asWritten = (cell: string): string => (cell.startsWith('\'') && runsInSpreadsheet.test(cell.slice(1)) ? cell.slice(1) : cell);
