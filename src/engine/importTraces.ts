import { hash } from 'node:crypto';
import type { Format, TraceFragment } from '../core/formats/format.ts';
import type { FactsConfig } from '../core/model/config.ts';
import type { ImportWarning } from '../core/model/problem.ts';
import type { Span } from '../core/model/span.ts';
import type { Trace } from '../core/model/trace.ts';
import type { TrajectoryNote } from '../core/model/trajectory.ts';
import type { Pricing } from '../core/pricing/pricing.ts';
import type { Assembled } from '../core/trajectory/assemble.ts';
import { assemble } from '../core/trajectory/assemble.ts';
import { asBlocked, guardedTools } from '../core/trajectory/guarded.ts';
import { callsOf } from '../core/trajectory/observe.ts';
import { exportedIdOf } from '../core/trajectory/sharedIds.ts';
import { summarize } from '../core/trajectory/summarize.ts';
import { asWrapper, isWrapperCall } from '../core/trajectory/wrapperCalls.ts';
import type { PlacedSpan } from '../store/merge.ts';
import { accountsOf, canonicalJson, comparePlaces, createSpanJoin, emptyHeaderParts, headerOf, joinHeader, orderSpans } from '../store/merge.ts';
import { withLostCalls } from '../store/lostCalls.ts';
import type { EncodedTrace, StoredRecord } from '../store/encodedTrace.ts';
import { encodeTrace, storedStepsFrom } from '../store/encodedTrace.ts';
import type { Store } from '../store/openStore.ts';
import type { StoredTrace } from '../store/traceReader.ts';
import type { Redact } from './cleanSpans.ts';
import { createCleaner } from './cleanSpans.ts';

/** A record as it was just read. `media`: pictures or sound may stand inline in it. */
export type ReadRecord = StoredRecord & { readonly media: boolean };

/** Spans of one trace that wait to be written, as they came from the reader. */
export type PendingTrace = { readonly nativeId: string; readonly parts: { readonly fragment: TraceFragment; readonly record: ReadRecord; readonly warnings: number }[] };

export type TraceState = 'new' | 'updated' | 'unchanged';

/** What some of a trace's files hold of it. */
export type OwnCounts = { readonly spans: number; readonly messages: number; readonly toolCalls: number };

/** What the index holds of a trace after it was met in a file. */
export type ImportedTrace = {
  state: TraceState; spans: number; messages: number; toolCalls: number; failing: boolean;
  /** Of these, what stands in the files under import; absent where that is all. */
  readonly own?: OwnCounts;
  /** Packed (doctor/completeness.ts). */
  readonly completeness?: readonly number[] | undefined;
  /** Names of the scores that came with it. */
  readonly scoreNames?: readonly string[] | undefined;
  /** What had to be mended to show the trace as steps. */
  readonly notes?: readonly ImportWarning[];
};

export type TraceImport = {
  readonly store: Pick<Store, 'readRecords' | 'readStored' | 'readSummary' | 'countsOf'>;
  readonly format: Format;
  readonly redact: Redact;
  readonly factsConfig: FactsConfig;
  readonly pricing: Pricing;
  readonly importedAt: string;
  /** Stands for redaction, facts and version: what was read under others is read anew. */
  readonly settings: string;
  /** Those under import, as the workspace sees them. */
  readonly files: ReadonlySet<string>;
  /** Whose content is read anew: what was read of them under other settings counts no more. */
  readonly outdated: ReadonlySet<string>;
  /** Traces of which nothing stored counts, until they are met. */
  readonly afresh?: Set<string>;
  onCut(): void;
};

/** A span of which only its id is known. */
const unnamed = 'unnamed';

/** Ours: `tr_` and 12 hex digits of SHA-256 over format and native id. */
export function traceIdOf(format: string, nativeId: string): string {
  return `tr_${hash('sha256', `${format}\0${nativeId}`).slice(0, 12)}`;
}

/**
 * Joins pending pieces with what is stored of the trace, as rows to write; without rows when there is nothing new. Records that a
 * finished reading under the same settings has stored are known and skipped, so that importing a file twice writes nothing.
 */
