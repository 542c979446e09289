import { formatCount, plural } from '../../../src/core/display/numbers.ts';
import type { FindHit, FindReport } from '../../../src/protocol/readerApi.ts';

const matchesOf = (hits: FindReport['hits']) => hits.reduce((sum, { count }) => sum + count, 0);

/** Which hit is shown: "2 of 7", named where that is not the number of matches. */
export function hitAtInWords({ hits }: FindReport, at: number): string {
  return `${hits.length === matchesOf(hits) ? '' : 'place '}${formatCount(at + 1)} of ${formatCount(hits.length)}`;
}

/** "12 matches in 5 steps, 3 more places"; without a text, "5 steps". A place that has several is one hit. */
export function countInWords({ hits, steps, more }: FindReport, texts: boolean): string {
  if (hits.length === 0) return texts ? 'No matches' : 'No steps';
  if (!texts) return `${plural(hits.length, 'step')}${more > 0 ? `, ${formatCount(more)} more` : ''}`;
  return `${plural(matchesOf(hits), 'match', 'matches')} in ${plural(steps, 'step')}${more > 0 ? `, ${plural(more, 'more place', 'more places')}` : ''}`;
}

const places: Readonly<Record<FindHit['in'], string>> = {
  name: 'name', message: 'message', reasoning: 'reasoning', arguments: 'arguments', result: 'result', document: 'document', error: 'error', attribute: 'attributes', step: '',
};

/** Where a step holds it: "user message", "arguments, 3 matches". */
export function placeInWords({ in: place, role, count }: FindHit): string {
  const where = place === 'message' && role !== null ? `${role} message` : places[place];
  return count > 1 ? `${where}, ${formatCount(count)} matches` : where;
}

export function hitInWords(hit: FindHit, name: string): string {
  return [`step ${formatCount(hit.n)}`, name, placeInWords(hit), hit.excerpt].filter((text) => text !== '').join(', ');
}
