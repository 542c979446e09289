import type { ValueSource } from '../model/insights.ts';
import type { Slices } from '../support/slices.ts';
import { keysForDay, keysOfDay } from './calendar.ts';
import type { Evidence } from './evidence.ts';
import { eachLeaf } from './evidence.ts';
import type { Quantity } from './numbers.ts';
import { createPassageSearch } from './passages.ts';
import { rankSources } from './rankSources.ts';
import { sightIn, sightNumber } from './sightings.ts';
import type { Sightings } from './sightings.ts';
import type { Statement } from './statements.ts';

/** Statements of one text, and up to which order the evidence may support them. */
export type Claim = { readonly order: number; readonly statement: Statement };

/** Of one kind, such as results, that one claim is looked for in. */
const mostOfKind = 5;
/** Places of a passage; arguments that repeat it may stand before others. */
const mostPassages = 8;
/** Characters of evidence that are gone through, from the last on. */
export const mostEvidence = 16_000_000;
/** Passages, and ids that are no words of their own, are searched for one by one. */
const mostSearches = 400;

/** Pieces of evidence that are gone through without a pause. */
const aSlice = 200;

export type Found = {
  /** For each claim the evidence that supports it, by index, at most five, as `rankSources` has them; null: it was not looked for. */
  readonly sources: readonly (readonly number[] | null)[];
  /** Evidence before this index was not gone through. */
  readonly from: number;
};

export function* lookUp(claims: readonly Claim[], evidence: readonly Evidence[]): Slices<Found> {
  const wanted = createWanted(claims);
  const none = (): number[][] => claims.map(() => []);
  const seen: Record<ValueSource['in'], number[][]> = { result: none(), document: none(), user: none(), system: none(), arguments: none() };
  let here = seen.result;
  let at = evidence.length - 1;
  let left = mostEvidence;
  const tell: Sightings = wanted.telling((claim) => {
    const there = here[claim]!;
    if (there.length === mostOfKind || there.at(-1) === at || evidence[at]!.order > claims[claim]!.order) return;
    there.push(at);
  });
  const see = (leaf: string | number): void => {
    if (typeof leaf === 'number') sightNumber(leaf, tell);
    else if (left > 0) {
      left -= leaf.length;
      sightIn(leaf, tell);
    }
  };
  if (wanted.any) {
    for (; at >= 0 && left > 0; at--) {
      if (at % aSlice === 0) yield;
      here = seen[evidence[at]!.source.in];
      eachLeaf(evidence[at]!.value, see);
    }
  }
  const from = left > 0 ? 0 : at + 1;

  const passages = createPassageSearch(evidence);
  let searches = 0;
  const sources: (readonly number[] | null)[] = [];
  for (const [claim, { order, statement }] of claims.entries()) {
    const near = Object.values(seen).flatMap((places) => places[claim]!);
    const passage = near.length > 0 ? null : statement.kind === 'quote' ? statement.passage : statement.kind === 'id' ? statement.id : null;
    if (passage === null) sources.push(rankSources(near, evidence));
    else if (++searches > mostSearches || passages.exhausted()) sources.push(null);
    else {
      sources.push(rankSources(yield* passages.find(passage, lastUpTo(evidence, order), mostPassages), evidence));
      yield;
    }
  }
  return { sources, from };
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
      const lengths = new Set([...ids.keys()].map((id) => id.length));
      const all = (those: readonly number[] | undefined): void => { if (those) for (const claim of those) found(claim); };
      return {
        numbers: classes.length > 0,
        dates: days.size + minutes.size > 0,
        hasId: (length) => endingLengths.length > 0 || lengths.has(length),
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
