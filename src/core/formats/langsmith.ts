import type { JsonMap } from '../model/json.ts';
import { withLateContent } from './content/stepContent.ts';
import type { Format, ReadReport, Sample, Source, SourceRecord, TraceFragment } from './format.ts';
import { placeOf, recordOf } from './format.ts';
import { textOf, wordOf } from './jsonText.ts';
import { isBatch, isRun, isUpdate, pathOf, runIdOf, runsIn } from './langsmith/records.ts';
import type { KnownRun } from './langsmith/run.ts';
import { contentKeys, kindOf, readRun } from './langsmith/run.ts';
import { findRow, readRows } from './rows.ts';

const isRow = (value: JsonMap): boolean => isBatch(value) || isRun(value) || isUpdate(value);

/** LangSmith runs: a run a line, one run with its children in it, the posts and patches that the SDK sends (FORMATS 5). */
export const langsmith: Format = {
  id: 'langsmith',
  title: 'LangSmith runs',
  example: '{"id":"…","trace_id":"…","dotted_order":"20261120T090000000000Z…","name":"agent","run_type":"chain","start_time":"2026-11-20T09:00:00","inputs":{"question":"…"},"outputs":{"answer":"…"}}',

  detect(sample: Sample): string | undefined {
    // An update alone may be anybody's.
    const found = findRow(sample, (value) => isBatch(value) || isRun(value));
    return found && `${isBatch(found.row) ? 'posted and patched runs' : `a run of type ${wordOf(found.row['run_type'])}`} on line ${found.line}`;
  },

  *read(source: Source, report: ReadReport): Generator<TraceFragment> {
    const known = new Map<string, KnownRun>();
    /** Updates of runs that were not met yet: they neither say what they update nor, often, in which trace. */
    const early = new Map<string, Found[]>();

    for (const { row, record, warn } of readRows(source, report, isRow, 'Neither a run nor an update of one; left out.')) {
      for (const raw of runsIn(row)) {
        const id = runIdOf(raw);
        if (id === null) warn('A run has no id; left out.');
        else if (isRun(raw)) yield* begun(id, { raw, record });
        else if (known.has(id)) yield fragmentOf(id, { raw, record });
        else early.set(id, [...(early.get(id) ?? []), { raw, record }]);
      }
    }
    for (const [id, updates] of early) {
      for (const update of updates) {
        if (pathOf(update.raw).traceId === null) report.warn(update.record.line, `Run ${id} is updated here and begins in none of these records; it is read as a run of its own.`, update.record.file);
        yield fragmentOf(id, update);
      }
    }

    function* begun(id: string, found: Found): Generator<TraceFragment> {
      const path = pathOf(found.raw);
      known.set(id, { traceId: path.traceId ?? id, parentId: path.parentId, kind: kindOf(found.raw), name: textOf(found.raw['name']) ?? 'unnamed' });
      yield fragmentOf(id, found);
      for (const update of early.get(id) ?? []) yield fragmentOf(id, update);
      early.delete(id);
    }

    function fragmentOf(id: string, { raw, record }: Found): TraceFragment {
      return { ...readRun(raw, id, known.get(id), placeOf(source, record), (message) => report.warn(record.line, message, record.file)), record: recordOf(record) };
    }
  },

  /** An update alone does not know what kind of step it ends, so that its outputs are read only now. */
  complete: (span) => withLateContent(span, contentKeys),
};

type Found = { readonly raw: JsonMap; readonly record: SourceRecord };
