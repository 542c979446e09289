import { closeSync, openSync, readSync } from 'node:fs';
import type { ReadReport, SourceRecord } from '../core/formats/format.ts';
import type { Bytes } from './containers/bytes.ts';
import type { LineBlock } from './lineBlocks.ts';
import type { OpenSource } from './source.ts';
import { openSource } from './source.ts';

/** Some lines of a file on disk after others as sources of their own, read through one piece of memory: only one is open at a time. */
export function createPartReader(path: string, shownAs: string) {
  let opened: number | undefined;
  let buffer = Buffer.alloc(0);
  const fd = () => (opened ??= openSync(path, 'r'));

  function bytesUpTo(end: number): Bytes {
    return {
      *chunks(from = 0) {
        const length = end - from;
        if (buffer.length < length) buffer = Buffer.allocUnsafeSlow(Math.max(length, 2 * buffer.length));
        let filled = 0;
        for (let more = -1; filled < length && more !== 0; filled += more) more = readSync(fd(), buffer, filled, length - filled, from + filled);
        if (filled > 0) yield buffer.subarray(0, filled);
      },
      read(offset, length) {
        const some = Buffer.allocUnsafe(Math.max(Math.min(length, end - offset), 0));
        return some.subarray(0, readSync(fd(), some, 0, some.length, offset));
      },
      size: () => end,
      taken: () => end,
      trouble: () => undefined,
      close() {},
    };
  }

  return {
    open({ offset, line, length }: LineBlock, report: ReadReport): OpenSource {
      const size = offset + length;
      const file = { path, shownAs, found: false, packed: false, size, stamp: { size, mtimeMs: 0 }, open: () => bytesUpTo(size) };
      return openSource([file], shownAs, report, { end: { offset, line }, kept: undefined, detected: true });
    },
    close(): void {
      if (opened !== undefined) closeSync(opened);
      opened = undefined;
    },
  };
}

/** Some records of a file, each on lines of its own, as one source. */
export function openRecords(path: string, shownAs: string, report: ReadReport, places: readonly LineBlock[]): Pick<OpenSource, 'file' | 'records' | 'bytesOf' | 'distanceOf'> & Disposable {
  const sorted = [...new Map(places.map((place) => [place.offset, place])).values()].sort((a, b) => a.offset - b.offset);
  const parts = createPartReader(path, shownAs);
  let current: OpenSource | undefined;

  function* records(): Generator<SourceRecord, void> {
    for (const place of sorted) {
      current = parts.open(place, report);
      yield* current.records;
    }
  }

  return {
    file: shownAs,
    records: { [Symbol.iterator]: records },
    bytesOf(record) {
      if (!current) throw new Error('No record was read yet');
      return current.bytesOf(record);
    },
    distanceOf: ({ offset }) => offset,
    [Symbol.dispose]: parts.close,
  };
}
