/** Line and column from 1, as editors count: columns in UTF-16 units. A byte order mark is no column. */
export type Position = { readonly line: number; readonly column: number };

export function positionAt(text: string, offset: number): Position {
  const before = text.slice(text.startsWith('\uFEFF') ? 1 : 0, offset);
  const lineStart = Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1;
  return { line: before.split(/\r\n|\r|\n/).length, column: before.length - lineStart + 1 };
}
