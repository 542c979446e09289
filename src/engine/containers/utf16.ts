import { StringDecoder } from 'node:string_decoder';
import type { Unpack } from './unpacked.ts';

/** Programs on Windows write text so when they are told nothing else, a byte order mark before it. */
export function utf16Of(head: Uint8Array): Unpack | undefined {
  const [first, second, third, fourth] = head;
  if (first === 0xfe && second === 0xff) return (chunks) => asUtf8(chunks, true);
  // The same two bytes and two zeros are the mark of UTF-32.
  return first === 0xff && second === 0xfe && (third !== 0 || fourth !== 0) ? (chunks) => asUtf8(chunks, false) : undefined;
}

/** The same text as UTF-8, without the mark. Throws where half a character is left over at the end. */
function* asUtf8(chunks: Iterable<Uint8Array>, isBigEndian: boolean): Generator<Uint8Array, void> {
  const decoder = new StringDecoder('utf16le');
  let isStart = true;
  let left = Buffer.alloc(0);
  for (const chunk of chunks) {
    const bytes = Buffer.concat([left, chunk]);
    const even = bytes.length - (bytes.length % 2);
    left = Buffer.from(bytes.subarray(even));
    const units = bytes.subarray(0, even);
    const text = decoder.write(isBigEndian ? units.swap16() : units);
    if (text === '') continue;
    yield Buffer.from(isStart ? text.replace(/^\uFEFF/, '') : text);
    isStart = false;
  }
  yield Buffer.from(decoder.end());
  if (left.length > 0) throw new Error('unexpected EOF');
}
