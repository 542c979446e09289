/** Positions per trace: spans, and distinct messages with tool definitions. A trace beyond it is refused with a sentence. */
export const mostRows = 2 ** 22;

/** The integer under which row `position` of trace `key` is stored. Stays exact for two thousand million traces. */
export function rowKey(key: number, position: number): number {
  return key * mostRows + position;
}

export function traceOfRow(row: number): number {
  return Math.floor(row / mostRows);
}
