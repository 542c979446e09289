import { createHash, hash } from 'node:crypto';
import { isJsonMap } from '../core/model/json.ts';

/** Longer texts are hashed piece by piece: the JSON of a message of 50 MB, and its bytes, are not made as a whole. */
const pieceLength = 1 << 18;

/** SHA-256 over JSON with sorted keys (`canonicalJson`), as hex digits: equal for equal values. */
export function canonicalHash(value: unknown): string {
  let sum: ReturnType<typeof createHash> | undefined;
  let text = '';

  function write(piece: string): void {
    text += piece;
    if (text.length < pieceLength) return;
    (sum ??= createHash('sha256')).update(text);
    text = '';
  }

  function writeText(long: string): void {
    write('"');
    for (let at = 0; at < long.length;) {
      const cut = Math.min(at + pieceLength, long.length);
      // The two halves of a character are written together: alone, each is escaped.
      const end = cut < long.length && (long.charCodeAt(cut - 1) & 0xfc00) === 0xd800 ? cut + 1 : cut;
      write(JSON.stringify(long.slice(at, end)).slice(1, -1));
      at = end;
    }
    write('"');
  }

  function visit(each: unknown): void {
    if (Array.isArray(each)) {
      write('[');
      each.forEach((item: unknown, index) => {
        if (index > 0) write(',');
        visit(item);
      });
      write(']');
    } else if (isJsonMap(each)) {
      write('{');
      let isFirst = true;
      for (const key of Object.keys(each).sort()) {
        if (each[key] === undefined) continue;
        write(`${isFirst ? '' : ','}${JSON.stringify(key)}:`);
        isFirst = false;
        visit(each[key]);
      }
      write('}');
    } else if (typeof each === 'string' && each.length > pieceLength) writeText(each);
    else write(JSON.stringify(each) ?? 'null');
  }

  visit(value);
  return sum ? sum.update(text).digest('hex') : hash('sha256', text);
}
