import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { hash } from 'node:crypto';
import type { ReadReport, Sample, Source, SourceRecord } from '../core/formats/format.ts';
import type { JsonItem } from '../core/formats/jsonValues.ts';
import { readJsonValues } from '../core/formats/jsonValues.ts';

/** A file under import: its records one by one, and what the import must know beside them. */
export interface OpenSource extends Source {
  readonly size: number;
  /** Bytes read so far. */
  readonly position: () => number;
  /** The first records, for detection; they come again from `records`. Undefined where there is not one. */
  readonly sample: Sample;
  /** The first problem that was met before any record. */
  readonly firstProblem: string | undefined;
  /** SHA-256 over the bytes of the record at this offset, as hex digits. */
  hashOf(record: Pick<SourceRecord, 'offset' | 'length'>): string;
  close(): void;
}

const chunkBytes = 1 << 20;
/** A longer value would need more memory than V8 gives one string. */
const longestRecord = 400_000_000;
const sampleRecords = 20;
const sampleBytes = 4 << 20;
/** Readers may hold records back, but seldom more than this; older ones are hashed again from the file. */
const rememberedHashes = 4096;

/**
 * Opens a file for reading from its start. Records are pulled; a second pass is not possible.
 * @param shownAs as the workspace sees the file
 */
export function openSource(path: string, shownAs: string, report: ReadReport): OpenSource {
  const fd = openSync(path, 'r');
  const { size } = fstatSync(fd);
  const hashes = new Map<number, string>();
  let position = 0;

  function* chunks(): Generator<Uint8Array, void> {
    const buffer = Buffer.allocUnsafe(Math.min(chunkBytes, Math.max(size, 1)));
    for (;;) {
      const length = readSync(fd, buffer, 0, buffer.length, position);
      if (length === 0) return;
      position += length;
      yield buffer.subarray(0, length);
    }
  }

  const items = readJsonValues(chunks(), { decode: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'), longestValue: longestRecord });

  function taken(item: JsonItem & { type: 'value' }): SourceRecord {
    if (hashes.size >= rememberedHashes) hashes.delete(hashes.keys().next().value ?? 0);
    hashes.set(item.offset, hash('sha256', item.bytes));
    return { value: item.value, line: item.line, offset: item.offset, length: item.length };
  }

  const early: (SourceRecord | { line: number; message: string })[] = [];
  const first: SourceRecord[] = [];
  let inArray = false;
  while (first.length < sampleRecords && (first.length === 0 || position < sampleBytes)) {
    const { value: item, done } = items.next();
    if (done === true || item === undefined) break;
    if (item.type === 'problem') early.push({ line: item.line, message: item.message });
    else {
      inArray ||= item.inArray;
      const record = taken(item);
      early.push(record);
      first.push(record);
    }
  }

  function* records(): Generator<SourceRecord, void> {
    for (const each of early.splice(0)) {
      if ('message' in each) report.warn(each.line, each.message);
      else yield each;
    }
    for (const item of items) {
      if (item.type === 'problem') report.warn(item.line, item.message);
      else yield taken(item);
    }
  }

  return {
    file: shownAs,
    records: { [Symbol.iterator]: records },
    size,
    position: () => position,
    sample: { records: first, layout: inArray ? 'array' : first.length > 1 ? 'lines' : 'document' },
    firstProblem: early.find((each) => 'message' in each)?.message,
    hashOf({ offset, length }) {
      const known = hashes.get(offset);
      if (known !== undefined) return known;
      const bytes = Buffer.allocUnsafe(length);
      readSync(fd, bytes, 0, length, offset);
      return hash('sha256', bytes);
    },
    close: () => closeSync(fd),
  };
}
