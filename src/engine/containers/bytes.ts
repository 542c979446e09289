import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** The bytes of a file on disk, or of one inside others. Read from any place on, as often as needed, without holding the whole. */
export interface Bytes {
  /** From `from` on. A chunk is good until the next one is pulled. */
  chunks(from?: number): Iterable<Uint8Array>;
  /** Up to `length` bytes from `offset` on, fewer at the end. Short ones: they are held. */
  read(offset: number, length: number): Uint8Array;
  /** How many there are. What is packed has to be unpacked for it, once. */
  size(): number;
  /** How many bytes of the file on disk `chunks` has taken, for progress. */
  taken(): number;
  /** Why `chunks` ended before the end, as a sentence; undefined when it did not. */
  trouble(): string | undefined;
  close(): void;
}

const chunkBytes = 1 << 20;

/** A file on disk. It is opened when the first byte is asked for. */
export function fileBytes(path: string): Bytes {
  let opened: number | undefined;
  let taken = 0;
  const fd = () => (opened ??= openSync(path, 'r'));
  const size = () => fstatSync(fd()).size;

  return {
    *chunks(from = 0) {
      const buffer = Buffer.allocUnsafe(Math.min(chunkBytes, Math.max(size() - from, 1)));
      for (let at = from; ;) {
        const length = readSync(fd(), buffer, 0, buffer.length, at);
        if (length === 0) return;
        at += length;
        taken = Math.max(taken, at);
        yield buffer.subarray(0, length);
      }
    },
    read(offset, length) {
      const buffer = Buffer.allocUnsafe(Math.max(Math.min(length, size() - offset), 0));
      return buffer.subarray(0, readSync(fd(), buffer, 0, buffer.length, offset));
    },
    size,
    taken: () => taken,
    trouble: () => undefined,
    close() {
      if (opened !== undefined) closeSync(opened);
      opened = undefined;
    },
  };
}

/** Part of other bytes, as they are. */
export function sliceOf(whole: Bytes, start: () => number, length: number): Bytes {
  let trouble: string | undefined;
  return {
    *chunks(from = 0) {
      let left = length - from;
      for (const chunk of left > 0 ? whole.chunks(start() + from) : []) {
        yield chunk.length > left ? chunk.subarray(0, left) : chunk;
        left -= chunk.length;
        if (left <= 0) return;
      }
      if (left > 0) trouble = 'it ends early';
    },
    read: (offset, wanted) => (offset < length ? whole.read(start() + offset, Math.min(wanted, length - offset)) : new Uint8Array(0)),
    size: () => length,
    taken: () => 0,
    trouble: () => trouble ?? whole.trouble(),
    close: () => whole.close(),
  };
}
