import { formatPercent } from '../../display/numbers.ts';
import { likeVerb, nameWords, stemOf, textWords } from '../words.ts';
import type { ToolFinding, ToolRule } from './rule.ts';

/** Shared words of two descriptions, of all their words. */
const alike = 0.7;
const fewestWords = 4;
/** A word that more descriptions have than this says little of any, and to compare all that have it would take a square of time. */
const mostHolders = 200;

/** Two tools that a model cannot tell apart by what it is told. Said of the one that stands later, of the first that it is like. */
export const overlap: ToolRule = {
  codes: { CT103: 'The name or the description of a tool is nearly that of another one.' },
  *check(tools, together) {
    const found = new Map<number, ToolFinding>();
    const add = (first: number, second: number, part: 'name' | 'description', says: (a: string, b: string) => string): void => {
      const [other, tool] = first < second ? [first, second] : [second, first];
      const known = found.get(tool);
      if ((known === undefined || other < known.other!) && together(other, tool)) found.set(tool, { code: 'CT103', tool, other, part, message: says(tools[tool]!.name, tools[other]!.name) });
    };

    const byName = Map.groupBy(tools.keys(), (at) => nameKey(tools[at]!.name));
    for (const same of byName.values()) {
      const [first, ...others] = same as [number, ...number[]];
      for (const at of others) add(first, at, 'name', (a, b) => (a === b ? `Another tool is named ${a} too.` : `${a} reads like ${b}: a model takes one for the other.`));
    }
    const words = tools.map(({ description }) => textWords(description ?? ''));
    for (const [a, b, share] of pairsAlike(words)) {
      if (!toldApart(words[a]!, words[b]!, tools[a]!.name, tools[b]!.name)) add(a, b, 'description', (one, other) => `The descriptions of ${one} and ${other} overlap: ${share === 1 ? 'they say the same' : `${formatPercent(share)} of their words are the same`}. Say in each when the other one is right.`);
    }
    yield* found.values();
  },
};

/** Verbs that are taken for one another, and forms of one noun, are the same; so is the order of words. */
const nameKey = (name: string): string => nameWords(name).map((word, at) => (at === 0 ? likeVerb(word) : stemOf(word))).filter((word) => !/^(?:a|an|the|by|for|from|of|in|to|with)$/u.test(word)).sort().join(' ');

/** Each description speaks of its own tool's object, and the other one does not: "Lists all invoices of a page" beside "Lists all orders of a page". */
function toldApart(a: ReadonlySet<string>, b: ReadonlySet<string>, nameA: string, nameB: string): boolean {
  const own = (words: ReadonlySet<string>, others: ReadonlySet<string>, name: string): boolean => nameWords(name).map(stemOf).some((word) => words.has(word) && !others.has(word));
  return own(a, b, nameA) && own(b, a, nameB);
}

/**
 * Pairs of sets that share at least `alike` of their words. Only sets that share one of their rarest words are compared: of `n` words
 * sorted by how rare they are, two such sets share one among the first n - ceil(alike × n) + 1.
 */
function* pairsAlike(sets: readonly ReadonlySet<string>[]): Iterable<readonly [number, number, number]> {
  const spread = new Map<string, number>();
  for (const set of sets) for (const word of set) spread.set(word, (spread.get(word) ?? 0) + 1);
  const holders = new Map<string, number[]>();
  const sameWords = new Map<string, number>();
  for (const [at, set] of sets.entries()) {
    if (set.size === 0) continue;
    const rarest = [...set].sort((a, b) => spread.get(a)! - spread.get(b)! || (a < b ? -1 : 1)).slice(0, set.size - Math.ceil(alike * set.size) + 1);
    const compared = new Set<number>();
    const same = sameWords.get([...set].sort().join(' '));
    if (same === undefined) sameWords.set([...set].sort().join(' '), at);
    else compared.add(same);
    for (const word of rarest) {
      const known = holders.get(word) ?? [];
      holders.set(word, known);
      if (known.length <= mostHolders) for (const other of known) compared.add(other);
      known.push(at);
    }
    for (const other of compared) {
      const share = sharedWords(set, sets[other]!);
      const isShort = Math.min(set.size, sets[other]!.size) < fewestWords;
      if (isShort ? share === 1 : share >= alike) yield [other, at, share];
    }
  }
}

function sharedWords(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let both = 0;
  for (const word of a) if (b.has(word)) both++;
  return both / (a.size + b.size - both);
}
