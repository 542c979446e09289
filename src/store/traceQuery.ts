import type { Database } from 'better-sqlite3';
import type { Trace } from '../core/model/trace.ts';
import type { FeedbackState } from '../core/model/feedback.ts';
import type { Label } from '../core/model/label.ts';
import type { TraceSummary } from '../core/model/trajectory.ts';
import { failingOf, summaryWithFeedback } from '../core/trajectory/summarize.ts';
import type { GroupQuery, TraceGroup, TraceList, TraceQuery } from '../protocol/traceApi.ts';
import type { Facet } from './facets.ts';
import type { SignalSets } from './keptSignals.ts';
import { asListed, decodeSummary, wholeSummary } from './summaryTexts.ts';
import { searchQueryOf } from './searchText.ts';
import { isDatedSql, isUndatedSql } from './undated.ts';

type FacetKind = Facet[0];
type Parameter = string | number;
type Condition = { readonly sql: string; readonly values: readonly Parameter[] };

/** What the trace and its user say of the run: what was said apart from the trace stands over what came with it. */
const byItself = `(CASE WHEN coalesce(f1.feedback, f2.feedback) = 'rejected' THEN 1 WHEN coalesce(f1.feedback, f2.feedback) IS NULL THEN t.failing IS NOT NULL ELSE coalesce(t.failing, '') = 'error' END)`;
/** A person's verdict decides over both, as failingOf does. */
const failingSql = `(CASE l.verdict WHEN 'fail' THEN 1 WHEN 'pass' THEN 0 ELSE ${byItself} END)`;
/** Feedback names a trace by our id or by the export's. */
const besideSql = 'LEFT JOIN temp.label l ON l.trace = t.id LEFT JOIN temp.said f1 ON f1.trace = t.id LEFT JOIN temp.said f2 ON f2.trace = t.native_id';

/** The file a trace was first read from; of a file that is part of a folder or archive read as one, that. */
const firstFileSql = '(SELECT coalesce((SELECT u.path FROM unit_file m JOIN source_file u ON u.id = m.unit WHERE m.file = r.file ORDER BY u.path LIMIT 1), s.path) FROM record r JOIN source_file s ON s.id = r.file WHERE r.trace = t.key AND r.n = 0)';

const groupSql = { session: 't.session', user: 't.user', role: 't.role', useCase: 't.use_case', failure: 'l.class', file: firstFileSql } as const;

const idsAtOnce = 10_000;

const orders = {
  newest: 'at_us DESC, t.key DESC',
  oldest: 'at_us, t.key',
  slowest: 't.latency_ms DESC, t.key DESC',
  costliest: 't.cost_usd DESC, t.key DESC',
} as const;

type ListRow = readonly [summary: string, label: string | null, said: string | null];

