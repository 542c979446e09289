import type { Database } from 'better-sqlite3';
import type { Trace } from '../core/model/trace.ts';
import type { TraceSummary } from '../core/model/trajectory.ts';
import { failingOf, summaryWithFeedback } from '../core/trajectory/summarize.ts';
import type { GroupQuery, TraceGroup, TraceList, TraceQuery } from '../protocol/traceApi.ts';
import type { Beside } from './beside.ts';
import { nothingBeside } from './beside.ts';
import type { SignalSets } from './keptSignals.ts';
import { createNoteWords } from './noteWords.ts';
import type { Places } from './places.ts';
import { allPlaces, firstMarked, inEither, marked, sumAt } from './places.ts';
import type { SaidColumns } from './saidColumns.ts';
import { createSaidColumns } from './saidColumns.ts';
import type { ListedSummary } from './summaryTexts.ts';
import { asListed, decodeSummary, wholeSummary } from './summaryTexts.ts';
import type { TraceColumns } from './traceColumns.ts';
import { readColumns } from './traceColumns.ts';
import type { FoundPlaces } from './traceFilter.ts';
import { placesFor } from './traceFilter.ts';
import { groupsOf } from './traceGroups.ts';
import { createWordPlaces } from './wordPlaces.ts';

/** Rows of lists that are kept as they were read: the same ones are shown again and again. */
const mostKept = 5000;
const orderOf = { slowest: 'latency_ms', costliest: 'cost_usd' } as const;

type Columns = { readonly generation: string; readonly columns: TraceColumns; readonly said: SaidColumns; readonly rows: Map<number, ListedSummary>; readonly files: Map<string, Places> };

/** `numbers`: of the traces, in their order. */
export type StoredList = TraceList & { readonly numbers: readonly number[] };

export type TraceQueryOptions = {
  readonly readTrace: (id: string) => Trace | undefined;
  readonly signals: () => SignalSets;
  /** How often this process wrote to the index. */
  readonly writes: () => number;
};

/**
 * Lists traces by any filter of the command line, from columns that are read once and kept as long as nobody writes to the index:
 * any filter over 100,000 traces then takes less than a look into one index. What people wrote is joined as it is on disk now.
 * Traces without a clock come last in both orders of time, as they were imported.
 */
