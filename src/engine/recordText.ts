import { isAscii, isUtf8 } from 'node:buffer';

/** Longer values are decoded as they are, rather than copied once more. */
const longest = 2 << 20;
/** Where more characters are not ASCII than one in so many bytes, spelling them takes longer than it saves. */
const rare = 48;
/** As bytes: a character of two becomes six, one of four becomes twelve. */
const mostSpelled = 12;

const backslash = 0x5c;
const letterU = 0x75;
const hexDigits = Buffer.from('0123456789abcdef');
const highBits = 0x80808080 | 0;
let scratch = Buffer.alloc(0);

/**
 * The text of a value of JSON, with the few characters beyond ASCII spelled by their number, as JSON may spell them: one such character makes
 * V8 keep and parse the whole text at two bytes a character, which takes half as long again. Parsed, both are the same.
 */
export function jsonTextOf(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (isAscii(buffer)) return buffer.toString('latin1');
  const spelled = buffer.length <= longest && isUtf8(buffer) ? spelledLength(buffer) : 0;
  return spelled > 0 ? scratch.toString('latin1', 0, spelled) : buffer.toString('utf8');
}

/** Writes the text into `scratch`. @returns its length; 0 where it is to be decoded as it is */
function spelledLength(buffer: Buffer): number {
  const { length, byteOffset } = buffer;
  const most = Math.floor(length / rare);
  const needed = length + (most + 1) * mostSpelled;
  if (scratch.length < needed) scratch = Buffer.allocUnsafeSlow(Math.max(needed, 2 * scratch.length));
  const words = new Int32Array(buffer.buffer, 0, buffer.buffer.byteLength >> 2);
  let count = 0;
  let from = 0;
  let to = 0;
  let at = 0;
  while (at < length) {
    // Four bytes at a time, wherever they begin at a whole word of the memory.
    if (((byteOffset + at) & 3) === 0) {
      let word = (byteOffset + at) >> 2;
      const end = (byteOffset + length) >> 2;
      while (word < end && ((words[word] as number) & highBits) === 0) word++;
      at = (word << 2) - byteOffset;
      if (at >= length) break;
    }
    const lead = buffer[at] as number;
    if (lead < 0x80) {
      at++;
      continue;
    }
    // Behind a backslash it is no JSON, and must not become some.
    if (++count > most || (at > 0 && buffer[at - 1] === backslash)) return 0;
    to += buffer.copy(scratch, to, from, at);
    const size = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    let code = lead & (0xff >> (size + 1));
    for (let n = 1; n < size; n++) code = (code << 6) | ((buffer[at + n] as number) & 0x3f);
    if (code < 0x10000) to = spell(code, to);
    else to = spell(0xdc00 | (code & 0x3ff), spell(0xd7c0 + (code >> 10), to));
    at += size;
    from = at;
  }
  return to + buffer.copy(scratch, to, from, length);
}

function spell(unit: number, at: number): number {
  scratch[at] = backslash;
  scratch[at + 1] = letterU;
  for (let n = 0; n < 4; n++) scratch[at + 2 + n] = hexDigits[(unit >> (12 - 4 * n)) & 15] as number;
  return at + 6;
}