export function importTrace({ store, format, redact, factsConfig, pricing, importedAt, settings, files, outdated, afresh, onCut }: TraceImport, id: string, pending: PendingTrace): ImportedTrace & { readonly encoded?: EncodedTrace } {
  const isAfresh = afresh?.delete(id) === true;
  const records = store.readRecords(id);
  const keyOf = recordKey(format);
  const known = new Set(isAfresh ? [] : records?.filter((each) => each.done && each.settings === settings).map(keyOf));
  const parts = pending.parts.filter(({ record }) => !known.has(keyOf(record)));
  if (parts.length === 0) {
    const { spans = 0, messages = 0, toolCalls = 0, failing = false, completeness, scoreNames } = store.countsOf(id) ?? {};
    return { state: 'unchanged', spans, messages, toolCalls, failing, completeness, scoreNames };
  }

  const cleaner = createCleaner(redact, onCut);
  const stored = records === undefined ? undefined : store.readStored(id);
  const before = isAfresh ? undefined : stored && withoutOutdated(stored, outdated, settings);
  const spans = createSpanJoin(before?.spans ?? []);
  let header = before?.header ?? emptyHeaderParts;
  const met = new Map<string, number>();
  for (const { fragment, record } of parts) {
    header = joinHeader(header, cleaner.header(fragment.header, record.media), fragment.spans.some((span) => span.parentId === null));
    const { file, line, offset, length } = record;
    const place = { file, line, offset, length };
    const recordName = `${file}\0${offset}`;
    let position = met.get(recordName) ?? 0;
    for (const span of fragment.spans) {
      // A made-up span is told again and again as its log goes on: its reader numbers it, not the record that tells of it now.
      spans.add({ span: cleaner.span(span, place, record.media), position: span.synthetic ? span.seq : position });
      position++;
    }
    met.set(recordName, position);
  }

  const { ordered, wraps } = shownSpans(spans.all(), format, pricing);
  const allRecords = distinctRecords([...(before?.records ?? []), ...parts.map(({ record }) => record)], ordered);
  const trace: Trace = {
    id, nativeId: pending.nativeId, format: format.id, file: allRecords[0]?.file ?? '', sha256: sha256Of(allRecords), header: headerOf(header), spans: ordered.map(({ span }) => (wraps(span) ? asWrapper(span) : span)),
  };
  const earlier = stored && store.readSummary(id);
  const assembled = assemble(trace.spans, trace.spans.length >= storedStepsFrom);
  const warnings = (before === stored ? (earlier?.warnings ?? 0) : 0) + (isCopy(parts, before?.records ?? []) ? 0 : parts.reduce((sum, part) => sum + part.warnings, 0));
  const summary = summarize(trace, { factsConfig, importedAt: earlier?.importedAt ?? importedAt, warnings }, assembled);
  const encoded = encodeTrace({ trace, header, spans: ordered.map((placed) => ({ ...placed, wraps: wraps(placed.span) })), records: allRecords, summary, steps: assembled.steps, notes: assembled.notes }, stored?.trace.sha256 ?? null);
  return {
    encoded, state: stored === undefined ? 'new' : sameContent(stored.trace, trace) ? 'unchanged' : 'updated',
    spans: trace.spans.length, messages: encoded.messages, toolCalls: summary.toolCalls, failing: summary.failing !== null, completeness: summary.completeness, scoreNames: summary.scoreNames,
    ...(allRecords.every(({ file }) => files.has(file)) ? {} : { own: ownCounts(trace, assembled, files) }),
    ...(assembled.notes.length === 0 ? {} : { notes: assembled.notes.map((note) => warningOf(note, trace, files)) }),
  };
}

/** Each span counts where it stands, though other files may tell of it too; messages count that stand in no other. */
function ownCounts({ spans }: Trace, assembled: Assembled, files: ReadonlySet<string>): OwnCounts {
  const own = spans.filter(({ place }) => place !== null && files.has(place.file));
  const ids = new Set(own.map((span) => span.id));
  // A made-up session or sub-agent repeats what its calls were given, and stands in whichever file comes first.
  const messagesOf = (some: readonly Span[]) => new Set(some.filter(({ kind, synthetic }) => kind !== 'agent' || !synthetic).flatMap((span) => [...span.input, ...span.output].map((message) => JSON.stringify(message))));
  const elsewhere = messagesOf(spans.filter((span) => !ids.has(span.id)));
  return { spans: own.length, messages: [...messagesOf(own)].filter((message) => !elsewhere.has(message)).length, toolCalls: callsOf(assembled).filter(({ spanId }) => spanId !== null && ids.has(spanId)).length };
}

/** The joined spans of a trace as they are shown: in order, whole, priced, and what a guard stopped as blocked. `wraps`: calls that hold another agent's. */
export function shownSpans(joined: readonly PlacedSpan[], format: Format, pricing: Pricing): { readonly ordered: readonly PlacedSpan[]; readonly wraps: (span: Span) => boolean } {
  const whole = orderSpans(withLostCalls(joined)).map((placed) => priced(completed(placed, format), pricing));
  const stopped = guardedTools(whole.map(({ span }) => span));
  const ordered = stopped.size === 0 ? whole : whole.map((placed) => (stopped.has(placed.span.id) ? shownAs(placed, asBlocked(placed.span)) : placed));
  return { ordered, wraps: isWrapperCall(ordered.map(({ span }) => span)) };
}

