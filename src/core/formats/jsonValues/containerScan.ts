/** Finds the end of a `{…}` or `[…]` by its brackets, over bytes that arrive in pieces. */
export interface ContainerScan {
  /** Bytes from the container's start to where the scan stands: its length when `closed`, the broken stretch when `broken`. */
  readonly length: number;
  /** `start` is where the container begins in `buf`; what was scanned before is not scanned again. */
  run(buf: Uint8Array, start: number, limit: number): 'closed' | 'broken' | 'more';
}

const maxDepth = 2000;

/**
 * `linesBefore`: earlier values each stood on a line of their own, so a `{` at the start of a line is the next value
 * and what came before it is broken.
 * A raw newline inside a string, a wrong closing bracket, or a line that begins a value where none can begin, mean broken.
 */
export function createContainerScan(linesBefore: boolean): ContainerScan {
  let at = 0;
  let inText = false;
  let escaped = false;
  let afterNewline = false;
  /** The last byte outside strings that is not white space. */
  let previous = 0;
  let firstNewline = -1;
  /** Open brackets, one character code each. */
  const open: number[] = [];

  function broken(end: number): 'broken' {
    at = end;
    return 'broken';
  }

  return {
    get length() { return at; },
    run(buf, start, limit) {
      let p = start + at;
      for (; p < limit; p++) {
        const byte = buf[p] as number;
        if (inText) {
          if (escaped) { escaped = false; continue; }
          if (byte === 0x5c) escaped = true;
          else if (byte === 0x22) inText = false;
          else if (byte === 0x0a) return broken(p - start);
          continue;
        }
        if (byte === 0x20 || byte === 0x09 || byte === 0x0d) { afterNewline = false; continue; }
        if (byte === 0x0a) {
          if (firstNewline < 0) firstNewline = p - start;
          afterNewline = true;
          continue;
        }
        if (byte === 0x22) {
          inText = true;
        } else if (byte === 0x7b || byte === 0x5b) {
          const mayFollow = previous === 0x5b || previous === 0x2c || previous === 0x3a || previous === 0;
          if (afterNewline && byte === 0x7b && (!mayFollow || linesBefore)) return broken(firstNewline);
          if (open.length === maxDepth) return broken(p - start);
          open.push(byte);
        } else if (byte === 0x7d || byte === 0x5d) {
          if (open.pop() !== byte - 2) return broken(p + 1 - start);
          if (open.length === 0) {
            at = p + 1 - start;
            return 'closed';
          }
        }
        previous = byte;
        afterNewline = false;
      }
      at = p - start;
      return 'more';
    },
  };
}
