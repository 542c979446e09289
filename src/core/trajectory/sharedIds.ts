import type { Span } from '../model/span.ts';
import type { TrajectoryNote } from '../model/trajectory.ts';

/** Where a span keeps the id it was exported with, when another span has it too and this one had to give way. */
export const exportedIdKey = 'casebook.span_id';

export function exportedIdOf(span: Pick<Span, 'id' | 'attributes'>): string {
  const exported = span.attributes[exportedIdKey];
  return typeof exported === 'string' ? exported : span.id;
}

/** Says that different spans came under one id, as when two exports use the same made-up ids: once for each two files. */
export function notesOnSharedIds(spans: readonly Span[]): readonly TrajectoryNote[] {
  const renamed = spans.filter((span) => exportedIdKey in span.attributes);
  if (renamed.length === 0) return [];
  const byId = new Map(spans.map((span) => [span.id, span]));
  const pairs = renamed.map((span) => ({ span, other: byId.get(exportedIdOf(span)) ?? span }));
  return [...Map.groupBy(pairs, ({ span, other }) => JSON.stringify([span.place?.file, other.place?.file].sort())).values()].flatMap((alike) => {
    const [first] = alike;
    if (first === undefined) return [];
    const id = exportedIdOf(first.span);
    const pair = whereBoth(first.other, first.span);
    const message = alike.length === 1
      ? `Two spans have the id ${id}: ${pair}. Both are kept, the second as ${first.span.id}.`
      : `${alike.length} spans have the id of another: ${id} is ${pair}. All are kept, the others as id#2.`;
    return [{ spanId: first.span.id, message: `${message} Where these are different runs, give them trace ids of their own.` }];
  });
}

function whereBoth(a: Span, b: Span): string {
  if (a.place === null || b.place === null) return `${a.name} and ${b.name}`;
  if (a.place.file !== b.place.file) return `${a.name} in ${a.place.file} and ${b.name} in ${b.place.file}`;
  return `${a.name} on line ${a.place.line} and ${b.name} on line ${b.place.line} of ${a.place.file}`;
}
