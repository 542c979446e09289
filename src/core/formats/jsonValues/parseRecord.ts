const notJson = /"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g;

/**
 * Parses one JSON value. Python writes NaN and Infinity, which JSON has not: they are read as null, and `mended` says so.
 * Undefined when the text is not one JSON value.
 */
export function parseRecord(text: string): { value: unknown; mended: boolean } | undefined {
  try {
    return { value: JSON.parse(text), mended: false };
  } catch {
    if (!text.includes('NaN') && !text.includes('Infinity')) return undefined;
  }
  try {
    return { value: JSON.parse(text.replace(notJson, (match) => (match.startsWith('"') ? match : 'null'))), mended: true };
  } catch {
    return undefined;
  }
}
