/** A word with a digit in it, with what may stand within numbers, days, times and ids. */
export type DigitWord = (word: string, start: number, end: number) => void;

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** By character code below 128: 1 for what a word is made of. Signs at its ends are the reader's to take off. */
const within = new Uint8Array(128);
for (const character of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.,:/@#$%+') within[character.charCodeAt(0)] = 1;

const longestWord = 200;

/** Calls back for each word with a digit. Goes through the text once, whatever it holds. */
export function eachDigitWord(text: string, found: DigitWord): void {
  let start = -1;
  let digit = false;
  for (let at = 0; at <= text.length; at++) {
    const code = at < text.length ? text.charCodeAt(at) : 32;
    // Spaces that do not break stand within numbers.
    const inside = code < 128 ? within[code] === 1 : code === 0xa0 || code === 0x202f || code === 0x2019;
    if (inside) {
      if (start < 0) start = at;
      if (isDigit(code)) digit = true;
      continue;
    }
    if (digit && at - start <= longestWord) found(text.slice(start, at), start, at);
    start = -1;
    digit = false;
  }
}
