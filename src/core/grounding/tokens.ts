/** What a word with a digit in it is made of; signs at its ends are taken off. */
export type DigitWord = {
  readonly start: number;
  readonly end: number;
  readonly letters: boolean;
  /** Points, commas, colons and the like. */
  readonly signs: boolean;
};

const letter = 1;
const digit = 2;
const sign = 3;
/** By character code below 128: what a word is made of. */
const classes = new Uint8Array(128);
for (const character of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ') classes[character.charCodeAt(0)] = letter;
for (const character of '0123456789') classes[character.charCodeAt(0)] = digit;
for (const character of '-_.,:/@#$%+') classes[character.charCodeAt(0)] = sign;

const longestWord = 200;

/** Spaces that do not break, and the apostrophe, stand within numbers. */
const classOf = (code: number): number => (code < 128 ? classes[code]! : code === 0xa0 || code === 0x202f || code === 0x2019 ? sign : 0);

/** Calls back for each word with a digit. Goes through the text once, whatever it holds. */
export function eachDigitWord(text: string, found: (word: DigitWord) => void): void {
  let start = -1;
  let digits = false;
  for (let at = 0; at <= text.length; at++) {
    const kind = at < text.length ? classOf(text.charCodeAt(at)) : 0;
    if (kind !== 0) {
      if (start < 0) start = at;
      if (kind === digit) digits = true;
    } else if (start >= 0) {
      if (digits && at - start <= longestWord) report(text, start, at, found);
      start = -1;
      digits = false;
    }
  }
}

function report(text: string, from: number, to: number, found: (word: DigitWord) => void): void {
  let start = from;
  let end = to;
  while (classOf(text.charCodeAt(start)) === sign && text[start] !== '$' && text[start] !== '+') start++;
  while (classOf(text.charCodeAt(end - 1)) === sign && text[end - 1] !== '%') end--;
  let letters = false;
  let signs = false;
  for (let at = start; at < end; at++) {
    const kind = classOf(text.charCodeAt(at));
    if (kind === letter) letters = true;
    else if (kind === sign) signs = true;
  }
  found({ start, end, letters, signs });
}
