import type { Database } from 'better-sqlite3';
import { rowKey } from './rowKey.ts';
import { contentText, searchQueryOf } from './searchText.ts';
import { spansThatSay } from './spansThatSay.ts';
import type { SpanBodyRow } from './spansThatSay.ts';
import { decodeShapes } from './traceRows.ts';

/** A text in which the words stand, and the span that says it. */
export type FoundText = { readonly spanId: string; readonly text: string };

export type TextMatches = {
  /** Keys of the traces that have a matching text. */
  readonly traces: readonly number[];
  /** The first few of those texts, in the order in which the trace's spans say them. */
  textsOf(trace: number, most: number): readonly FoundText[];
};

type Range = readonly [first: number, contents: number, trace: number];
type Match = { readonly first: number; readonly numbers: readonly number[] };

/** Looks up which contents of which traces hold what a person typed. */
export function createTextSearch(db: Database): (typed: string) => TextMatches {
  const matching = db.prepare<[string], number>('SELECT rowid FROM search.message_text WHERE message_text MATCH ? ORDER BY rowid').pluck();
  // An index that holds all three.
  const ranges = db.prepare<[], Range>('SELECT first_content, contents, trace FROM trace_body INDEXED BY trace_content ORDER BY first_content').raw() as unknown as { iterate(): IterableIterator<Range> };
  const bodyOf = db.prepare<[number], string>('SELECT body FROM content WHERE key = ?').pluck();
  const bodiesOf = db.prepare<[number, number], string>('SELECT body FROM content WHERE key >= ? AND key < ? ORDER BY key').pluck();
  const headerOf = db.prepare<[number], { header: string; contents: number }>('SELECT header, contents FROM trace_body WHERE trace = ?');
  const spansOf = db.prepare<[number, number], SpanBodyRow>('SELECT id, kind, counted, body FROM span WHERE key >= ? AND key < ? ORDER BY key').raw() as unknown as { iterate(from: number, to: number): IterableIterator<SpanBodyRow> };

  /** Full text knows contents by number alone; a trace has those from its first one on. */
  function byTrace(rowids: readonly number[]): ReadonlyMap<number, readonly [first: number, from: number, to: number]> {
    const found = new Map<number, readonly [number, number, number]>();
    if (rowids.length === 0) return found;
    let at = 0;
    for (const [first, contents, trace] of ranges.iterate()) {
      while (at < rowids.length && rowids[at]! < first) at++;
      const from = at;
      while (at < rowids.length && rowids[at]! < first + contents) at++;
      if (at > from) found.set(trace, [first, from, at]);
      if (at === rowids.length) break;
    }
    return found;
  }

  function textsOf(trace: number, { first, numbers }: Match): readonly FoundText[] {
    const row = headerOf.get(trace);
    if (!row) return [];
    const texts = new Map(numbers.flatMap((number) => {
      const body = bodyOf.get(first + number);
      const text = body === undefined ? undefined : contentText(JSON.parse(body));
      return text === undefined ? [] : [[number, text] as const];
    }));
    const spans = spansThatSay([...texts.keys()], () => spansOf.iterate(rowKey(trace, 0), rowKey(trace + 1, 0)), () => bodiesOf.all(first, first + row.contents), decodeShapes(row.header));
    return spans.map(({ spanId, number }) => ({ spanId, text: texts.get(number) ?? '' }));
  }

  return (typed) => {
    const query = searchQueryOf(typed);
    const rowids = query === undefined ? [] : matching.all(query);
    const found = byTrace(rowids);
    return {
      traces: [...found.keys()],
      textsOf(trace, most) {
        const [first, from, to] = found.get(trace) ?? [0, 0, 0];
        return textsOf(trace, { first, numbers: rowids.slice(from, Math.min(to, from + most)).map((rowid) => rowid - first) });
      },
    };
  };
}
