import { isUtf8 } from 'node:buffer';
import { createHash, hash } from 'node:crypto';
import type { Json } from '../core/model/json.ts';
import type { ReadReport, Sample, Source, SourceRecord } from '../core/formats/format.ts';
import type { JsonItem } from '../core/formats/jsonValues.ts';
import { readJsonValues } from '../core/formats/jsonValues.ts';
import { readTableRows } from '../core/formats/table/rows.ts';
import { tableHeadBytes, tableShape } from '../core/formats/table/shape.ts';
import type { Bytes } from './containers/bytes.ts';
import { jsonTextOf } from './recordText.ts';
import type { SourceFile } from './sourceFile.ts';

/** `sha256` in hex digits; `media`: pictures or sound may stand inline in it. */
export type RecordBytes = { readonly sha256: string; readonly media: boolean };

/** What could not be read as it stands. */
export type Problem = JsonItem & { readonly type: 'problem' };

type RecordRange = Pick<SourceRecord, 'file' | 'offset' | 'length'>;

/** Where the records of a file of lines end, so that reading can go on there when the file has grown. */
export type LinesEnd = { readonly offset: number; readonly line: number };

/** A source under import: its records one by one, and what the import must know beside them. */
export interface OpenSource extends Source {
  /** Bytes on disk. */
  readonly size: number;
  /** Bytes on disk read so far. */
  readonly position: () => number;
  /** The first records, for detection; they come again from `records`. Undefined where there is not one. */
  readonly sample: Sample;
  /** The first problem that was met before any record. */
  readonly firstProblem: Problem | undefined;
  /** Why packed bytes ended early; known when they were read. */
  readonly trouble: () => string | undefined;
  /** What is to be known of the bytes of a record. */
  bytesOf(record: RecordRange): RecordBytes;
  /** How far into the source a record stands, over all its files. */
  distanceOf(record: RecordRange): number;
  /** What stood at the very end and became no record; not warned of yet. Known when all records were taken. */
  unfinished(): Problem | undefined;
  /** Where to go on when the file has grown; undefined where it is not one whole value on each line. Known when all records were taken. */
  linesEnd(): LinesEnd | undefined;
  close(): void;
}

const newline = 0x0a;

/** A longer value would need more memory than V8 gives one string. */
const longestRecord = 400_000_000;
const sampleRecords = 20;
const sampleBytes = 4 << 20;
/** Readers may hold records back, but seldom more than this; older ones are read again. */
const remembered = 4096;

const decode = (bytes: Uint8Array) => asBuffer(bytes).toString('utf8');

/**
 * Opens one file, or several that are one run, for reading from the start. Records are pulled; a second pass is not possible.
 * @param shownAs as the workspace sees the file, or the folder of the files
 * @param from where to go on in a file that was read before, with what its reader kept. `detected`: nobody asks for a sample, which would
 * keep its records alive.
 */
