import type { Bytes } from './bytes.ts';
import type { InflationLimit } from './inflationLimit.ts';
import { TooMuch } from './inflationLimit.ts';

/** Unpacks chunks one after the other. What is wrong with them is thrown where it is met. */
export type Unpack = (chunks: Iterable<Uint8Array>) => Iterable<Uint8Array>;

/** What is wrong with what is packed, as the end of a sentence. */
export class Unreadable extends Error {}

/**
 * What `packed` holds. There is no way into the middle of a packed stream, so reading anywhere is reading on from where the last
 * such read ended, or from the start again.
 */
export function unpackedBytes(packed: Bytes, unpack: Unpack, limit: InflationLimit): Bytes {
  let trouble: string | undefined;
  let size: number | undefined;
  let taken = 0;
  let cursor: { readonly chunks: Iterator<Uint8Array>; offset: number; rest: Uint8Array } | undefined;

  function* counted(onTaken: (bytes: number) => void): Generator<Uint8Array, void> {
    for (const chunk of packed.chunks()) {
      onTaken(chunk.length);
      yield chunk;
    }
  }

  /** From the start, as far as it can be unpacked. */
  function* stream(): Generator<Uint8Array, void> {
    let input = 0;
    let output = 0;
    try {
      for (const chunk of unpack(counted((bytes) => { taken = Math.max(taken, input += bytes); }))) {
        output += chunk.length;
        limit.check(input, output);
        if (chunk.length > 0) yield chunk;
      }
      trouble ??= packed.trouble();
    } catch (error) {
      trouble ??= error instanceof TooMuch || error instanceof Unreadable ? error.message : packed.trouble() ?? whyUnreadable(error);
    }
    size = output;
  }

  function* chunks(from = 0): Generator<Uint8Array, void> {
    let skip = from;
    for (const chunk of stream()) {
      if (skip >= chunk.length) skip -= chunk.length;
      else {
        yield skip > 0 ? chunk.subarray(skip) : chunk;
        skip = 0;
      }
    }
  }

  return {
    chunks,
    read(offset, length) {
      if (!cursor || offset < cursor.offset) cursor = { chunks: stream(), offset: 0, rest: new Uint8Array(0) };
      const parts: Uint8Array[] = [];
      for (let left = length; left > 0;) {
        const { rest, offset: at } = cursor;
        if (at + rest.length <= offset) {
          const next = cursor.chunks.next();
          if (next.done === true) break;
          cursor.offset = at + rest.length;
          cursor.rest = next.value;
          continue;
        }
        const from = Math.max(offset + length - left - at, 0);
        if (from < rest.length) {
          const part = rest.slice(from, from + left);
          parts.push(part);
          left -= part.length;
          if (left === 0) break;
        }
        const next = cursor.chunks.next();
        if (next.done === true) break;
        cursor.offset = at + rest.length;
        cursor.rest = next.value;
      }
      return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
    },
    size() {
      if (size === undefined) stream().forEach(() => {});
      return size ?? 0;
    },
    taken: () => packed.taken() || taken,
    trouble: () => trouble,
    close() {
      cursor = undefined;
      packed.close();
    },
  };
}

function whyUnreadable(error: unknown): string {
  const message = error instanceof Error ? error.message : '';
  return /unexpected EOF/i.test(message) ? 'it ends before it is complete' : 'it is damaged from there on';
}
