import type { Span } from '../model/span.ts';
import type { TraceHeader } from '../model/trace.ts';

/** One JSON value of a source, with its place in the file: bytes from `offset`; `line` is 1-based. */
export type SourceRecord = {
  readonly value: unknown;
  readonly line: number;
  readonly offset: number;
  readonly length: number;
};

/** The first records of a source, for detection by content. */
export type Sample = {
  readonly records: readonly SourceRecord[];
  /** How the values stand in the file. */
  readonly layout: 'document' | 'array' | 'lines';
};

/** Reads are pulled, so that whoever reads decides when to write, to report progress and to stop. */
export interface Source {
  /** As the workspace sees it; stored with every span. */
  readonly file: string;
  readonly records: Iterable<SourceRecord>;
}

/** What a reader could not understand. The record is kept as far as it was understood. */
export interface ReadReport {
  warn(line: number | null, message: string): void;
}

/** Spans of one trace found in one record. A trace may come in many pieces, in any order; the store joins them by span id. */
export type TraceFragment = {
  readonly nativeId: string;
  /** Fields that are set override what is known; arrays and maps are joined. */
  readonly header: Partial<TraceHeader>;
  readonly spans: readonly Span[];
  readonly record: Pick<SourceRecord, 'line' | 'offset' | 'length'>;
};

/** One trace export format. Adding one is a file, a registry line and a fixture folder. */
export interface Format {
  readonly id: string;
  readonly title: string;
  /** One line that shows what such a file looks like. */
  readonly example: string;
  /** Built from documentation only: no real file was seen. */
  readonly documentedOnly?: boolean;
  /**
   * What a second record with the same trace id means: another piece of the trace (`merge`, the default),
   * or another run (`separate`: identical repeats are skipped, others kept as `id#2`).
   */
  readonly repeats?: 'merge' | 'separate';
  /** Why the sample is of this format, in a few words; undefined when it is not. */
  detect(sample: Sample): string | undefined;
  read(source: Source, report: ReadReport): Iterable<TraceFragment>;
}