/** A joined span as it is shown, with its own accounts kept where that is more. */
function completed(placed: PlacedSpan, { complete }: Format): PlacedSpan {
  const whole = complete?.(placed.span) ?? placed.span;
  return shownAs(placed, whole.name === '' ? { ...whole, name: unnamed } : whole);
}

function shownAs(placed: PlacedSpan, span: Span): PlacedSpan {
  return span === placed.span ? placed : { ...placed, span, apart: { own: placed.span, ...placed.apart } };
}

/** What a call cost by today's price table, where its export does not say. Computed anew each time: prices in config.yaml change. */
function priced(placed: PlacedSpan, pricing: Pricing): PlacedSpan {
  const { span } = placed;
  if (span.cost?.source === 'reported') return placed;
  // What repeats other calls cost what they cost.
  const cost = span.counted ? pricing(span) : null;
  return cost === null && span.cost === null ? placed : { ...placed, span: { ...span, cost } };
}

/** A note as a warning of the file under import, with the line of the span in that file. */
function warningOf({ spanId, message }: TrajectoryNote, { spans }: Trace, files: ReadonlySet<string>): ImportWarning {
  const noted = spans.find((span) => span.id === spanId);
  const here = noted && spans.find(({ place, ...span }) => place !== null && files.has(place.file) && exportedIdOf(span) === exportedIdOf(noted));
  return { line: here?.place?.line ?? null, message, ...(files.size > 1 && here?.place ? { file: here.place.file } : {}) };
}

/**
 * By what a record is known again in the same file. Where a reader carries on from what it met before, a line that repeats another
 * says something of its own, so its place counts too.
 */
export function recordKey({ growth }: Format): (record: Pick<StoredRecord, 'file' | 'offset' | 'sha256'>) => string {
  return growth === 'resumed' ? ({ file, offset, sha256 }) => `${file}\0${offset}\0${sha256}` : ({ file, sha256 }) => `${file}\0${sha256}`;
}

/** Whether all was read before, from another file: warnings of it have been counted. */
function isCopy(parts: readonly { readonly record: StoredRecord }[], records: readonly StoredRecord[]): boolean {
  const known = new Set(records.map(({ sha256 }) => sha256));
  return parts.every(({ record }) => known.has(record.sha256));
}

/**
 * What was read from a file under other settings is not joined with what is read from it now: it would bring back what is
 * to be redacted, and facts that are mapped otherwise.
 */
function withoutOutdated(stored: StoredTrace, files: ReadonlySet<string>, settings: string): Pick<StoredTrace, 'spans' | 'header' | 'records'> {
  if (!stored.records.some((each) => files.has(each.file) && each.settings !== settings)) return stored;
  const records = stored.records.filter((each) => !files.has(each.file));
  const spans = stored.spans.flatMap(accountsOf).filter(({ span: { place } }) => place === null || !files.has(place.file));
  return { records, spans, header: records.length === 0 ? emptyHeaderParts : stored.header };
}

/** By file and offset, each content once a file, so that each file is known to hold the trace; besides, those that a span stands at. */
function distinctRecords(records: readonly StoredRecord[], spans: readonly PlacedSpan[]): readonly StoredRecord[] {
  const distinct = new Map<string, StoredRecord>();
  for (const record of records) {
    const key = `${record.file}\0${record.sha256}`;
    const other = distinct.get(key);
    if (!other || comparePlaces(record, other) < 0) distinct.set(key, record);
  }
  if (distinct.size === records.length) return [...records].sort(comparePlaces);
  const needed = new Set(spans.map(({ span: { place } }) => (place === null ? '' : `${place.file}\0${place.offset}`)));
  for (const record of records) {
    const place = `${record.file}\0${record.offset}`;
    if (needed.has(place) && distinct.get(`${record.file}\0${record.sha256}`)?.offset !== record.offset) distinct.set(place, record);
  }
  return [...distinct.values()].sort(comparePlaces);
}

/** Over the source records' bytes: the hash of the one record, else the hash over the records' sorted hashes. */
function sha256Of(records: readonly StoredRecord[]): string {
  const [first, ...more] = [...new Set(records.map((each) => each.sha256))].sort();
  return first !== undefined && more.length === 0 ? first : hash('sha256', [first, ...more].join('\n'));
}

function sameContent(a: Trace, b: Trace): boolean {
  const contentOf = ({ header, spans }: Trace) => canonicalJson({ header, spans: spans.map((span) => ({ ...span, place: null })) });
  return a.spans.length === b.spans.length && contentOf(a) === contentOf(b);
}
