import { Decompress } from 'fzstd';

/** What a decoder must hold; `zstd --ultra` and `--long` ask for no more unless they are told to. */
const largestWindow = 128 << 20;

/**
 * The content of zstd frames one after the other. They are handed on block by block, so that one step gives 128 KiB at most, and a
 * frame that asks for more memory than zstd's own tools grant is refused before it gets it.
 */
export function* unzstd(chunks: Iterable<Uint8Array>): Generator<Uint8Array, void> {
  const given: Uint8Array[] = [];
  const stream = new Decompress((data) => { if (data.length > 0) given.push(data.slice()); });
  for (const piece of pieces(chunks)) {
    stream.push(piece);
    yield* given.splice(0);
  }
  stream.push(new Uint8Array(0), true);
  yield* given.splice(0);
}

function cutOff(): Error {
  return new Error('unexpected EOF');
}

/** Frame heads, blocks and what follows them, each by itself. Throws where the bytes are no zstd, or end early. */
function* pieces(chunks: Iterable<Uint8Array>): Generator<Uint8Array, void> {
  const source = chunks[Symbol.iterator]();
  let held = new Uint8Array(0);

  /** Whether `count` bytes are there. */
  function has(count: number): boolean {
    if (held.length >= count) return true;
    const parts = [held];
    for (let length = held.length; length < count;) {
      const next = source.next();
      if (next.done === true) {
        held = joined(parts);
        return false;
      }
      parts.push(next.value.slice());
      length += next.value.length;
    }
    held = joined(parts);
    return true;
  }
  function take(count: number): Uint8Array {
    if (!has(count)) throw cutOff();
    const piece = held.subarray(0, count);
    held = held.subarray(count);
    return piece;
  }
  const numberAt = (at: number, bytes: number) => {
    let value = 0;
    for (let n = bytes - 1; n >= 0; n--) value = value * 256 + (held[at + n] ?? 0);
    return value;
  };

  while (has(1)) {
    if (!has(4)) throw cutOff();
    const magic = numberAt(0, 4);
    if (magic >= 0x184d2a50 && magic <= 0x184d2a5f) {
      if (!has(8)) throw cutOff();
      let left = numberAt(4, 4);
      take(8);
      for (; left > 0; left -= Math.min(left, 1 << 16)) take(Math.min(left, 1 << 16));
      continue;
    }
    if (magic !== 0xfd2fb528) throw new Error('not a zstd frame');
    if (!has(5)) throw cutOff();
    const descriptor = held[4] ?? 0;
    const single = (descriptor & 0x20) !== 0;
    const dictionaryBytes = [0, 1, 2, 4][descriptor & 3] ?? 0;
    const sizeBytes = [single ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0;
    const headBytes = 5 + (single ? 0 : 1) + dictionaryBytes + sizeBytes;
    if (!has(headBytes)) throw cutOff();
    const exponent = held[5] ?? 0;
    const window = single ? numberAt(headBytes - sizeBytes, sizeBytes) : 2 ** (10 + (exponent >> 3)) * (1 + (exponent & 7) / 8);
    if (window > largestWindow) throw new Error(`a window of ${window} bytes`);
    yield take(headBytes);
    for (let last = false; !last;) {
      if (!has(3)) throw cutOff();
      const block = numberAt(0, 3);
      last = (block & 1) === 1;
      yield take(3 + (((block >> 1) & 3) === 1 ? 1 : block >> 3));
    }
    if ((descriptor & 4) !== 0) yield take(4);
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.concat(parts));
}
