import type { Database } from 'better-sqlite3';
import type { Span, ToolDefinition } from '../core/model/span.ts';
import { asWrapper } from '../core/trajectory/wrapperCalls.ts';
import { rowKey } from './rowKey.ts';
import { decodeSummary } from './summaryTexts.ts';
import type { SpanRow } from './traceRows.ts';
import { createSpanDecoder, decodeShapes } from './traceRows.ts';

/** A trace as it is now: the same pair means that nothing of it changed. */
export type TraceStamp = readonly [trace: number, firstContent: number];

/** What each trace adds to the catalogue, kept from one session to the next. */
/** The spans of a trace, some at a time. */
export type SpanPieces = {
  /** As the trace's summary counts them. */
  readonly toolCalls: number;
  /** The next ones; none when that was all. Throws when the index was closed meanwhile. */
  next(): readonly Span[];
};

const spansAtOnce = 300;
const contentsAtOnce = 500;

export function createDigests(db: Database) {
  // All of it stands in an index: 100,000 traces are 12 ms.
  const stamps = db.prepare<[], TraceStamp>('SELECT trace, first_content FROM trace_body').raw() as unknown as { all(): TraceStamp[] };
  const between = db.prepare<[number, number, number], readonly [number, string]>('SELECT trace, body FROM digest WHERE trace >= ? AND trace <= ? AND version = ?').raw() as unknown as { all(from: number, to: number, version: number): [number, string][] };
  // Whoever wrote the trace anew meanwhile has made its digest a wrong one.
  const save = db.prepare<[number, number, string, number, number]>('INSERT OR REPLACE INTO digest SELECT ?, ?, ? WHERE EXISTS (SELECT 1 FROM trace_body WHERE trace = ? AND first_content = ?)');
  const idOf = db.prepare<[number], string>('SELECT id FROM trace WHERE key = ?').pluck();
  const offers = db.prepare<[number, number], number>(`SELECT DISTINCT json_extract(body, '$.tools') FROM span WHERE key >= ? AND key < ? AND instr(body, '"tools":') > 0`).pluck();
  const bodyOf = db.prepare<[number], { summary: string; header: string; first: number; count: number }>('SELECT summary, header, first_content AS first, contents AS count FROM trace_body WHERE trace = ?');
  const spansAfter = db.prepare<[number, number, number], SpanRow>('SELECT * FROM span WHERE key > ? AND key < ? ORDER BY key LIMIT ?').raw() as unknown as { all(after: number, before: number, most: number): SpanRow[] };
  const contentsBetween = db.prepare<[number, number], string>('SELECT body FROM content WHERE key >= ? AND key < ? ORDER BY key').pluck();
  const contentAt = db.prepare<[number], string>('SELECT body FROM content WHERE key = ?').pluck();
  const content = db.prepare<[number, number], string>('SELECT c.body FROM trace_body b JOIN content c ON c.key = b.first_content + ? WHERE b.trace = ?').pluck();

  /** The lists of tool definitions that steps of a trace were offered, each once, as JSON. */
  const offeredIn = (trace: number): readonly string[] => offers.all(rowKey(trace, 0), rowKey(trace + 1, 0)).flatMap((number) => (typeof number === 'number' ? (content.get(number, trace) ?? []) : []));

  return {
    stamps: (): readonly TraceStamp[] => stamps.all(),
    between: (from: number, to: number, version: number): readonly (readonly [trace: number, body: string])[] => between.all(from, to, version),
    idOf: (trace: number): string | undefined => idOf.get(trace),
    spansOf(trace: number, messages: boolean): SpanPieces | undefined {
      const row = bodyOf.get(trace);
      if (!row) return undefined;
      const ahead = new Map<number, readonly string[]>();
      /** With messages all contents are read sooner or later, and many at once are read faster. */
      function ofMany(at: number): string | undefined {
        const block = Math.floor(at / contentsAtOnce);
        const texts = ahead.get(block) ?? contentsBetween.all(row!.first + block * contentsAtOnce, row!.first + Math.min((block + 1) * contentsAtOnce, row!.count));
        ahead.set(block, texts);
        return texts[at % contentsAtOnce];
      }
      const decode = createSpanDecoder(messages ? ofMany : (at) => contentAt.get(row.first + at), decodeShapes(row.header), { messages });
      let last = rowKey(trace, 0) - 1;
      let ended = false;
      return {
        toolCalls: decodeSummary(row.summary).toolCalls,
        next() {
          if (ended) return [];
          const rows = spansAfter.all(last, rowKey(trace + 1, 0), spansAtOnce);
          last = rows.at(-1)?.[0] ?? last;
          ended = rows.length < spansAtOnce;
          return rows.map((each) => {
            const { span } = decode(each[0] - rowKey(trace, 0), each, null);
            return each[9] === 2 ? asWrapper(span) : span;
          });
        },
      };
    },
    /** All that the steps of a trace say of the tools they were offered; later ones come last. */
    definitionsIn(trace: number): readonly ToolDefinition[] {
      return offeredIn(trace).flatMap((text) => JSON.parse(text) as ToolDefinition[]);
    },
    offeredIn,
    /** Does not wait for another writer: throws SQLITE_BUSY at once. */
    save(version: number, rows: readonly (readonly [trace: number, firstContent: number, body: string])[]): void {
      const patience = db.pragma('busy_timeout', { simple: true }) as number;
      db.pragma('busy_timeout = 0');
      try {
        db.transaction(() => { for (const [trace, first, body] of rows) save.run(trace, version, body, trace, first); })();
      } finally {
        db.pragma(`busy_timeout = ${patience}`);
      }
    },
  };
}
