/** Texts as the answer checks compare them (METRICS 7). */

/** For `says`: lower case, NFKC, `_` and `-` as spaces, spaces collapsed. So `in_transit` is found in "It is In Transit." */
export function spoken(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/[_\-\u2010\u2011\s]+/g, ' ').trim();
}

/** For `equals`: one spelling of each character, no outer spaces. */
export const exactText = (text: string): string => text.normalize('NFC').trim();

/** Simple case folding: each letter by itself, so that a sigma is one wherever it stands in its word. */
export function foldCase(text: string): string {
  if (!/[\u0080-\u{10ffff}]/u.test(text)) return text.toLowerCase();
  return text.normalize('NFC').replace(/[\u0080-\u{10ffff}]/gu, (letter) => {
    const upper = letter.toUpperCase();
    return (Array.from(upper).length === 1 ? upper : letter).toLowerCase();
  }).replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** Where two texts together are longer than this, comparing them letter by letter takes too long. */
const comparisonLimit = 100_000_000;

/** 1 - distance / longer length, by Levenshtein over code points; two empty texts are alike. Undefined when they are too long to compare. */
export function similarity(a: string, b: string): number | undefined {
  const [allLeft, allRight] = [Array.from(a), Array.from(b)];
  const longer = Math.max(allLeft.length, allRight.length);
  if (longer === 0) return 1;
  // What both begin and end with costs nothing; an edited answer is mostly that.
  const shorter = Math.min(allLeft.length, allRight.length);
  let begin = 0;
  while (begin < shorter && allLeft[begin] === allRight[begin]) begin++;
  let end = 0;
  while (end < shorter - begin && allLeft[allLeft.length - 1 - end] === allRight[allRight.length - 1 - end]) end++;
  const left = allLeft.slice(begin, allLeft.length - end);
  const right = allRight.slice(begin, allRight.length - end);
  if (left.length * right.length > comparisonLimit) return undefined;
  let row = Uint32Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i++) {
    const next = new Uint32Array(right.length + 1);
    next[0] = i;
    for (let j = 1; j <= right.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1);
      next[j] = Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1);
    }
    row = next;
  }
  return 1 - (row[right.length] ?? 0) / longer;
}
