import type { Sample, SourceRecord } from './format.ts';
import { createContainerScan, type ContainerScan } from './jsonValues/containerScan.ts';
import { notText } from './jsonValues/notText.ts';
import { parseRecord } from './jsonValues/parseRecord.ts';

/**
 * Finds the JSON values of a file without knowing how they stand in it: JSON lines, one document (pretty or not),
 * the elements of one top-level array, values one after another. Bytes come in chunks of any size; a value may span many.
 *
 * JSON lines are split by the newline alone, which costs next to nothing beside JSON.parse (perf: "split" against "P");
 * only other layouts are scanned byte by byte.
 */
export type JsonItem =
  | (SourceRecord & {
      readonly type: 'value';
      /** The element of a top-level array, not a value of its own. */
      readonly inArray: boolean;
      /** The value's bytes as they are in the file. A view: good until the next item is pulled. */
      readonly bytes: Uint8Array;
    })
  | {
      readonly type: 'problem'; readonly line: number; readonly offset: number; readonly length: number; readonly message: string;
      /** Why these bytes became no value; absent where they did. */
      readonly lost?: 'notJson' | 'unfinished' | 'tooLong';
    };

type JsonReadOptions = {
  /** UTF-8 to text; a host may have a faster one than `TextDecoder`. */
  readonly decode?: (bytes: Uint8Array) => string;
  /** Memory for what spans chunks; where a host has a faster kind of `Uint8Array`, as its chunks are. */
  readonly allocate?: (length: number) => Uint8Array<ArrayBuffer>;
  /** Longest value in bytes. A JavaScript string ends near 512 MB. */
  readonly longestValue?: number;
  /** Where the chunks begin, when it is not the start of the file: behind values that stood one on a line. */
  readonly start?: { readonly offset: number; readonly line: number };
};

const newline = 0x0a, quote = 0x22, comma = 0x2c, openList = 0x5b, closeList = 0x5d, openMap = 0x7b, closeMap = 0x7d;
const isSpace = (byte: number | undefined) => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
const opens = (byte: number | undefined) => byte === openMap || byte === openList;

/** A leading `[` is the list of records, or the first of many lines: looked ahead this far, so that cutting into chunks changes nothing. */
const arrayLookahead = 1 << 20;
const mostRewinds = 3;

type Window = { buf: Uint8Array; base: number; limit: number; atEnd: boolean };

/**
 * Pulls chunks as values are asked for. A chunk must stay unchanged until the next one is pulled; afterwards its memory may be used again.
 * What cannot be read comes as a `problem` with its line, and reading goes on behind it.
 */
