import type { JsonMap } from '../../model/json.ts';
import type { ReadReport, Source, SourceRecord } from '../format.ts';

/** What stands first in a list of a file whose lines are lists; or in the file itself, where it has one line and that line's members were taken for its records. */
export function listsIn(records: readonly SourceRecord[]): readonly { readonly list: readonly unknown[]; readonly line: number }[] {
  const [first] = records;
  if (first === undefined) return [];
  return typeof first.value === 'string' ? [{ list: records.map(({ value }) => value), line: first.line }] : records.flatMap(({ value, line }) => (Array.isArray(value) ? [{ list: value as readonly unknown[], line }] : []));
}

/** Records whose values are the file's lines, also where there is one line alone. */
function* listLines(records: Iterable<SourceRecord>): Generator<SourceRecord> {
  let alone: { first: SourceRecord; end: number; values: unknown[] } | undefined;
  let isFirst = true;
  for (const record of records) {
    if (isFirst && typeof record.value === 'string') alone = { first: record, end: 0, values: [] };
    isFirst = false;
    if (alone === undefined) {
      yield record;
      continue;
    }
    alone.values.push(record.value);
    alone.end = record.offset + record.length;
  }
  if (alone !== undefined) yield { ...alone.first, value: alone.values, length: alone.end - alone.first.offset };
}

/**
 * A source whose lines are lists, as one of entries by name.
 * @param entryOf the entry that a line is; undefined where it is none, of which `otherwise` is said
 */
export function entriesIn(source: Source, report: ReadReport, entryOf: (line: readonly unknown[]) => JsonMap | undefined, otherwise: string): Source {
  function* entries(): Generator<SourceRecord> {
    for (const record of listLines(source.records)) {
      const entry = Array.isArray(record.value) ? entryOf(record.value as readonly unknown[]) : undefined;
      if (entry === undefined) report.warn(record.line, otherwise, record.file);
      else yield { ...record, value: entry };
    }
  }
  return { ...source, records: entries() };
}