/** Lists traces by any filter of the command line. Traces without a clock come last in both orders of time, as they were imported. */
export function createTraceQuery(db: Database, casesOf: (trace: string) => readonly string[], readTrace: (id: string) => Trace | undefined, signals: () => SignalSets) {
  const one = db.prepare<[string], { summary: string; label: string | null; said: string | null }>(
    `SELECT b.summary, l.body AS label, coalesce(f1.body, f2.body) AS said FROM trace t JOIN trace_body b ON b.trace = t.key ${besideSql} WHERE t.id = ?`,
  );

  function joined(stored: TraceSummary, labelText: string | null, saidText: string | null): TraceSummary {
    const label = labelText === null ? null : (JSON.parse(labelText) as Label);
    const summary = saidText === null ? stored : summaryWithFeedback(stored, JSON.parse(saidText) as FeedbackState);
    return { ...summary, label, failing: failingOf(summary, label), cases: casesOf(summary.id) };
  }

  return {
    /** With label and cases; `whole`: and all its texts, for which the trace is read where they are long. */
    summary(id: string, whole = true): TraceSummary | undefined {
      const row = one.get(id);
      const stored = row && decodeSummary(row.summary);
      return stored && joined(whole ? wholeSummary(stored, () => readTrace(id)) : asListed(stored), row.label, row.said);
    },

    failingAmong(ids: readonly string[]): number {
      const counted = db.prepare<[string], number | null>(`SELECT sum(${failingSql}) FROM json_each(?) j JOIN trace t ON t.id = j.value ${besideSql}`).pluck();
      let failing = 0;
      for (let from = 0; from < ids.length; from += idsAtOnce) failing += counted.get(JSON.stringify(ids.slice(from, from + idsAtOnce))) ?? 0;
      return failing;
    },

    groups: (query: GroupQuery): readonly TraceGroup[] => groupsOf(db, query, signals()),

    /** Numbers of the traces of a query, in no order; limit and order of it are left aside. */
    keys(query: TraceQuery): readonly number[] {
      const conditions = conditionsOf(query, signals());
      if (conditions === undefined) return [];
      const { from, where, values } = joinOf(query, conditions);
      return db.prepare<Parameter[], number>(`SELECT t.key FROM ${from} ${besideSql} ${where}`).pluck().all(...values);
    },

    /** Long texts are cut. `among`: only these traces, by key; the query's words are not looked for. */
    list(query: TraceQuery, among?: readonly number[]): TraceList {
      const conditions = conditionsOf(query, signals(), among);
      if (conditions === undefined) return { traces: [], total: 0, failing: 0, unlabelled: 0 };
      const { from, where, values } = joinOf(query, conditions);
      const { limit = -1, offset = 0 } = query;
      // The index of a facet holds its traces in order of time.
      const at = from.startsWith('trace_facet') ? 'f.at_us' : 't.at_us';

      function rowsBy(order: string, condition: string, most: number, skipped: number): readonly ListRow[] {
        return db.prepare<Parameter[], ListRow>(
          `SELECT b.summary, l.body, coalesce(f1.body, f2.body) FROM ${from} JOIN trace_body b ON b.trace = t.key ${besideSql} ${condition} ORDER BY ${order.replace('at_us', at)} LIMIT ? OFFSET ?`,
        ).raw().all(...values, most, skipped) as unknown as readonly ListRow[];
      }
      /** In the index those without a clock come first: two ranges of it, one after the other, cost no more than one. */
      function oldestFirst(): readonly ListRow[] {
        const only = (range: string) => (where === '' ? `WHERE ${range}` : `${where} AND ${range}`);
        const dated = rowsBy(orders.oldest, only(isDatedSql(at)), limit, offset);
        if (dated.length === limit) return dated;
        const before = dated.length > 0 || offset === 0 ? offset + dated.length : (db.prepare<Parameter[], number>(`SELECT count(*) FROM ${from} ${besideSql} ${only(isDatedSql(at))}`).pluck().get(...values) ?? 0);
        return [...dated, ...rowsBy(orders.oldest, only(isUndatedSql(at)), limit < 0 ? limit : limit - dated.length, Math.max(0, offset - before))];
      }
      const rows = query.sort === 'oldest' ? oldestFirst() : rowsBy(orders[query.sort ?? 'newest'], where, limit, offset);
      const counts = db.prepare<Parameter[], { total: number; failing: number | null; unlabelled: number | null }>(
        `SELECT count(*) AS total, sum(${failingSql}) AS failing, sum(l.trace IS NULL) AS unlabelled FROM ${from} ${besideSql} ${where}`,
      ).get(...values);
      return { traces: rows.map(([summary, label, said]) => joined(asListed(decodeSummary(summary)), label, said)), total: counts?.total ?? 0, failing: counts?.failing ?? 0, unlabelled: counts?.unlabelled ?? 0 };
    },
  };
}

/** Which groups a query's traces fall into. Facets have several a trace; the traces that have none are counted apart. */
function groupsOf(db: Database, { by, ...query }: GroupQuery, signals: SignalSets): readonly TraceGroup[] {
  const counted = (column: string, from: string, where: string, values: readonly Parameter[]) => db.prepare<Parameter[], TraceGroup>(
    `SELECT ${column} AS value, count(*) AS total, sum(${failingSql}) AS failing, max(t.start_us) AS newestUs FROM ${from} ${besideSql} ${where} GROUP BY 1`,
  ).all(...values);
  const rows = (part: TraceQuery, column: string, kind?: FacetKind) => {
    const conditions = conditionsOf(part, signals);
    if (conditions === undefined) return [];
    const { from, where, values } = joinOf(part, conditions, kind);
    return counted(column, from, where, values);
  };
  const groups = by === 'tool' || by === 'model' || by === 'tag'
    ? [...rows(query, 'g.value', by), ...(query[by] === undefined ? rows({ ...query, [by]: null }, 'NULL') : [])]
    : by === 'signal'
      ? [...(query.signal === undefined ? [...signals.ids, null] : [query.signal])].flatMap((signal) => rows({ ...query, signal }, 'NULL').map((group) => ({ ...group, value: signal })))
      : rows(query, groupSql[by]);
  const order = by === 'session' || by === 'file' ? (a: TraceGroup, b: TraceGroup) => (b.newestUs ?? -Infinity) - (a.newestUs ?? -Infinity) || 0 : (a: TraceGroup, b: TraceGroup) => b.total - a.total;
  return groups.filter((each) => each.total > 0).toSorted((a, b) => Number(a.value === null) - Number(b.value === null) || order(a, b) || ((a.value ?? '') < (b.value ?? '') ? -1 : 1));
}

