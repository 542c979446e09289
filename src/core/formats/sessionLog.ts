import type { Json, JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import type { MessagePart } from '../model/message.ts';
import type { TraceHeader } from '../model/trace.ts';
import type { ReadReport, Source, SourceRecord, TraceFragment } from './format.ts';
import { placeOf } from './format.ts';
import { fitsDepth, setKey } from './jsonText.ts';
import type { SessionLog } from './sessionLog/build.ts';
import { createSessionLog } from './sessionLog/build.ts';
import type { At } from './sessionLog/entry.ts';
import { derivedId } from './values/contentId.ts';

export { createSessionLog } from './sessionLog/build.ts';
export { sessionIn, spansOfLog, unlessPriced, withModel, withRoot } from './sessionLog/whole.ts';
export type { SessionLog } from './sessionLog/build.ts';
export type { At, Said, ToolAnswer } from './sessionLog/entry.ts';

/** What a reader of one log does with its entries. */
export type EntryReader = {
  /** @returns what the entry says of the run as a whole */
  take(entry: JsonMap, record: SourceRecord, warn: (message: string) => void): Partial<TraceHeader> | undefined;
  /** The trace's own id; null as long as no entry has told it: what is known by then is told with the first that does. */
  id(): string | null;
  /** What goes on besides the log's own state. */
  keep(): JsonMap;
};

/**
 * Reads one session from its entries, one map a line, resumed where it stopped before (`growth: 'resumed'`): a fragment for each
 * record, and at the end the state to go on from. What is no entry is a warning.
 * @param begin makes the reader from the log and what it kept itself
 * @param whole reads a record that is no entry but a session by itself
 */
export function* readSession(source: Source, report: ReadReport, begin: (log: SessionLog, kept: JsonMap) => EntryReader, whole?: (record: SourceRecord, warn: (message: string) => void) => TraceFragment | undefined): Generator<TraceFragment> {
  const kept = isJsonMap(source.kept) ? source.kept : undefined;
  const log = createSessionLog(kept?.['log']);
  const reader = begin(log, kept && isJsonMap(kept['reader']) ? kept['reader'] : {});
  let last: SourceRecord | undefined;
  let untold: Partial<TraceHeader> = kept && isJsonMap(kept['untold']) ? kept['untold'] : {};
  for (const record of source.records) {
    const { value: entry, line, file } = record;
    const warn = (message: string) => report.warn(line, message, file);
    const document = whole === undefined || !fitsDepth(entry) ? undefined : whole(record, warn);
    if (document !== undefined) {
      yield document;
      continue;
    }
    let header = untold;
    if (!isJsonMap(entry)) warn('The line is no entry of a session but a lone value; left out.');
    else if (!fitsDepth(entry)) warn('The entry is nested too deep to be read; left out.');
    else header = { ...untold, ...reader.take(entry, record, warn) };
    const id = reader.id();
    untold = id === null ? header : {};
    if (id === null) continue;
    last = record;
    yield log.fragment(id, record, source, header);
  }
  const id = reader.id();
  if (last !== undefined && id !== null) {
    log.end(placeOf(source, last));
    yield log.fragment(id, last, source);
  }
  report.keep?.({ log: log.state(), reader: reader.keep(), ...(Object.keys(untold).length === 0 ? {} : { untold: untold as Json }) });
}

/** In the file's name or its folder's. */
const uuidInName = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?=[^/\\]*(?:[/\\][^/\\]*)?$)/gi;

/** The session's id for a header, where it is one and was not made from the content. */
export const namedSession = (id: string | null): Partial<TraceHeader> => (id !== null && id.search(uuidInName) >= 0 ? { sessionId: id } : {});

/** The id of a log that tells none: agents name its file, or the folder, after the session; else it is known by its first entry, which stays as the log grows. */
export function idOfLog(source: Source, first: SourceRecord): string {
  return (first.file ?? source.file).match(uuidInName)?.at(-1)?.toLowerCase() ?? derivedId(first.value, first.line);
}

/**
 * Tells the results among some parts.
 * @param tool the name that stands beside them
 * @returns the other parts
 */
export function tellResults(parts: readonly MessagePart[], log: SessionLog, at: At, tool: string | null = null): readonly MessagePart[] {
  for (const part of parts) if (part.type === 'toolResult') log.result({ callId: part.callId, tool: tool ?? part.name ?? null, result: part.result, status: part.isError === true ? 'error' : 'ok' }, at);
  return parts.filter((part) => part.type !== 'toolResult');
}

const longestDetail = 2000;

/** Details of a result as attributes, without what the result says already, and without what is too long for a detail. */
export function briefly(details: JsonMap, result: Json): JsonMap {
  const text = typeof result === 'string' ? result : JSON.stringify(result);
  const kept: Record<string, Json> = {};
  for (const [key, value] of Object.entries(details)) {
    if (value === null || value === '' || (typeof value === 'string' && text.includes(value))) continue;
    const { length } = typeof value === 'string' ? value : JSON.stringify(value);
    setKey(kept, key, length <= longestDetail ? value : `[${length} characters, left out: they stand in the file]`);
  }
  return kept;
}
