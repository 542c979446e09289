/** One word or quoted phrase as it was typed. `whole`: it ends where it was typed; else its last word may go on. */
export type SoughtTerm = { readonly text: string; readonly whole: boolean };

/** In a longer text, words further on are not looked for. In UTF-16 units. */
const longestSearched = 4_000_000;
/** Words so near each other are shown together. */
const together = 160;
const mostPlaces = 500;

type Place = { readonly term: number; readonly from: number; readonly to: number };

/**
 * Where the words stand in a text, as full text matches them: whole words, whatever their case and accents. All one behind the other
 * where they are; else the first of those that most of the others stand near. Undefined where none is found.
 */
export function placeOfWords(text: string, terms: readonly SoughtTerm[]): { readonly from: number; readonly to: number } | undefined {
  const patterns = terms.flatMap(({ text: term, whole }) => patternOf(term, whole) ?? []);
  if (patterns.length === 0) return undefined;
  const searched = text.slice(0, longestSearched);
  const inOneGo = new RegExp(`${before}${patterns.join(between)}`, 'iu').exec(searched);
  if (inOneGo) return { from: inOneGo.index, to: inOneGo.index + inOneGo[0].length };
  const places = patterns.flatMap((pattern, term) => placesOf(searched, new RegExp(`${before}${pattern}`, 'giu'), term)).sort((a, b) => a.from - b.from);
  return nearest(places);
}

/** With accents as characters of their own, which `placeOfWords` passes over. */
export function withLooseAccents(text: string): string {
  // eslint-disable-next-line no-control-regex
  return /[^\u0000-\u007f]/u.test(text) ? text.slice(0, longestSearched).normalize('NFD') : text;
}

const letter = String.raw`[\p{L}\p{N}\p{Co}]`;
const before = String.raw`(?<![\p{L}\p{N}\p{Co}\p{M}])`;
const between = String.raw`[^\p{L}\p{N}\p{Co}]+`;

function patternOf(term: string, whole: boolean): string | undefined {
  const words = term.normalize('NFD').replace(/\p{M}+/gu, '').match(new RegExp(`${letter}+`, 'gu'));
  if (!words) return undefined;
  const pattern = words.map((word) => [...word].map((each) => `${each}\\p{M}*`).join('')).join(between);
  return whole ? `${pattern}(?!${letter})` : pattern;
}

function placesOf(text: string, pattern: RegExp, term: number): readonly Place[] {
  const places: Place[] = [];
  for (let found = pattern.exec(text); found && places.length < mostPlaces; found = pattern.exec(text)) places.push({ term, from: found.index, to: pattern.lastIndex });
  return places;
}

/** The first place of the stretch that has most of the terms. */
function nearest(places: readonly Place[]): Place | undefined {
  let best: Place | undefined;
  let most = 0;
  let end = 0;
  const counts = new Map<number, number>();
  for (const first of places) {
    for (; end < places.length && places[end]!.to <= first.from + together; end++) counts.set(places[end]!.term, (counts.get(places[end]!.term) ?? 0) + 1);
    if (counts.size > most) [best, most] = [first, counts.size];
    const left = (counts.get(first.term) ?? 0) - 1;
    if (left > 0) counts.set(first.term, left);
    else counts.delete(first.term);
  }
  return best ?? places[0];
}