export function createTraceQuery(db: Database, { readTrace, signals, writes }: TraceQueryOptions) {
  const one = db.prepare<[string], string>('SELECT b.summary FROM trace t JOIN trace_body b ON b.trace = t.key WHERE t.id = ?').pluck();
  const row = db.prepare<[number], string>('SELECT summary FROM trace_body WHERE trace = ?').pluck();
  // Whichever file brought it first; of an archive, all that is in it.
  const ofFile = db.prepare<[string, number, string], number>('SELECT DISTINCT r.trace FROM record r WHERE r.file IN (SELECT id FROM source_file WHERE path = ? OR substr(path, 1, ?) = ?)').pluck();
  const dataVersion = db.prepare<[], number>('PRAGMA main.data_version').pluck();
  const words = createWordPlaces(db);
  const notes = createNoteWords(db);
  let beside = nothingBeside;
  let held: Columns | undefined;

  function joined(stored: TraceSummary): TraceSummary {
    const label = beside.labels.get(stored.id) ?? null;
    const said = beside.feedback.get(stored.id) ?? beside.feedback.get(stored.nativeId);
    const summary = said === undefined ? stored : summaryWithFeedback(stored, said);
    return { ...summary, label, failing: failingOf(summary, label), cases: beside.cases.get(stored.id)?.toSorted() ?? [] };
  }

  const generationNow = (): string => `${dataVersion.get()} ${writes()}`;

  function columnsNow(): Columns {
    const generation = generationNow();
    if (held?.generation !== generation) {
      const columns = readColumns(db);
      held = { generation, columns, said: createSaidColumns(db, columns), rows: new Map(), files: new Map() };
    }
    held.said.join(beside);
    return held;
  }

  /** All columns that a query reads are of one moment. */
  function reading<Result>(work: (now: Columns) => Result): Result {
    return db.inTransaction ? work(columnsNow()) : db.transaction(() => work(columnsNow()))();
  }

  function foundIn({ columns, files }: Columns): FoundPlaces {
    return {
      text(typed) {
        const noted = notes(typed, beside.labels).flatMap((id) => columns.placeOf(id) ?? []);
        return inEither(words.find(typed, columns), Int32Array.from(noted).sort());
      },
      inFile(path) {
        const known = files.get(path) ?? columns.placesOf(ofFile.all(path, path.length + 1, `${path}/`));
        files.set(path, known);
        return known;
      },
      signal: (id) => columns.placesOf(signals().tracesWith(id)),
    };
  }

  function summaryAt(place: number, { columns, rows }: Columns): TraceSummary {
    const key = columns.keys[place]!;
    let listed = rows.get(key);
    if (!listed) {
      if (rows.size >= mostKept) rows.clear();
      listed = decodeSummary(row.get(key) ?? '');
      rows.set(key, listed);
    }
    return joined(asListed(listed));
  }

  const placesOf = (query: TraceQuery, now: Columns, among?: Places): Places | undefined => placesFor(query, now.columns, now.said, foundIn(now), among);

  return {
    /** Another text whenever any trace may have been written or removed, by whomever. */
    generation: generationNow,

    /** What people wrote, as it is on disk now: cheap when the maps are the ones it already holds. */
    join(next: Beside): void {
      beside = next;
    },

    /** With label and cases; `whole`: and all its texts, for which the trace is read where they are long. */
    summary(id: string, whole = true): TraceSummary | undefined {
      const text = one.get(id);
      const stored = text === undefined ? undefined : decodeSummary(text);
      return stored && joined(whole ? wholeSummary(stored, () => readTrace(id)) : asListed(stored));
    },

    failingAmong: (ids: readonly string[]): number => reading(({ columns, said }) => ids.reduce((sum, id) => sum + (said.failing[columns.placeOf(id) ?? -1] ?? 0), 0)),

    groups: (query: GroupQuery): readonly TraceGroup[] => reading((now) => groupsOf(query, now.columns, now.said, signals().ids, foundIn(now))),

    /** Numbers of the traces of a query, in no order; limit and order of it are left aside. */
    keys: (query: TraceQuery): readonly number[] => reading((now) => Array.from(placesOf(query, now) ?? allPlaces(now.columns.count), (place) => now.columns.keys[place]!)),

    /** Long texts are cut. `among`: only these traces, by key; the query's words are not looked for. */
    list: (query: TraceQuery, among?: readonly number[]): StoredList => reading((now) => {
      const { columns, said } = now;
      const places = placesOf(query, now, among && columns.placesOf(among));
      const total = places?.length ?? columns.count;
      const page = pageOf(query, places, columns);
      return {
        traces: page.map((place) => summaryAt(place, now)), numbers: page.map((place) => columns.keys[place]!), total,
        failing: places ? sumAt(places, said.failing) : said.failingTotal, unlabelled: total - (places ? sumAt(places, said.labelled) : said.labelledTotal),
      };
    }),
  };
}

/** The places that are listed, in their order. */
function pageOf({ sort = 'newest', limit = Infinity, offset = 0 }: TraceQuery, places: Places | undefined, columns: TraceColumns): readonly number[] {
  const total = places?.length ?? columns.count;
  const end = Math.min(total, offset + limit);
  const at = (n: number) => (places ? places[n]! : n);
  if (sort === 'newest') return Array.from({ length: Math.max(0, end - offset) }, (_, n) => at(total - 1 - offset - n));
  if (sort === 'oldest') {
    // In the order of time those without a clock come first.
    const undated = places ? places.findIndex((place) => place >= columns.undated) : columns.undated;
    const first = undated < 0 ? total : undated;
    return Array.from({ length: Math.max(0, end - offset) }, (_, n) => at((first + offset + n) % total));
  }
  const order = columns.descending(orderOf[sort]);
  return places ? firstMarked(order, marked(places, columns.count), offset, limit) : Array.from(order.subarray(offset, end));
}
