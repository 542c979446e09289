import type { Json } from '../model/json.ts';
import type { RecordPlace, Span } from '../model/span.ts';
import type { TraceHeader } from '../model/trace.ts';

/** One JSON value of a source, with its place in the file: bytes from `offset`; `line` is 1-based. */
export type SourceRecord = {
  readonly value: unknown;
  readonly line: number;
  readonly offset: number;
  readonly length: number;
  /** Set where a source is made of several files (`Format.unitOf`): the one this record stands in. */
  readonly file?: string;
};

/** The first records of a source, for detection by content. */
export type Sample = {
  readonly records: readonly SourceRecord[];
  /** How the values stand in the file. */
  readonly layout: 'document' | 'array' | 'lines';
};

/** Reads are pulled, so that whoever reads decides when to write, to report progress and to stop. */
export interface Source {
  /** As the workspace sees it; stored with every span. A folder where the run is in several files. */
  readonly file: string;
  readonly records: Iterable<SourceRecord>;
  /** What the reader kept at the end of the part that was read before (`ReadReport.keep`); `records` are those that came since. Undefined: from the start. */
  readonly kept?: Json;
}

/** What a reader could not understand. The record is kept as far as it was understood. */
export interface ReadReport {
  /** @param file where the source is made of several files */
  warn(line: number | null, message: string, file?: string): void;
  /** Called at the end of the records with what is needed to go on when the file has grown (`growth: 'resumed'`). Small: it is stored. */
  keep?(state: Json): void;
}

/** Where a record lies, as spans tell it. */
export function placeOf(source: Source, { file, line, offset, length }: SourceRecord): RecordPlace {
  return { file: file ?? source.file, line, offset, length };
}

/** The record a fragment stands in, without its value. */
export function recordOf({ file, line, offset, length }: SourceRecord): TraceFragment['record'] {
  return { ...(file === undefined ? {} : { file }), line, offset, length };
}

/** Spans of one trace found in one record. A trace may come in many pieces, in any order; the store joins them by span id. */
export type TraceFragment = {
  readonly nativeId: string;
  /** Fields that are set override what is known; arrays and maps are joined. */
  readonly header: Partial<TraceHeader>;
  readonly spans: readonly Span[];
  readonly record: Pick<SourceRecord, 'file' | 'line' | 'offset' | 'length'>;
};

/** One trace export format. Adding one is a file, a registry line and a fixture folder. */
export interface Format {
  readonly id: string;
  /** Product and kind of file: `Jaeger traces`. */
  readonly title: string;
  /** How such a file begins: one line, or as few as show what it is. */
  readonly example: string;
  /** Other names that it is asked for by. */
  readonly alsoCalled?: readonly string[];
  /** Built from documentation only: no real file was seen. */
  readonly documentedOnly?: boolean;
  /**
   * What a second record with the same trace id means: another piece of the trace (`merge`, the default),
   * or another run (`separate`: identical repeats are skipped, others kept as `id#2`).
   */
  readonly repeats?: 'merge' | 'separate';
  /**
   * How a file that has grown since is read: only its new records (`records`: each says all it has to say), or these with what was
   * kept (`resumed`). Absent: from its start. Either way the same comes out as from reading the whole file once.
   */
  readonly growth?: 'records' | 'resumed';
  /**
   * The folder whose files are one run together, by the path of one of them (with forward slashes; a zip is a folder); undefined for a
   * file that stands alone. Files of one unit are read by one `read`, as one source, sorted by path.
   */
  unitOf?(path: string): string | undefined;
  /** What follows from all accounts of a span, once they are joined: messages that came as events, apart from the span. */
  complete?(span: Span): Span;
  /** Why the sample is of this format, in a few words; undefined when it is not. */
  detect(sample: Sample): string | undefined;
  read(source: Source, report: ReadReport): Iterable<TraceFragment>;
}
