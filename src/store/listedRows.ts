import type { Database } from 'better-sqlite3';
import { headerOf } from './merge.ts';
import type { ListedSummary } from './summaryTexts.ts';
import { decodeSummary } from './summaryTexts.ts';
import { decodeHeader } from './traceRows.ts';

/** A trace as lists tell it, with what says whether it is still the same: `trace` and `firstContent` as in its stamp. */
export type ListedRow = { readonly trace: number; readonly firstContent: number; readonly summary: ListedSummary; readonly tags: readonly string[] };

/** Single rows of the list, without what people wrote of them. */
export function createListedRows(db: Database): (id: string) => ListedRow | undefined {
  const one = db.prepare<[string], readonly [trace: number, firstContent: number, summary: string, header: string]>(
    'SELECT t.key, b.first_content, b.summary, b.header FROM trace t JOIN trace_body b ON b.trace = t.key WHERE t.id = ?',
  ).raw() as unknown as { get(id: string): readonly [number, number, string, string] | undefined };
  return (id) => {
    const row = one.get(id);
    if (!row) return undefined;
    const [trace, firstContent, summary, header] = row;
    return { trace, firstContent, summary: decodeSummary(summary), tags: header.includes('"tags"') ? headerOf(decodeHeader(header)).tags : [] };
  };
}
