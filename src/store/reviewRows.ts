import type { Database } from 'better-sqlite3';
import type { Score } from '../core/model/trace.ts';
import { headerOf } from './merge.ts';
import type { ListedSummary } from './summaryTexts.ts';
import { decodeSummary } from './summaryTexts.ts';
import { decodeHeader } from './traceRows.ts';

/** A trace as queues are made of it. `scores`: those of judges. */
export type ReviewRow = { readonly trace: number; readonly firstContent: number; readonly summary: ListedSummary; readonly judged: readonly Score[] };

/** Many traces at once, by their numbers; those that are gone are left out. */
export function createReviewRows(db: Database): (traces: readonly number[]) => readonly ReviewRow[] {
  const some = db.prepare<[string], readonly [number, number, string, string]>('SELECT b.trace, b.first_content, b.summary, b.header FROM json_each(?) j JOIN trace_body b ON b.trace = j.value').raw() as unknown as { all(keys: string): [number, number, string, string][] };
  return (traces) => some.all(JSON.stringify(traces)).map(([trace, firstContent, summary, header]) => ({
    trace, firstContent, summary: decodeSummary(summary),
    // Few headers tell of a judge, and reading all takes longer than the rest.
    judged: header.includes('"judge"') ? headerOf(decodeHeader(header)).scores.filter((score) => score.source === 'judge') : [],
  }));
}
