import type { JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import type { KnownSpan } from './braintrust/row.ts';
import { contentKeys, idsOf, isRow, knownFrom, readRow } from './braintrust/row.ts';
import { withLateContent } from './content/stepContent.ts';
import type { Format, ReadReport, Sample, Source, SourceRecord, TraceFragment } from './format.ts';
import { placeOf, recordOf } from './format.ts';
import { findRow, readRows } from './rows.ts';
import { contentId } from './values/contentId.ts';

/** Rows of Braintrust logs and experiments: whole, or as the SDK sends them, in pieces that are merged by their id (FORMATS 12). */
export const braintrust: Format = {
  id: 'braintrust',
  title: 'Braintrust logs',
  example: '{"id":"…","span_id":"s1","root_span_id":"s1","span_attributes":{"name":"answer","type":"task"},"input":"…","output":"…","metrics":{"start":1795165200.5,"end":1795165202}}',

  detect(sample: Sample): string | undefined {
    const found = findRow(sample, isRow);
    return found && `span_id, root_span_id and ${isJsonMap(found.row['span_attributes']) ? 'span_attributes' : '_is_merge'} on line ${found.line}`;
  },

  *read(source: Source, report: ReadReport): Generator<TraceFragment> {
    const known = new Map<string, KnownSpan>();
    const traceIds = new Map<string, string>();
    /** Pieces of rows whose first piece was not met yet, which alone says what they are. */
    const early = new Map<string, Found[]>();

    for (const { row: raw, record } of readRows(source, report, isRow, 'Not a row of a log: span_id and root_span_id are missing; left out.')) {
      const { spanId, rootId } = idsOf(raw);
      if (!traceIds.has(rootId)) traceIds.set(rootId, traceIdOf(rootId, raw));
      const key = `${rootId}\n${spanId}`;
      if (isJsonMap(raw['span_attributes'])) {
        known.set(key, knownFrom(raw, known.get(key)));
        yield fragmentOf(key, rootId, { raw, record });
        for (const piece of early.get(key) ?? []) yield fragmentOf(key, rootId, piece);
        early.delete(key);
      } else if (known.has(key)) yield fragmentOf(key, rootId, { raw, record });
      else early.set(key, [...(early.get(key) ?? []), { raw, record }]);
    }
    for (const [key, pieces] of early) for (const piece of pieces) yield fragmentOf(key, idsOf(piece.raw).rootId, piece);

    function fragmentOf(key: string, rootId: string, { raw, record }: Found): TraceFragment {
      return { nativeId: traceIds.get(rootId) ?? rootId, ...readRow(raw, known.get(key), placeOf(source, record)), record: recordOf(record) };
    }
  },

  /** A piece alone does not know what kind of step it belongs to, so that what came out is read only now. */
  complete: (span) => withLateContent(span, contentKeys),
};

type Found = { readonly raw: JsonMap; readonly record: SourceRecord };

/** Test snapshots replace ids by `<span:1>`, the same in each of them: there the first row tells the runs apart. */
function traceIdOf(rootId: string, first: JsonMap): string {
  return rootId.startsWith('<') ? `${rootId}-${contentId(first, 12)}` : rootId;
}
