import { basename } from 'node:path';
import type { SourceFile } from '../sourceFile.ts';
import type { ArchiveContent } from './archive.ts';
import type { Bytes } from './bytes.ts';
import { gunzipped } from './gzip.ts';
import { limitOfFile } from './inflationLimit.ts';
import { heldBytes } from './heldBytes.ts';
import type { Unpack } from './unpacked.ts';
import { beginsSqlite, beginsSqliteLog, sqliteLines } from './sqlite.ts';
import { beginsTar, readTar, tarHeadBytes } from './tar.ts';
import { unpackedBytes } from './unpacked.ts';
import { utf16Of } from './utf16.ts';
import { readZip } from './zip.ts';
import { unzstd } from './zstd.ts';

/** A file to read, why there is none, or what was left out of an archive. */
export type Unpacked = SourceFile | { readonly path: string; readonly error: string } | { readonly path: string; readonly leftOut: readonly string[] };

/** Packed once by the exporter, once by a log rotation, once by whoever sent it. */
const deepest = 3;
/** An archive inside another is held in memory, as there is no way into the middle of what is packed. */
const largestInner = 256 << 20;

const packings: readonly (readonly [first: readonly number[], unpack: Unpack])[] = [
  [[0x1f, 0x8b], gunzipped],
  [[0x28, 0xb5, 0x2f, 0xfd], unzstd],
];
const zipHeads: readonly (readonly number[])[] = [[0x50, 0x4b, 0x03, 0x04], [0x50, 0x4b, 0x05, 0x06]];
const parquetHead = [0x50, 0x41, 0x52, 0x31];

/** The files a file stands for: itself, what is packed in it, or the entries of an archive. Told by the first bytes: names lie. */
export function* unpack(file: SourceFile, depth = 0): Generator<Unpacked> {
  const head = headOf(file);
  const begins = (first: readonly number[]) => first.every((byte, n) => head[n] === byte);
  const name = basename(file.path);
  if (begins(parquetHead)) {
    yield { path: file.path, error: `${name} is a Parquet table, which Casebook does not read. Convert it with DuckDB and import what comes out: duckdb -c "COPY (FROM '${name}') TO '${name.replace(/\.parquet$/i, '')}.jsonl' (FORMAT json)".` };
    return;
  }
  if (beginsSqlite(head)) {
    yield sqliteLines(file);
    return;
  }
  if (beginsSqliteLog(head) && !file.found) {
    yield { path: file.path, error: `${name} is the log of a SQLite database and holds only what was written last. Import ${name.replace(/-wal$/, '')}, which stands beside it: its log is read with it.` };
    return;
  }
  const packing = packings.find(([first]) => begins(first));
  const isArchive = zipHeads.some(begins) || beginsTar(head);
  if (!packing && !isArchive) {
    const utf16 = utf16Of(head);
    yield utf16 ? { ...file, packed: true, open: () => unpackedBytes(file.open(), utf16, limitOfFile()) } : file;
    return;
  }
  if (depth === deepest) {
    yield { path: file.path, error: `${name} is packed more than ${deepest} times over. Unpack it and import what is inside.` };
    return;
  }
  if (packing) {
    yield* unpack({ ...file, packed: true, open: () => unpackedBytes(file.open(), packing[1], limitOfFile()) }, depth + 1);
    return;
  }
  yield* entriesOf(file, beginsTar(head), depth);
}

function* entriesOf(archive: SourceFile, isTar: boolean, depth: number): Generator<Unpacked> {
  const name = basename(archive.path);
  const open = archive.packed ? reopened(archive) : archive.open;
  if (!open) {
    yield { path: archive.path, error: `${name} holds an archive of more than ${largestInner >> 20} MB inside another. Unpack the outer one and import what is inside.` };
    return;
  }
  const content: ArchiveContent | undefined = isTar ? readTar(open) : readZip(open);
  if (!content) {
    yield { path: archive.path, error: `${name} is a zip whose list of files is missing: it was cut off, or is still being written. Get it whole, then import it again.` };
    return;
  }
  if (content.warnings.length > 0) yield { path: archive.path, leftOut: content.warnings };
  for (const entry of content.entries) {
    yield* unpack({
      path: `${archive.path}/${entry.name}`, shownAs: `${archive.shownAs}/${entry.name}`, found: true, packed: true, size: entry.packedSize,
      stamp: { size: entry.size, mtimeMs: archive.stamp.mtimeMs, digest: entry.stamp }, open: entry.open,
    }, depth + 1);
  }
}

/** The bytes of an archive that is packed itself, unpacked once and kept while there is room; undefined where they are too many to hold. */
function reopened(archive: SourceFile): (() => Bytes) | undefined {
  const hold = () => heldBytes(archive.open(), largestInner);
  const held = hold();
  if (held === undefined) return undefined;
  let known = new WeakRef(held);
  return () => {
    const bytes = known.deref() ?? hold() ?? archive.open();
    known = new WeakRef(bytes);
    return bytes;
  };
}

function headOf(file: SourceFile): Uint8Array {
  const bytes: Bytes = file.open();
  try {
    return bytes.read(0, tarHeadBytes);
  } finally {
    bytes.close();
  }
}
