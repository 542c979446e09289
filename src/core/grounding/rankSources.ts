import type { ValueSource } from '../model/insights.ts';
import type { Evidence } from './evidence.ts';

/** How many sources of a value are named. */
const most = 5;
/** Of one kind, as long as there are others. */
const mostOfKind: Readonly<Record<ValueSource['in'], number>> = { result: 2, document: 2, user: 2, system: 1, arguments: 1 };
/** What was found out tells more than what was said, and what was said more than what the run itself sent. */
const kinds = ['result', 'document', 'user', 'system', 'arguments'] as const satisfies readonly ValueSource['in'][];

const placeOf = ({ source: { step, document, in: where } }: Evidence): string => `${step} ${where} ${document ?? ''}`;

/** The sources to name, by kind and within a kind in their own order, each place once. `found`: indices of the evidence. */
export function rankSources(found: readonly number[], evidence: readonly Evidence[]): readonly number[] {
  const places = new Set<string>();
  const each = found.filter((at) => {
    const place = placeOf(evidence[at]!);
    if (places.has(place)) return false;
    places.add(place);
    return true;
  });
  const byKind = kinds.map((kind) => each.filter((at) => evidence[at]!.source.in === kind));
  const first = byKind.flatMap((those, kind) => those.slice(0, mostOfKind[kinds[kind]!]));
  const named = new Set([...new Set([...first, ...byKind.flat()])].slice(0, most));
  return byKind.flat().filter((at) => named.has(at));
}
