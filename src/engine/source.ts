import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { hash } from 'node:crypto';
import type { ReadReport, Sample, Source, SourceRecord } from '../core/formats/format.ts';
import type { JsonItem } from '../core/formats/jsonValues.ts';
import { readJsonValues } from '../core/formats/jsonValues.ts';

/** `sha256` in hex digits; `media`: pictures or sound may stand inline in it. */
export type RecordBytes = { readonly sha256: string; readonly media: boolean };

/** What could not be read as it stands. */
export type Problem = JsonItem & { readonly type: 'problem' };

/** A file under import: its records one by one, and what the import must know beside them. */
export interface OpenSource extends Source {
  readonly size: number;
  /** Bytes read so far. */
  readonly position: () => number;
  /** The first records, for detection; they come again from `records`. Undefined where there is not one. */
  readonly sample: Sample;
  /** The first problem that was met before any record. */
  readonly firstProblem: Problem | undefined;
  /** What is to be known of the bytes of a record. */
  bytesOf(record: Pick<SourceRecord, 'offset' | 'length'>): RecordBytes;
  close(): void;
}

const chunkBytes = 1 << 20;
/** A longer value would need more memory than V8 gives one string. */
const longestRecord = 400_000_000;
const sampleRecords = 20;
const sampleBytes = 4 << 20;
/** Readers may hold records back, but seldom more than this; older ones are read again. */
const remembered = 4096;

/**
 * Opens a file for reading from its start. Records are pulled; a second pass is not possible.
 * @param shownAs as the workspace sees the file
 */
export function openSource(path: string, shownAs: string, report: ReadReport): OpenSource {
  const fd = openSync(path, 'r');
  const { size } = fstatSync(fd);
  const known = new Map<number, RecordBytes>();
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
    if (known.size >= remembered) known.delete(known.keys().next().value ?? 0);
    known.set(item.offset, look(item.bytes));
    return { value: item.value, line: item.line, offset: item.offset, length: item.length };
  }

  const early: (SourceRecord | Problem)[] = [];
  const first: SourceRecord[] = [];
  let inArray = false;
  while (first.length < sampleRecords && (first.length === 0 || position < sampleBytes)) {
    const { value: item, done } = items.next();
    if (done === true || item === undefined) break;
    if (item.type === 'problem') early.push(item);
    else {
      inArray ||= item.inArray;
      const record = taken(item);
      early.push(record);
      first.push(record);
    }
  }

  function* records(): Generator<SourceRecord, void> {
    for (const each of early.splice(0)) {
      if ('message' in each) report.warn(each.line, toldOf(each));
      else yield each;
    }
    for (const item of items) {
      if (item.type === 'problem') report.warn(item.line, toldOf(item));
      else yield taken(item);
    }
  }

  return {
    file: shownAs,
    records: { [Symbol.iterator]: records },
    size,
    position: () => position,
    sample: { records: first, layout: inArray ? 'array' : first.length > 1 ? 'lines' : 'document' },
    firstProblem: early.find((each) => 'message' in each),
    bytesOf({ offset, length }) {
      const earlier = known.get(offset);
      if (earlier !== undefined) return earlier;
      const bytes = Buffer.allocUnsafe(length);
      readSync(fd, bytes, 0, length, offset);
      return look(bytes);
    },
    close: () => closeSync(fd),
  };
}

/** What became of the line, and what to do. */
function toldOf({ message, lost }: Problem): string {
  if (lost === undefined) return message;
  const next = lost === 'unfinished' ? 'Let the export finish, then import the file again.' : lost === 'tooLong' ? 'Export it in smaller pieces, then import these.' : 'Mend it, then import the file again.';
  return `${message} What stands there was left out, and the rest was kept. ${next}`;
}

function look(bytes: Uint8Array): RecordBytes {
  return { sha256: hash('sha256', bytes), media: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(';base64,') };
}
