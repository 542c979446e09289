import type { GroupQuery, TraceGroup, TraceQuery } from '../protocol/traceApi.ts';
import type { Places } from './places.ts';
import { allPlaces, inBoth, keepEqual, sumAt } from './places.ts';
import type { SaidColumns } from './saidColumns.ts';
import type { CodeColumn, TraceColumns } from './traceColumns.ts';
import type { FoundPlaces } from './traceFilter.ts';
import { placesFor } from './traceFilter.ts';

/** Which groups a query's traces fall into. Facets have several a trace; the traces that have none are counted apart. */
export function groupsOf({ by, ...query }: GroupQuery, columns: TraceColumns, said: SaidColumns, signals: readonly string[], found: FoundPlaces): readonly TraceGroup[] {
  const groups = [...unordered(by, query, columns, said, signals, found)].filter((each) => each.total > 0);
  const order = by === 'session' || by === 'file' ? (a: TraceGroup, b: TraceGroup) => (b.newestUs ?? -Infinity) - (a.newestUs ?? -Infinity) || 0 : (a: TraceGroup, b: TraceGroup) => b.total - a.total;
  return groups.toSorted((a, b) => Number(a.value === null) - Number(b.value === null) || order(a, b) || ((a.value ?? '') < (b.value ?? '') ? -1 : 1));
}

function* unordered(by: GroupQuery['by'], query: TraceQuery, columns: TraceColumns, said: SaidColumns, signals: readonly string[], found: FoundPlaces): Generator<TraceGroup> {
  const starts = columns.number('start_us');
  const group = (value: string | null, places: Places): TraceGroup => ({ value, total: places.length, failing: sumAt(places, said.failing), newestUs: newestOf(places, starts) });
  const all = placesFor(query, columns, said, found);
  const some = all ?? allPlaces(columns.count);
  switch (by) {
    case 'tool': case 'model': case 'tag': {
      const { placesOf, any } = columns.facet(by);
      for (const [value, places] of placesOf) yield group(value, all ? inBoth(all, places) : places);
      if (query[by] === undefined) yield group(null, keepEqual(Int32Array.from(some), any, 0));
      return;
    }
    case 'signal':
      for (const value of query.signal === undefined ? [...signals, null] : [query.signal]) yield group(value, all ? inBoth(all, found.signal(value)) : found.signal(value));
      return;
    case 'failure': yield* byCode(said.classes, some, starts, said); return;
    default: yield* byCode(columns.code(by), some, starts, said);
  }
}

/** The last that has a clock: places are in the order of time. */
function newestOf(places: Places, starts: Float64Array): number | null {
  const newest = places.length === 0 ? NaN : starts[places[places.length - 1]!]!;
  return Number.isNaN(newest) ? null : newest;
}

function* byCode({ codes, values }: CodeColumn, places: Places, starts: Float64Array, { failing }: SaidColumns): Generator<TraceGroup> {
  const [totals, failures, last] = [new Int32Array(values.length), new Int32Array(values.length), new Int32Array(values.length)];
  for (let n = 0; n < places.length; n++) {
    const place = places[n]!;
    const code = codes[place]!;
    totals[code]!++;
    failures[code]! += failing[place]!;
    last[code] = place;
  }
  for (let code = 0; code < values.length; code++) {
    if (totals[code]! > 0) yield { value: values[code] ?? null, total: totals[code]!, failing: failures[code]!, newestUs: newestOf(last.subarray(code, code + 1), starts) };
  }
}
