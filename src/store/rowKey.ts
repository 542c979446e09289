/** Spans of one trace. A trace beyond it is refused with a sentence. */
export const mostRows = 2 ** 22;

/** The integer under which span `seq` of trace `key` is stored. Stays exact for two thousand million traces. */
export function rowKey(key: number, seq: number): number {
  return key * mostRows + seq;
}
