/** Letters beyond ASCII count as letters of words. */
const word = /[\w\u0080-\uffff]+/g;
const isWordy = (character: string | undefined): boolean => character !== undefined && /[\w\u0080-\uffff]/.test(character);

/**
 * Which of many names stand in a text as words of their own. Each name is looked for where its most telling word stands, so that a text
 * is gone through once.
 */
export function createNameSearch(names: Iterable<string>): (text: string) => ReadonlySet<string> {
  const byWord = new Map<string, { readonly name: string; readonly offset: number }[]>();
  for (const name of names) {
    const key = [...name.matchAll(word)].toSorted((a, b) => telling(b[0]) - telling(a[0]))[0];
    if (!key) continue;
    const there = byWord.get(key[0]);
    if (there) there.push({ name, offset: key.index });
    else byWord.set(key[0], [{ name, offset: key.index }]);
  }
  return (text) => {
    const found = new Set<string>();
    if (byWord.size === 0) return found;
    for (const match of text.matchAll(word)) {
      for (const { name, offset } of byWord.get(match[0]) ?? []) {
        const start = match.index - offset;
        if (start < 0 || !text.startsWith(name, start)) continue;
        if (isWordy(name[0]) && isWordy(text[start - 1])) continue;
        if (isWordy(name.at(-1)) && isWordy(text[start + name.length])) continue;
        found.add(name);
      }
    }
    return found;
  };
}

/** Long words tell more than short ones, and those with digits most. */
const telling = (text: string): number => text.length + (/\d/.test(text) ? 20 : 0);
