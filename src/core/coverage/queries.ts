import type { Slices } from '../support/slices.ts';

/** From here on two queries ask the same in other words, or of another thing (METRICS 18: one cluster). */
export const alike = 0.8;
/** Above this two cases ask the same twice (METRICS 18). */
export const duplicate = 0.95;
/** What stands behind so many characters does not tell queries apart. */
const longestCompared = 4000;

/**
 * The parts that make queries alike: of each word (NFKC, lower case) its groups of three letters, the gaps around it among them. So neither
 * order nor a typing mistake weighs much, and writing without gaps between words has parts too. A part that comes twice is two parts.
 */
function partsOf(query: string): ReadonlySet<string> {
  const parts = new Set<string>();
  const words = query.slice(0, longestCompared).normalize('NFKC').toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  for (const word of words) {
    const letters = [' ', ...word, ' '];
    for (let at = 0; at + 2 < letters.length; at++) {
      const part = letters.slice(at, at + 3).join('');
      for (let times = 1; ; times++) {
        const named = `${part}${times}`;
        if (parts.has(named)) continue;
        parts.add(named);
        break;
      }
    }
  }
  return parts;
}

/** Dice's coefficient over their parts: 1 for queries of the same words, 0 where nothing is shared. Queries without a word are like nothing. */
export function querySimilarity(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)];
  return left.size + right.size === 0 ? 0 : similarityOf(left, right);
}

function similarityOf(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const [fewer, more] = a.size <= b.size ? [a, b] : [b, a];
  let shared = 0;
  for (const part of fewer) if (more.has(part)) shared++;
  return (2 * shared) / (a.size + b.size);
}

export type AlikeWording<T> = { readonly of: T; readonly wording: string; readonly similarity: number };

/** Many wordings, to be found by one that is alike. */
export type QueryIndex<T> = {
  add(of: T, wording: string): void;
  /** Those at least so much alike, most alike first, then as they were added. */
  find(query: string, least: number): readonly AlikeWording<T>[];
  /** All pairs of wordings above a similarity, each once. */
  pairs(above: number): Slices<readonly { readonly a: T; readonly b: T; readonly similarity: number }[]>;
};

export function createQueryIndex<T>(): QueryIndex<T> {
  const wordings: { readonly of: T; readonly wording: string; readonly parts: ReadonlySet<string> }[] = [];
  const holders = new Map<string, number[]>();

  /** How many parts each wording shares with these. */
  function shared(parts: ReadonlySet<string>): ReadonlyMap<number, number> {
    const counts = new Map<number, number>();
    for (const part of parts) for (const at of holders.get(part) ?? []) counts.set(at, (counts.get(at) ?? 0) + 1);
    return counts;
  }

  /** Whatever is so much alike shares at least one of these: the rarest parts, one more than may be missing from what is shared. */
  function tellingParts(parts: ReadonlySet<string>, above: number): readonly string[] {
    const least = Math.ceil((above / (2 - above)) * parts.size);
    return [...parts].sort((a, b) => holders.get(a)!.length - holders.get(b)!.length).slice(0, parts.size - least + 1);
  }

  return {
    add(of, wording) {
      const parts = partsOf(wording);
      const at = wordings.push({ of, wording, parts }) - 1;
      for (const part of parts) {
        const held = holders.get(part);
        if (held) held.push(at);
        else holders.set(part, [at]);
      }
    },
    find(query, least) {
      const parts = partsOf(query);
      const found: (AlikeWording<T> & { readonly at: number })[] = [];
      for (const [at, count] of shared(parts)) {
        const { of, wording, parts: own } = wordings[at]!;
        const similarity = (2 * count) / (parts.size + own.size);
        if (similarity >= least) found.push({ of, wording, similarity, at });
      }
      return found.sort((a, b) => b.similarity - a.similarity || a.at - b.at).map(({ of, wording, similarity }) => ({ of, wording, similarity }));
    },
    *pairs(above) {
      const found: { a: T; b: T; similarity: number }[] = [];
      for (const [at, { of, parts }] of wordings.entries()) {
        const candidates = new Set(tellingParts(parts, above).flatMap((part) => holders.get(part)!.filter((other) => other > at)));
        for (const other of candidates) {
          const similarity = similarityOf(parts, wordings[other]!.parts);
          if (similarity > above) found.push({ a: of, b: wordings[other]!.of, similarity });
        }
        if (at % 20 === 19) yield;
      }
      return found.sort((a, b) => b.similarity - a.similarity);
    },
  };
}
