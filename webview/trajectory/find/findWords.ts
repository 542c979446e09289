import { formatCount, plural } from '../../../src/core/display/numbers.ts';
import type { FindHit, FindReport } from '../../../src/protocol/readerApi.ts';

/** "12 hits in 5 steps, 3 more"; without a text, "5 steps". */
export function countInWords({ hits, steps, more }: FindReport, texts: boolean): string {
  if (hits.length === 0) return texts ? 'No hits' : 'No steps';
  const beyond = more > 0 ? `, ${formatCount(more)} more` : '';
  return texts ? `${plural(hits.length, 'hit')} in ${plural(steps, 'step')}${beyond}` : `${plural(hits.length, 'step')}${beyond}`;
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
