import type { ArchiveContent, ArchiveEntry } from './archive.ts';
import type { Bytes } from './bytes.ts';
import { sliceOf } from './bytes.ts';
import { isHidden, leadsOut, ledOut, mostEntries } from './entryNames.ts';

export const tarHeadBytes = 512;
/** A long name and its attributes have heads of their own before the file's; folders have one, too. */
const mostHeads = 5 * mostEntries;
const longestName = 64 << 10;
const longestAttributes = 1 << 20;

/** What is no file, by the letter that its head has for it. */
const notFiles: Readonly<Record<string, string>> = {
  1: 'a link', 2: 'a link', 3: 'a device', 4: 'a device', 6: 'a pipe', S: 'a file with holes',
};
const files = new Set(['\0', '0', '7']);

/** Whether these are the first bytes of a tar: its head sums up itself, which no text does. */
export function beginsTar(head: Uint8Array): boolean {
  return head.length >= tarHeadBytes && (textAt(asBuffer(head), 257, 5) === 'ustar' || sumsUp(asBuffer(head)));
}

/**
 * The files of a tar, by the heads that stand before each. Nothing in it is packed, so none can be larger than the archive.
 * @param open the tar's bytes, for each entry anew
 */
export function readTar(open: () => Bytes): ArchiveContent {
  const tar = open();
  try {
    return readHeads(tar, open);
  } finally {
    tar.close();
  }
}

function readHeads(tar: Bytes, open: () => Bytes): ArchiveContent {
  const entries = new Map<string, ArchiveEntry>();
  const warnings: string[] = [];
  const whole = tar.size();
  let longName: string | undefined;
  let attributes = new Map<string, string>();
  for (let at = 0, n = 0; ; n++) {
    const head = asBuffer(tar.read(at, tarHeadBytes));
    if (head.length === tarHeadBytes && head.every((byte) => byte === 0)) break;
    if (head.length < tarHeadBytes) {
      if (head.length > 0 || tar.trouble() !== undefined) warnings.push('It ends before it is complete; what is there was read. Get it whole, then import it again.');
      break;
    }
    const size = sumsUp(head) ? sizeOf(head, attributes) : undefined;
    if (size === undefined) {
      warnings.push(`It is damaged behind file ${entries.size}; what comes before was read. Pack it again.`);
      break;
    }
    if (n === mostHeads || entries.size === mostEntries) {
      warnings.push(`It holds more than ${mostEntries} files; the first of them were read. Pack the others by themselves.`);
      break;
    }
    const type = String.fromCharCode(head[156] ?? 0);
    const start = at + tarHeadBytes;
    at = start + Math.ceil(size / tarHeadBytes) * tarHeadBytes;
    if (type === 'L') {
      longName = untilNul(asBuffer(tar.read(start, Math.min(size, longestName))));
      continue;
    }
    if (type === 'x' || type === 'X') {
      attributes = attributesIn(asBuffer(tar.read(start, Math.min(size, longestAttributes))));
      continue;
    }
    // What holds for all files, or for the end of a link, says nothing of names and sizes.
    if (type === 'g' || type === 'K') continue;
    const name = (attributes.get('path') ?? longName ?? shortName(head)).replaceAll('\\', '/').replace(/^(?:\.\/+)+/, '');
    const hasHoles = [...attributes.keys()].some((key) => key.startsWith('GNU.sparse.'));
    longName = undefined;
    attributes = new Map();
    if (type === '5' || name === '.' || name === '' || name.endsWith('/') || isHidden(name)) continue;
    if (leadsOut(name)) {
      warnings.push(ledOut(name));
      continue;
    }
    if (!files.has(type) || hasHoles) {
      warnings.push(`${name} is ${hasHoles ? notFiles['S'] : (notFiles[type] ?? 'no file')} and was left out. Pack the file itself.`);
      continue;
    }
    // As tar does: what is packed later under a name takes the place of what was there.
    entries.delete(name);
    entries.set(name, { name, size, packedSize: size, stamp: `${head.toString('latin1', 136, 148)} ${size} ${start}`, open: () => entryBytes(open(), start, size, start + size <= whole) });
  }
  return { entries: [...entries.values()], warnings };
}

/** Whatever befell the archive behind it, an entry that is there as a whole is whole. */
function entryBytes(tar: Bytes, start: number, size: number, isWhole: boolean): Bytes {
  const slice = sliceOf(tar, () => start, size);
  return isWhole ? { ...slice, trouble: () => undefined } : slice;
}

function sizeOf(head: Buffer, attributes: ReadonlyMap<string, string>): number | undefined {
  const given = attributes.get('size');
  const size = given === undefined ? numberAt(head, 124, 12) : /^\d{1,15}$/.test(given) ? Number(given) : undefined;
  return size !== undefined && size >= 0 && size <= Number.MAX_SAFE_INTEGER / 2 ? size : undefined;
}

/** Octal digits, or the bytes of the number themselves behind a first bit that is set. */
function numberAt(head: Buffer, start: number, length: number): number | undefined {
  const first = head[start] ?? 0;
  if (first >= 0x80) return first === 0x80 ? head.subarray(start + 1, start + length).reduce((value, byte) => value * 256 + byte, 0) : undefined;
  const digits = textAt(head, start, length).trim();
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : digits === '' ? 0 : undefined;
}

/** The sum of a head's bytes, its own place counted as spaces. */
function sumsUp(head: Buffer): boolean {
  const digits = textAt(head, 148, 8).trim();
  if (!/^[0-7]+$/.test(digits)) return false;
  let sum = 0;
  for (let at = 0; at < tarHeadBytes; at++) sum += at >= 148 && at < 156 ? 0x20 : (head[at] ?? 0);
  return Number.parseInt(digits, 8) === sum;
}

function shortName(head: Buffer): string {
  const name = untilNul(head.subarray(0, 100));
  // GNU's own heads have times where others have the folders of a long path.
  const folders = head.toString('latin1', 257, 263) === 'ustar\0' ? untilNul(head.subarray(345, 500)) : '';
  return folders === '' ? name : `${folders}/${name}`;
}

/** Lines such as `30 path=a/long/name.jsonl`, each with its own length in bytes before it. */
function attributesIn(bytes: Buffer): Map<string, string> {
  const found = new Map<string, string>();
  for (let at = 0; at < bytes.length;) {
    const space = bytes.indexOf(0x20, at);
    const length = space < 0 ? 0 : Number(bytes.toString('latin1', at, space));
    if (!Number.isInteger(length) || length <= space - at || at + length > bytes.length) break;
    const line = bytes.toString('utf8', space + 1, at + length - 1);
    const equals = line.indexOf('=');
    if (equals > 0) found.set(line.slice(0, equals), line.slice(equals + 1));
    at += length;
  }
  return found;
}

function textAt(bytes: Buffer, start: number, length: number): string {
  return untilNul(bytes.subarray(start, start + length), 'latin1');
}

function untilNul(bytes: Buffer, encoding: 'utf8' | 'latin1' = 'utf8'): string {
  const end = bytes.indexOf(0);
  return bytes.toString(encoding, 0, end < 0 ? bytes.length : end);
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
