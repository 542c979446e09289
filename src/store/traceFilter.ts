import type { TraceQuery } from '../protocol/traceApi.ts';
import type { Places } from './places.ts';
import { allPlaces, inBoth, keepBetween, keepEqual } from './places.ts';
import type { SaidColumns } from './saidColumns.ts';
import type { TraceColumns } from './traceColumns.ts';

/** What no column knows: where traces are found by their words, their files or what they show. */
export type FoundPlaces = {
  /** By the words that a person typed. */
  text(typed: string): Places;
  /** With a record in this file or archive, be it the first or another one. */
  inFile(path: string): Places;
  signal(id: string | null): Places;
};

/** The traces that a query means, in the order of time. `among`: of these alone; the query's words are then not looked for. Undefined: all. */
export function placesFor(query: TraceQuery, columns: TraceColumns, said: SaidColumns, found: FoundPlaces, among?: Places): Places | undefined {
  const lists = [...listsFor(query, columns, said, found, among)].toSorted((a, b) => a.length - b.length);
  const [first, ...others] = lists;
  const start = first && others.reduce(inBoth, Int32Array.from(first));
  let places: Places | undefined = start;
  const keep = (filter: (before: Places) => Places) => { places = filter(places ?? allPlaces(columns.count)); };

  for (const name of ['user', 'role', 'useCase', 'session', 'file'] as const) {
    const value = query[name];
    if (value === undefined) continue;
    const column = columns.code(name);
    const code = column.codeOf(value);
    keep((before) => (code === undefined ? before.subarray(0, 0) : keepEqual(before, column.codes, code)));
  }
  for (const kind of ['tool', 'model', 'tag'] as const) if (query[kind] === null) keep((before) => keepEqual(before, columns.facet(kind).any, 0));
  if (query.failure === null) keep((before) => keepEqual(before, said.classes.codes, 0));
  if (query.unlabelled !== undefined) keep((before) => keepEqual(before, said.labelled, query.unlabelled ? 0 : 1));
  if (query.failing !== undefined) keep((before) => keepEqual(before, said.failing, query.failing ? 1 : 0));
  const { minLatencyMs, since, until } = query;
  if (minLatencyMs !== undefined) keep((before) => keepBetween(before, columns.number('latency_ms'), minLatencyMs, Infinity));
  // A trace without a clock is neither before nor after anything.
  if (since !== undefined || until !== undefined) keep((before) => keepBetween(before, columns.number('start_us'), since === undefined ? -Infinity : Date.parse(since) * 1000, until === undefined ? Infinity : untilUs(until)));
  return places;
}

function* listsFor(query: TraceQuery, columns: TraceColumns, said: SaidColumns, found: FoundPlaces, among: Places | undefined): Generator<Places> {
  if (among) yield among;
  else if (query.text !== undefined && query.text.trim() !== '') yield found.text(query.text);
  for (const kind of ['tool', 'model', 'tag'] as const) {
    const value = query[kind];
    if (value !== undefined && value !== null) yield columns.facet(kind).placesOf.get(value) ?? new Int32Array();
  }
  if (query.failure !== undefined && query.failure !== null) yield said.withFailure(query.failure);
  if (query.signal !== undefined) yield found.signal(query.signal);
  if (query.inFile !== undefined) yield found.inFile(query.inFile);
}

/** The end of the day where only a day is given. */
function untilUs(until: string): number {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(until) ? 86_400_000 : 0;
  return (Date.parse(until) + day) * 1000;
}
