import { keysForDay, keysOfDay } from './calendar.ts';
import type { Evidence } from './evidence.ts';
import type { Quantity } from './numbers.ts';
import { createPassageSearch } from './passages.ts';
import { sightIn, sightNumber } from './sightings.ts';
import type { Sightings } from './sightings.ts';
import type { Statement } from './statements.ts';

/** Statements of one text, and up to which order the evidence may support them. */
export type Claim = { readonly order: number; readonly statement: Statement };

/** Of each claim how far up it may be looked for at most. */
const mostSources = 5;
/** Passages, and ids that are no words of their own, are searched for one by one. */
const mostSearches = 400;

/** @returns for each claim the evidence that supports it, by index, nearest first, at most five; null: it was not looked for */
export function lookUp(claims: readonly Claim[], evidence: readonly Evidence[]): readonly (readonly number[] | null)[] {
  const wanted = createWanted(claims);
  const seen: number[][] = claims.map(() => []);
  let at = 0;
  const tell: Sightings = wanted.telling((claim) => { if (seen[claim]!.at(-1) !== at) seen[claim]!.push(at); });
  if (wanted.any) for (; at < evidence.length; at++) for (const leaf of evidence[at]!.leaves) typeof leaf === 'number' ? sightNumber(leaf, tell) : sightIn(leaf, tell);

  const passages = createPassageSearch(evidence);
  let searches = 0;
  return claims.map(({ order, statement }, claim) => {
    const near: number[] = [];
    for (let each = seen[claim]!.length - 1; each >= 0 && near.length < mostSources; each--) if (evidence[seen[claim]![each]!]!.order <= order) near.push(seen[claim]![each]!);
    const passage = near.length > 0 ? null : statement.kind === 'quote' ? statement.passage : statement.kind === 'id' ? statement.id : null;
    if (passage === null) return near;
    if (++searches > mostSearches || passages.exhausted()) return null;
    return passages.find(passage, lastUpTo(evidence, order), mostSources);
  });
}

/** Index of the last evidence at or before an order; -1: none is. */
export function lastUpTo(evidence: readonly Evidence[], order: number): number {
  let low = 0;
  let high = evidence.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (evidence[middle]!.order <= order) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** What all claims together ask for, so that the evidence is gone through once. */
function createWanted(claims: readonly Claim[]) {
  const byStep = new Map<number, Map<number, number[]>>();
  const ids = new Map<string, number[]>();
  const days = new Map<string, number[]>();
  const minutes = new Map<number, number[]>();
  const endings = new Map<string, number[]>();
  const want = <Key>(map: Map<Key, number[]>, key: Key, claim: number): void => {
    const there = map.get(key);
    if (!there) map.set(key, [claim]);
    else if (there.at(-1) !== claim) there.push(claim);
  };
  for (const [claim, { statement }] of claims.entries()) {
    if (statement.kind === 'number') {
      for (const { value, step } of formsOf(statement.readings, statement.unit)) {
        const multiples = byStep.get(step) ?? new Map<number, number[]>();
        byStep.set(step, multiples);
        want(multiples, Math.round(value / step), claim);
      }
    } else if (statement.kind === 'ending') want(endings, statement.ending, claim);
    else if (statement.kind === 'id') want(ids, statement.id.toLowerCase(), claim);
    else if (statement.kind === 'date') for (const day of statement.days) for (const key of keysForDay(day)) want(days, key, claim);
    else if (statement.kind === 'time') for (const minute of statement.minutes) want(minutes, minute, claim);
  }
  const classes = [...byStep];
  const endingLengths = [...new Set([...endings.keys()].map((ending) => ending.length))];

  return {
    any: classes.length + ids.size + days.size + minutes.size + endings.size > 0,
    telling(found: (claim: number) => void): Sightings {
      const all = (those: readonly number[] | undefined): void => { if (those) for (const claim of those) found(claim); };
      return {
        number(value) {
          const size = Math.abs(value);
          for (const [step, multiples] of classes) {
            const exact = size / step;
            const nearest = Math.round(exact);
            all(multiples.get(nearest));
            // A half is rounded up by some and to even by others.
            if (nearest - exact > 0.5 - 1e-9) all(multiples.get(nearest - 1));
          }
        },
        id(id) {
          all(ids.get(id));
          for (const length of endingLengths) all(endings.get(id.slice(-length)));
        },
        day: (day) => { if (days.size > 0) for (const key of keysOfDay(day)) all(days.get(key)); },
        minute: (minute) => all(minutes.get(minute)),
      };
    },
  };
}

/** As the number may stand elsewhere: 12 % as 0.12, $12.50 as 1250 cents. */
function formsOf(readings: readonly Quantity[], unit: 'money' | 'percent' | null): readonly Quantity[] {
  const scaled = (by: number): readonly Quantity[] => readings.map(({ value, step }) => ({ value: value * by, step: Number((step * by).toPrecision(12)) }));
  return unit === 'percent' ? [...readings, ...scaled(0.01)] : unit === 'money' ? [...readings, ...scaled(100)] : readings;
}
