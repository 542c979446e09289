const quote = 0x22, newline = 0x0a, carriageReturn = 0x0d;
const cellStart = 0, plain = 1, quoted = 2, afterQuote = 3;

/** Finds where a row of a table ends: behind a line break that stands in no quoted cell. Bytes may come in pieces. */
export function createRowScan(delimiter: string): {
  /** From `from` on, where the last run left off. @returns the place behind the row; −1 when it does not end before `limit` */
  run(bytes: Uint8Array, from: number, limit: number): number;
  /** Whether the scan stands inside a quoted cell. */
  inQuotes(): boolean;
  reset(): void;
} {
  const part = delimiter.charCodeAt(0);
  let state: typeof cellStart | typeof plain | typeof quoted | typeof afterQuote = cellStart;
  return {
    run(bytes, from, limit) {
      for (let at = from; at < limit; at++) {
        if (state === quoted) {
          const end = bytes.indexOf(quote, at);
          if (end < 0 || end >= limit) return -1;
          at = end;
          state = afterQuote;
          continue;
        }
        const byte = bytes[at];
        if (byte === newline) {
          state = cellStart;
          return at + 1;
        }
        if (byte === part) state = cellStart;
        else if (byte === quote && state !== plain) state = quoted;
        else if (byte !== carriageReturn) state = plain;
      }
      return -1;
    },
    inQuotes: () => state === quoted,
    reset() {
      state = cellStart;
    },
  };
}