export function* readJsonValues(chunks: Iterable<Uint8Array>, options: JsonReadOptions = {}): Generator<JsonItem, void> {
  const decoder = new TextDecoder();
  const decode = options.decode ?? ((bytes: Uint8Array) => decoder.decode(bytes));
  const allocate = options.allocate ?? ((length: number) => new Uint8Array(length));
  const longest = options.longestValue ?? 0x1fffff00;
  const source = chunks[Symbol.iterator]();
  const { start } = options;
  const win: Window = { buf: new Uint8Array(0), base: start?.offset ?? 0, limit: 0, atEnd: false };
  let own = new Uint8Array(0);
  /** Position in `win.buf` of the first byte not yet given out, and its line. */
  let pos = 0;
  let line = start?.line ?? 1;

  /** Appends the next chunk behind what is still needed, which moves to the start of the window. False at the end of the file. */
  function more(): boolean {
    if (win.atEnd) return false;
    const kept = win.limit - pos;
    if (kept > 0 && (win.buf !== own || pos > 0)) {
      if (own.length < kept) own = grown(own, 0, kept, allocate);
      own.set(win.buf.subarray(pos, win.limit), 0);
      win.buf = own;
    }
    const next = source.next();
    win.base += pos;
    pos = 0;
    if (next.done === true) {
      win.limit = kept;
      win.atEnd = true;
      return false;
    }
    if (kept === 0) {
      win.buf = next.value;
      win.limit = next.value.length;
    } else {
      if (own.length < kept + next.value.length) own = grown(own, kept, kept + next.value.length, allocate);
      own.set(next.value, kept);
      win.buf = own;
      win.limit = kept + next.value.length;
    }
    return true;
  }

  /** Moves over white space. False when the file ended. */
  function skipSpace(): boolean {
    for (;;) {
      while (pos < win.limit && isSpace(win.buf[pos])) {
        if (win.buf[pos] === newline) line++;
        pos++;
      }
      if (pos < win.limit) return true;
      if (!more()) return false;
    }
  }

  /** Distance from `pos` to the next newline at or behind `from`, or to the end of the file. */
  function lineLength(from = 0): number {
    let searched = from;
    for (;;) {
      const found = win.buf.subarray(0, win.limit).indexOf(newline, pos + searched);
      if (found >= 0) return found - pos;
      searched = win.limit - pos;
      if (searched > longest || !more()) return win.limit - pos;
    }
  }

  /** The first byte behind `distance` that is not white space; undefined at the end of the file. */
  function byteAfter(distance: number): number | undefined {
    for (let at = distance; ; at++) {
      if (pos + at >= win.limit && !more()) return undefined;
      const byte = win.buf[pos + at];
      if (!isSpace(byte)) return byte;
    }
  }

  function trimmed(length: number): number {
    let end = pos + length;
    while (end > pos && isSpace(win.buf[end - 1])) end--;
    return end - pos;
  }

  function newlinesIn(length: number): number {
    let count = 0;
    const view = win.buf.subarray(pos, pos + length);
    for (let at = view.indexOf(newline); at >= 0; at = view.indexOf(newline, at + 1)) count++;
    return count;
  }

  let garbage: { line: number; offset: number; end: number; lastLine: number; message: string | undefined; lost: 'notJson' | 'unfinished' } | undefined;

  /** Collects what is not JSON; neighbours become one problem, so that a text file is one sentence and not one a line. */
  function* refuse(length: number, message?: string, lost: 'notJson' | 'unfinished' = 'notJson'): Generator<JsonItem, void> {
    const offset = win.base + pos;
    const lines = newlinesIn(length);
    if (garbage !== undefined && message === undefined && garbage.message === undefined) {
      garbage.end = offset + length;
      garbage.lastLine = line + lines;
    } else {
      yield* flush();
      garbage = { line, offset, end: offset + length, lastLine: line + lines, message, lost };
    }
    pos += length;
    line += lines;
  }

  function* flush(): Generator<JsonItem, void> {
    if (garbage === undefined) return;
    const { line: first, lastLine, offset, end, message, lost } = garbage;
    garbage = undefined;
    const place = first === lastLine ? `Line ${first} is` : `Lines ${first} to ${lastLine} are`;
    yield { type: 'problem', line: first, offset, length: end - offset, message: message ?? `${place} not JSON.`, lost };
  }

  /** Parses `length` bytes at `pos`. Undefined when they are not one JSON value. */
  function valueAt(length: number): { value: unknown; mended: boolean } | undefined {
    return parseRecord(decode(win.buf.subarray(pos, pos + length)));
  }

  function* give(length: number, parsed: { value: unknown; mended: boolean }, inArray: boolean, onOneLine = false): Generator<JsonItem, void> {
    yield* flush();
    const offset = win.base + pos;
    if (parsed.mended) yield { type: 'problem', line, offset, length, message: `Line ${line} holds NaN or Infinity, which JSON has not; read as null.` };
    yield { type: 'value', value: parsed.value, line, offset, length, inArray, bytes: win.buf.subarray(pos, pos + length) };
    if (!onOneLine) line += newlinesIn(length);
    pos += length;
  }

  /**
   * Runs the bracket scan from `pos`, pulling chunks as it needs them. A value that is too long is not kept in memory:
   * it is scanned to its end and left behind.
   */
  function scanContainer(linesBefore: boolean): { outcome: 'closed' | 'broken' | 'unfinished'; length: number } | { outcome: 'tooLong'; problem: JsonItem } {
    const scan: ContainerScan = createContainerScan(linesBefore);
    const start = { line, offset: win.base + pos };
    let dropped = 0;

    function leaveBehind(length: number): void {
      line += newlinesIn(length);
      pos += length;
      dropped += length;
    }

    for (;;) {
      const result = scan.run(win.buf, pos - dropped, win.limit);
      const ended = result !== 'more';
      if (ended && dropped === 0 && (scan.length <= longest || result === 'broken')) return { outcome: result, length: scan.length };
      if (ended) leaveBehind(Math.max(0, scan.length - dropped));
      else if (dropped > 0 || win.limit - pos > longest) leaveBehind(win.limit - pos);
      if (ended || (!more() && dropped > 0)) {
        const message = `The value that begins on line ${start.line} is longer than ${Math.round(longest / 1e6)} MB and cannot be read as one.`;
        return { outcome: 'tooLong', problem: { type: 'problem', ...start, length: dropped, message, lost: 'tooLong' } };
      }
      if (win.atEnd) return { outcome: 'unfinished', length: win.limit - pos };
    }
  }

  /** Decides what a `[` at the start of the file is. */
  function startsRecordArray(): boolean {
    const scan = createContainerScan(false);
    for (;;) {
      const result = scan.run(win.buf, pos, Math.min(win.limit, pos + arrayLookahead));
      if (result === 'closed') return byteAfter(scan.length) === undefined;
      if (result === 'broken' || win.limit - pos >= arrayLookahead) return true;
      if (!more()) return true;
    }
  }

  /** Distance to the next line that is a whole `{…}` by itself, behind a value that never closes; 0 when there is none. */
  function nextWholeLine(): number {
    for (let at = lineLength() + 1; pos + at < win.limit;) {
      const end = lineLength(at);
      let last = end;
      while (last > at && isSpace(win.buf[pos + last - 1])) last--;
      if (win.buf[pos + at] === openMap && win.buf[pos + last - 1] === closeMap && last > at + 1) return at;
      at = end + 1;
    }
    return 0;
  }

  let inArray = false;
  let values = 0;
  let lines = start === undefined ? 0 : 1;
  let rewinds = 0;

  while (win.limit < 4 && more());
  const other = start === undefined ? notText(win.buf.subarray(0, win.limit)) : undefined;
  if (other !== undefined) {
    yield { type: 'problem', line: 1, offset: 0, length: win.limit, message: other };
    return;
  }
  if (start === undefined && win.buf[0] === 0xef && win.buf[1] === 0xbb && win.buf[2] === 0xbf && win.limit >= 3) pos = 3;

  while (skipSpace()) {
    const byte = win.buf[pos];

    if (inArray) {
      if (byte === comma) { pos++; continue; }
      if (byte === closeList) { pos++; inArray = false; continue; }
    } else if (byte === openList && values === 0 && lines === 0 && garbage === undefined && startsRecordArray()) {
      inArray = true;
      values++;
      pos++;
      continue;
    }

    if (!opens(byte)) {
      const length = inArray ? scalarLength() : trimmed(lineLength());
      const parsed = valueAt(length);
      if (parsed === undefined) yield* refuse(inArray ? trimmed(lineLength()) : length);
      else { values++; yield* give(length, parsed, inArray); }
      continue;
    }

    if (!inArray) {
      const whole = lineLength();
      const length = trimmed(whole);
      const last = win.buf[pos + length - 1];
      if ((byte === openMap && last === closeMap) || (byte === openList && last === closeList)) {
        const after = byteAfter(whole);
        if (length <= longest && (after === undefined || opens(after))) {
          const parsed = valueAt(length);
          if (parsed !== undefined) { values++; lines++; yield* give(length, parsed, false, true); continue; }
        }
      }
      if (rewinds > mostRewinds) { yield* refuse(length); continue; }
    }

    const scanned = scanContainer(lines > 0);
    if (scanned.outcome === 'tooLong') {
      yield* flush();
      yield scanned.problem;
      continue;
    }
    const { outcome, length } = scanned;
    if (outcome === 'closed') {
      const parsed = valueAt(length);
      if (parsed === undefined) yield* refuse(length, length === trimmed(lineLength()) ? undefined : `The value that begins on line ${line} is not valid JSON.`);
      else { values++; yield* give(length, parsed, inArray); }
    } else if (outcome === 'broken') {
      yield* refuse(length);
    } else {
      rewinds++;
      const rest = nextWholeLine();
      if (rest > 0) yield* refuse(rest);
      else yield* refuse(length, `The value that begins on line ${line} is cut off: the file ends before it is complete.`, 'unfinished');
    }
  }
  yield* flush();

  /** A string, number or word inside the record array. */
  function scalarLength(): number {
    let escaped = false;
    const inText = win.buf[pos] === quote;
    for (let at = inText ? 1 : 0; ; at++) {
      if (pos + at >= win.limit && !more()) return at;
      const byte = win.buf[pos + at];
      if (byte === newline) return at;
      if (!inText) {
        if (byte === comma || byte === closeList || isSpace(byte)) return Math.max(at, 1);
      } else if (escaped) escaped = false;
      else if (byte === 0x5c) escaped = true;
      else if (byte === quote) return at + 1;
    }
  }
}

function grown(bytes: Uint8Array<ArrayBuffer>, keep: number, needed: number, allocate: (length: number) => Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const larger = allocate(Math.max(needed, bytes.length * 2, 1 << 16));
  larger.set(bytes.subarray(0, keep));
  return larger;
}

/** The first `count` values, for detection, with how they stand in the file. Reads no further than it must. */
export function sampleJsonValues(chunks: Iterable<Uint8Array>, count = 20, options: JsonReadOptions = {}): Sample {
  const records: SourceRecord[] = [];
  let inArray = false;
  for (const item of readJsonValues(chunks, options)) {
    if (item.type === 'problem') continue;
    if (records.length === count) break;
    inArray ||= item.inArray;
    records.push({ value: item.value, line: item.line, offset: item.offset, length: item.length });
  }
  return { records, layout: inArray ? 'array' : records.length > 1 ? 'lines' : 'document' };
}
