import type { SourceRecord } from '../core/formats/format.ts';
import type { OpenSource } from './source.ts';

const mostBytes = 8 << 20;

/** The first records of a source, no more than `most`; fewer where they are large. `more`: there are others behind them. */
export function firstRecords(source: OpenSource, most: number): { readonly records: readonly SourceRecord[]; readonly more: boolean } {
  const records: SourceRecord[] = [];
  for (const record of source.records) {
    if (records.length === most || (records.length > 0 && source.distanceOf(record) > mostBytes)) return { records, more: true };
    records.push(record);
  }
  return { records, more: false };
}