export function openSource(files: readonly SourceFile[], shownAs: string, report: ReadReport, from?: { readonly end: LinesEnd; readonly kept: Json | undefined; readonly detected?: boolean }): OpenSource {
  const [only] = files;
  const isUnit = files.length > 1;
  const readings = files.map((file, index) => openFile(file, index, from?.end));
  const known = new Map<string, RecordBytes & { readonly length: number }>();
  const indexOf = new Map(files.map(({ shownAs: name }, index) => [name, index]));
  const bases: number[] = [];
  let reading = 0;
  let reopened = 0;
  let total = 0;

  function openFile(file: SourceFile, index: number, start: LinesEnd | undefined) {
    let bytes: Bytes | undefined;
    const open = () => (bytes ??= file.open());
    let last: { readonly end: number; readonly line: number; readonly whole: boolean } | undefined;
    let problem: Problem | undefined;
    let isLines = true;

    function* items(): Generator<SourceRecord | Problem, void> {
      const options = { decode: jsonTextOf, allocate: (length: number) => Buffer.allocUnsafe(length), longestValue: longestRecord, ...(start ? { start } : {}) };
      const table = start ? undefined : tableShape(open().read(0, tableHeadBytes));
      isLines = table === undefined;
      for (const item of table ? readTableRows(open().chunks(), table, decode) : readJsonValues(open().chunks(start?.offset), options)) {
        if (item.type === 'problem' && item.lost !== undefined) {
          if (problem) yield problem;
          isLines &&= problem === undefined;
          problem = item;
          continue;
        }
        if (problem) {
          isLines = false;
          yield problem;
          problem = undefined;
        }
        if (item.type === 'problem') {
          yield item;
          continue;
        }
        const { value, line, offset, length, bytes: text } = item;
        isLines &&= !item.inArray && text.indexOf(newline) < 0;
        // Of a table's rows, their reader says so itself.
        if (!table && !isUtf8(text)) yield { type: 'problem', line, offset, length, message: `Line ${line} holds characters that are not UTF-8; they stand as \uFFFD. Save the file as UTF-8 and import it again.` };
        last = { end: offset + length, line, whole: typeof value === 'object' && value !== null };
        inArray ||= item.inArray;
        remember(index, offset, text);
        yield isUnit ? { value, line, offset, length, file: file.shownAs } : { value, line, offset, length };
      }
    }

    return {
      items: items(),
      open,
      taken: () => bytes?.taken() ?? 0,
      size: () => last?.end ?? 0,
      unfinished: () => problem,
      trouble: () => bytes?.trouble(),
      linesEnd(): LinesEnd | undefined {
        if (!isLines || problem?.lost === 'tooLong') return undefined;
        if (problem) return problem;
        if (!last) return start;
        return last.whole ? { offset: last.end, line: last.line } : undefined;
      },
      close() {
        bytes?.close();
        bytes = undefined;
      },
    };
  }

  let inArray = false;
  function remember(index: number, offset: number, bytes: Uint8Array): void {
    if (known.size >= remembered) known.delete(known.keys().next().value ?? '');
    known.set(`${index} ${offset}`, { ...look(bytes), length: bytes.length });
  }

  /** The first records of each file, pulled and kept until they are asked for. */
  const early: (SourceRecord | Problem)[][] = files.map(() => []);
  const first: SourceRecord[] = [];
  const perFile = Math.max(Math.floor((2 * sampleRecords) / Math.min(files.length, sampleRecords)), 1);
  for (let index = 0; index < Math.min(files.length, sampleRecords); index++) {
    const file = readings[index]!;
    const most = from?.detected ? 0 : isUnit ? perFile : sampleRecords;
    for (let count = 0; count < most && (count === 0 || file.taken() < sampleBytes / Math.min(files.length, sampleRecords));) {
      const { value: item, done } = file.items.next();
      if (done === true || item === undefined) break;
      early[index]!.push(item);
      if ('message' in item) continue;
      first.push(item);
      count++;
    }
  }

  function* records(): Generator<SourceRecord, void> {
    for (; reading < files.length; reading++) {
      const file = readings[reading]!;
      const named = isUnit ? files[reading]?.shownAs : undefined;
      bases[reading] = total;
      for (const items of [early[reading]!.splice(0), file.items]) {
        for (const each of items) {
          if ('message' in each) report.warn(each.line, toldOf(each), named);
          else yield each;
        }
      }
      total += file.size();
      const left = file.unfinished();
      if (left && isUnit) report.warn(left.line, toldOf(left), named);
      const trouble = file.trouble();
      if (trouble !== undefined) report.warn(null, `What is packed in it could not be read to its end: ${trouble}. What came before was kept. Get it again, then import it again.`, named);
      if (isUnit) file.close();
    }
  }

  /** The reading of a record's file, for what is to be read again. */
  const fileOf = ({ file }: RecordRange) => (file === undefined ? 0 : (indexOf.get(file) ?? 0));

  return {
    file: shownAs,
    records: { [Symbol.iterator]: records },
    ...(from?.kept === undefined ? {} : { kept: from.kept }),
    size: files.reduce((sum, { size }) => sum + size, 0),
    position: () => files.slice(0, reading).reduce((sum, { size }) => sum + size, 0) + (readings[reading]?.taken() ?? 0),
    sample: { records: first, layout: inArray ? 'array' : first.length > 1 ? 'lines' : 'document' },
    firstProblem: early[0]?.find((each) => 'message' in each) ?? readings[0]?.unfinished(),
    trouble: () => readings[0]?.trouble(),
    bytesOf(record) {
      const index = fileOf(record);
      const earlier = known.get(`${index} ${record.offset}`);
      // Of a record that a reader put together from several, only the whole is its own.
      if (earlier !== undefined && earlier.length === record.length) return earlier;
      if (isUnit && index !== reopened && reopened !== reading) readings[reopened]?.close();
      reopened = index;
      return lookAt(readings[index]!.open(), record);
    },
    distanceOf: (record) => (bases[fileOf(record)] ?? 0) + record.offset,
    unfinished: () => (isUnit ? undefined : readings[0]?.unfinished()),
    linesEnd: () => (isUnit || only?.packed !== false ? undefined : readings[0]?.linesEnd()),
    close() {
      for (const file of readings) file.close();
    },
  };
}

const pieceBytes = 4 << 20;

/** What became of the line, and what to do. */
export function toldOf({ message, lost }: Problem): string {
  if (lost === undefined) return message;
  const next = lost === 'unfinished' ? 'Let the export finish, then import the file again.' : lost === 'tooLong' ? 'Export it in smaller pieces, then import these.' : 'Mend it, then import the file again.';
  return `${message} What stands there was left out, and the rest was kept. ${next}`;
}

/** Half of the shortest base64 that is looked at, so that some run of that length begins at a multiple of it. */
const runBytes = 256;
/** The letters of base64, and the backslash that some write before its slashes. */
const ofBase64 = Uint8Array.from({ length: 256 }, (_, byte) => (/[A-Za-z0-9+/=_\\-]/.test(String.fromCharCode(byte)) ? 1 : 0));

/** Whether pictures or sound may stand inline: text without a blank or a quote for long. Looks at few of the bytes. */
function hasLongRun(bytes: Uint8Array): boolean {
  for (let start = 0; start + runBytes <= bytes.length; start += runBytes) {
    let at = start;
    while (at < start + runBytes && ofBase64[bytes[at]!] === 1) at++;
    if (at === start + runBytes) return true;
  }
  return false;
}

function look(bytes: Uint8Array): RecordBytes {
  return { sha256: hash('sha256', bytes), media: hasLongRun(bytes) };
}

/** The same, of bytes that need not stand in memory at once. */
function lookAt(bytes: Bytes, { offset, length }: RecordRange): RecordBytes {
  const sum = createHash('sha256');
  let media = false;
  let end = Buffer.alloc(0);
  for (let at = offset; at < offset + length; at += pieceBytes) {
    const piece = bytes.read(at, Math.min(pieceBytes, offset + length - at));
    sum.update(piece);
    const joined = Buffer.concat([end, piece]);
    media ||= hasLongRun(joined);
    end = joined.subarray(-2 * runBytes);
  }
  return { sha256: sum.digest('hex'), media };
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