/** Undefined when nothing can match: a text without a word in it. */
function conditionsOf(query: TraceQuery, signals: SignalSets, among?: readonly number[]): readonly Condition[] | undefined {
  const conditions: Condition[] = [];
  const add = (sql: string, ...values: Parameter[]) => conditions.push({ sql, values });
  if (among) add('t.key IN (SELECT value FROM json_each(?))', JSON.stringify(among));
  else if (query.text !== undefined && query.text.trim() !== '') {
    const match = searchQueryOf(query.text);
    if (match === undefined) return undefined;
    // Full text knows contents by number alone; a trace has those from its first one on.
    add(`t.key IN (
      SELECT DISTINCT (
        SELECT CASE WHEN message_text.rowid < b.first_content + b.contents THEN b.trace END FROM trace_body b WHERE b.first_content <= message_text.rowid ORDER BY b.first_content DESC LIMIT 1)
      FROM search.message_text WHERE message_text MATCH ?)`, match);
  }
  if (query.signal !== undefined) add('t.key IN (SELECT value FROM json_each(?))', JSON.stringify(signals.tracesWith(query.signal)));
  if (query.failure === null) add('l.class IS NULL');
  else if (query.failure !== undefined) add('(l.class = ? OR l.mode = ?)', query.failure, query.failure);
  for (const [column, value] of [['user', query.user], ['role', query.role], ['use_case', query.useCase], ['session', query.session]] as const) {
    if (value === null) add(`t.${column} IS NULL`);
    else if (value !== undefined) add(`t.${column} = ?`, value);
  }
  for (const kind of ['tool', 'model', 'tag'] as const) {
    // No index leads from a trace to its facets: all traces that have one are gathered once.
    if (query[kind] === null) add('t.key NOT IN (SELECT trace FROM trace_facet WHERE kind = ?)', kind);
  }
  if (query.file !== undefined) add(`${firstFileSql} = ?`, query.file);
  // Whichever file brought it first; of an archive, all that is in it.
  if (query.inFile !== undefined) add('t.key IN (SELECT r.trace FROM record r WHERE r.file IN (SELECT id FROM source_file WHERE path = ? OR substr(path, 1, ?) = ?))', query.inFile, query.inFile.length + 1, `${query.inFile}/`);
  if (query.minLatencyMs !== undefined) add('t.latency_ms >= ?', query.minLatencyMs);
  // A trace without a clock is neither before nor after anything.
  if (query.since !== undefined) add('t.start_us >= ?', Date.parse(query.since) * 1000);
  if (query.until !== undefined) add('t.start_us < ?', untilUs(query.until));
  if (query.unlabelled !== undefined) add(query.unlabelled ? 'l.trace IS NULL' : 'l.trace IS NOT NULL');
  if (query.failing !== undefined) add(query.failing ? failingSql : `NOT ${failingSql}`);
  return conditions;
}

/**
 * The first of the asked tool, model and tag leads the search, as its index holds its traces in order of time.
 * @param every a row for each facet `g` of this kind, read in the order of its index before the traces are looked up
 */
function joinOf(query: TraceQuery, conditions: readonly Condition[], every?: FacetKind): { from: string; where: string; values: readonly Parameter[] } {
  const facets = (['tool', 'model', 'tag'] as const).flatMap((kind) => {
    const value = query[kind];
    return value === undefined || value === null ? [] : [[kind, value] as const];
  });
  const [lead, ...others] = facets;
  const all: Condition[] = [...conditions];
  for (const [kind, value] of others) all.unshift({ sql: 'EXISTS (SELECT 1 FROM trace_facet e WHERE e.kind = ? AND e.value = ? AND e.at_us = t.at_us AND e.trace = t.key)', values: [kind, value] });
  if (lead) all.unshift({ sql: `f.kind = ? AND f.value = ?${every ? ' AND f.at_us = g.at_us AND f.trace = g.trace' : ''}`, values: lead });
  if (every) all.unshift({ sql: 'g.kind = ? AND g.trace = t.key', values: [every] });
  return {
    from: `${every ? 'trace_facet g CROSS JOIN ' : ''}${lead ? 'trace_facet f CROSS JOIN trace t ON t.key = f.trace' : 'trace t'}`,
    where: all.length === 0 ? '' : `WHERE ${all.map((each) => each.sql).join(' AND ')}`,
    values: all.flatMap((each) => each.values),
  };
}

/** The end of the day where only a day is given. */
function untilUs(until: string): number {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(until) ? 86_400_000 : 0;
  return (Date.parse(until) + day) * 1000;
}
