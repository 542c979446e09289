import type { ArchiveContent, ArchiveEntry } from './archive.ts';
import type { Bytes } from './bytes.ts';
import { sliceOf } from './bytes.ts';
import { isHidden, leadsOut, ledOut, mostEntries } from './entryNames.ts';
import { inflated } from './gzip.ts';
import type { InflationLimit } from './inflationLimit.ts';
import { limitOfArchive } from './inflationLimit.ts';
import { unpackedBytes } from './unpacked.ts';
import { unzstd } from './zstd.ts';

const longestComment = 65_535;
const needsZip64 = 0xffff_ffff;

/**
 * The files of a zip, by its own list at its end; nothing is unpacked. Undefined where there is no such list: it was cut off, or is no zip.
 * @param open the zip's bytes, for each entry anew
 */
export function readZip(open: () => Bytes): ArchiveContent | undefined {
  const zip = open();
  try {
    const listed = findList(zip);
    return listed && readList(zip, listed, open);
  } finally {
    zip.close();
  }
}

type ListPlace = {
  readonly count: number; readonly size: number; readonly start: number;
  /** Bytes before the archive itself, such as a program that unpacks it. */
  readonly shift: number;
};

function findList(zip: Bytes): ListPlace | undefined {
  const size = zip.size();
  const tailStart = Math.max(size - longestComment - 22, 0);
  const tail = asBuffer(zip.read(tailStart, size - tailStart));
  const at = tail.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  if (at < 0 || at + 22 > tail.length) return undefined;
  const plain = { count: tail.readUInt16LE(at + 10), size: tail.readUInt32LE(at + 12), start: tail.readUInt32LE(at + 16) };
  const end = tailStart + at;
  const large = (plain.count === 0xffff || plain.size === needsZip64 || plain.start === needsZip64) && end >= 20 ? readZip64End(zip, end) : undefined;
  const { listEnd, ...list } = large ?? { ...plain, listEnd: end };
  const shift = listEnd - list.size - list.start;
  return shift < 0 ? undefined : { ...list, shift };
}

function readZip64End(zip: Bytes, end: number): { count: number; size: number; start: number; listEnd: number } | undefined {
  const locator = asBuffer(zip.read(end - 20, 20));
  if (locator.length < 20 || locator.toString('latin1', 0, 4) !== 'PK\x06\x07') return undefined;
  const at = Number(locator.readBigUInt64LE(8));
  const record = asBuffer(zip.read(at, 56));
  if (record.length < 56 || record.toString('latin1', 0, 4) !== 'PK\x06\x06') return undefined;
  return { count: Number(record.readBigUInt64LE(32)), size: Number(record.readBigUInt64LE(40)), start: Number(record.readBigUInt64LE(48)), listEnd: at };
}

function readList(zip: Bytes, { count, size, start, shift }: ListPlace, open: () => Bytes): ArchiveContent {
  const entries: ArchiveEntry[] = [];
  const warnings: string[] = [];
  const names = new Set<string>();
  const limitOf = limitOfArchive(zip.size());
  let at = start + shift;
  const end = at + size;
  for (let n = 0; n < count && at + 46 <= end; n++) {
    if (n === mostEntries) {
      warnings.push(`It lists more than ${mostEntries} files; the first ${mostEntries} were read. Pack the others by themselves.`);
      break;
    }
    const head = asBuffer(zip.read(at, 46));
    if (head.length < 46 || head.toString('latin1', 0, 4) !== 'PK\x01\x02') {
      warnings.push(`Its list of files is damaged behind file ${n}; what is listed before was read. Pack it again.`);
      break;
    }
    const nameLength = head.readUInt16LE(28);
    const extraLength = head.readUInt16LE(30);
    const rest = asBuffer(zip.read(at + 46, nameLength + extraLength));
    at += 46 + nameLength + extraLength + head.readUInt16LE(32);
    const name = rest.toString('utf8', 0, nameLength).replaceAll('\\', '/');
    if (name.endsWith('/') || isHidden(name)) continue;
    if (leadsOut(name)) {
      warnings.push(ledOut(name));
      continue;
    }
    if (names.has(name)) {
      warnings.push(`${name} is in it more than once; the first was read. Pack the others under names of their own.`);
      continue;
    }
    const method = head.readUInt16LE(10);
    if ((head.readUInt16LE(8) & 1) !== 0) {
      warnings.push(`${name} is encrypted and was left out. Unpack it with its password and import what comes out.`);
      continue;
    }
    if (method !== 0 && method !== 8 && method !== 93) {
      warnings.push(`${name} is packed in a way that Casebook does not read (method ${method}) and was left out. Unpack it and import what comes out.`);
      continue;
    }
    names.add(name);
    const place = withZip64({ size: head.readUInt32LE(24), packedSize: head.readUInt32LE(20), offset: head.readUInt32LE(42) }, rest.subarray(nameLength));
    entries.push({
      name, size: place.size, packedSize: place.packedSize, stamp: `${head.readUInt32LE(16)} ${place.size} ${place.packedSize}`,
      open: () => entryBytes(open(), { ...place, offset: place.offset + shift }, method, limitOf(name)),
    });
  }
  return { entries, warnings };
}

type EntryPlace = { readonly size: number; readonly packedSize: number; readonly offset: number };

function entryBytes(zip: Bytes, { size, packedSize, offset }: EntryPlace, method: number, limit: InflationLimit): Bytes {
  let start: number | undefined;
  const packed = sliceOf(zip, () => (start ??= contentStart(zip, offset)), packedSize);
  const unpack = method === 8 ? inflated : method === 93 ? unzstd : (chunks: Iterable<Uint8Array>) => chunks;
  return unpackedBytes(packed, function* (chunks) {
    let length = 0;
    for (const chunk of unpack(chunks)) {
      length += chunk.length;
      yield chunk;
    }
    if (length < size) throw new Error('unexpected EOF');
  }, limit);
}

/** Behind the entry's own head, whose length may differ from what the list says. */
function contentStart(zip: Bytes, offset: number): number {
  const head = asBuffer(zip.read(offset, 30));
  if (head.length < 30 || head.toString('latin1', 0, 4) !== 'PK\x03\x04') throw new Error('no local file head');
  return offset + 30 + head.readUInt16LE(26) + head.readUInt16LE(28);
}

function withZip64(place: EntryPlace, extra: Buffer): EntryPlace {
  for (let at = 0; at + 4 <= extra.length;) {
    const id = extra.readUInt16LE(at);
    const end = Math.min(at + 4 + extra.readUInt16LE(at + 2), extra.length);
    at += 4;
    if (id !== 1) {
      at = end;
      continue;
    }
    const next = (given: number) => {
      if (given !== needsZip64 || at + 8 > end) return given;
      at += 8;
      return Number(extra.readBigUInt64LE(at - 8));
    };
    return { ...place, size: next(place.size), packedSize: next(place.packedSize), offset: next(place.offset) };
  }
  return place;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
