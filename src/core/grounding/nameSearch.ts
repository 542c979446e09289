/** Letters and digits, and whatever lies beyond ASCII, are of words. */
const wordy = new Uint8Array(128);
for (const character of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_') wordy[character.charCodeAt(0)] = 1;
const isWordy = (text: string, at: number): boolean => {
  const code = text.charCodeAt(at);
  return code < 128 ? wordy[code] === 1 : code >= 128;
};

/**
 * Which of many names stand in a text as words of their own. Each name is looked for where its most telling word stands, so that a text
 * is gone through once.
 */
export function createNameSearch(names: Iterable<string>): (text: string) => ReadonlySet<string> {
  const byWord = new Map<string, { readonly name: string; readonly offset: number }[]>();
  for (const name of names) {
    const key = wordsOf(name).toSorted((a, b) => telling(b.word) - telling(a.word))[0];
    if (!key) continue;
    const there = byWord.get(key.word);
    if (there) there.push({ name, offset: key.at });
    else byWord.set(key.word, [{ name, offset: key.at }]);
  }
  const lengths = new Set([...byWord.keys()].map((word) => word.length));
  return (text) => {
    const found = new Set<string>();
    eachWord(text, lengths, (word, at) => {
      for (const { name, offset } of byWord.get(word) ?? []) {
        const start = at - offset;
        const end = start + name.length;
        if (start < 0 || found.has(name) || !text.startsWith(name, start)) continue;
        if ((start > 0 && isWordy(text, start - 1) && isWordy(name, 0)) || (end < text.length && isWordy(text, end) && isWordy(name, name.length - 1))) continue;
        if (isPartOfLonger(text, start, end)) continue;
        found.add(name);
      }
    });
    return found;
  };
}

/** `policy/returns` is not named by `policy/returns-2024`, though a file is by the way that leads to it. */
function isPartOfLonger(text: string, start: number, end: number): boolean {
  const goesOn = (text[end] === '-' || text[end] === '/') && end + 1 < text.length && isWordy(text, end + 1);
  return goesOn || (start > 1 && text[start - 1] === '-' && isWordy(text, start - 2));
}

/** @param lengths of the words that are asked for; all where it is undefined */
function eachWord(text: string, lengths: ReadonlySet<number> | undefined, found: (word: string, at: number) => void): void {
  let start = -1;
  for (let at = 0; at <= text.length; at++) {
    if (at < text.length && isWordy(text, at)) {
      if (start < 0) start = at;
    } else if (start >= 0) {
      if (lengths === undefined || lengths.has(at - start)) found(text.slice(start, at), start);
      start = -1;
    }
  }
}

function wordsOf(name: string): readonly { readonly word: string; readonly at: number }[] {
  const words: { readonly word: string; readonly at: number }[] = [];
  eachWord(name, undefined, (word, at) => words.push({ word, at }));
  return words;
}

/** Long words tell more than short ones, and those with digits most. */
const telling = (text: string): number => text.length + (/\d/.test(text) ? 20 : 0);
