import type { Json } from '../../model/json.ts';
import type { Span, SpanEvent } from '../../model/span.ts';
import { emptySpan } from '../../model/span.ts';
import type { Score, TraceHeader } from '../../model/trace.ts';
import type { Source, SourceRecord, TraceFragment } from '../format.ts';
import { placeOf, recordOf } from '../format.ts';
import { fitsDepth, setKey, textOf } from '../jsonText.ts';
import { contentId } from '../values/contentId.ts';
import { scoreValue } from '../values/scoreValue.ts';
import type { Draft, ReadContext } from './draft.ts';
import { isHexId } from './identity.ts';
import type { LoggedEvent } from './logEvents.ts';
import type { Resource } from './resource.ts';
import type { SpanParts } from './spanParts.ts';
import { readSpanParts } from './spanParts.ts';

/** How many spans of a trace the source has given so far: they are numbered through. */
type Count = { spans: number };

/**
 * What one record tells of a trace. Nothing is carried over to the next record: pieces of a trace may come in any order and in
 * several files, so what they amount to together is found out where they are joined.
 */
type Known = {
  /** 0: not known; 1: from a nested span; 2: from the run's first span. */
  nameRank: number;
  agentRank: number;
};

type Piece = { readonly count: Count; readonly known: Known; readonly spans: Map<string, Span>; readonly header: { -readonly [K in keyof TraceHeader]?: TraceHeader[K] } & { metadata: Record<string, Json>; tags: string[]; scores: Score[] } };

/** Some tracers give out these instead. */
const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Sorts the spans of a source's records into traces. One per source. */
export function createTraceSorter(source: Source) {
  const traces = new Map<string, Count>();
  let saidOddId = false;
  let unjoined = 0;

  function sayOddId(traceId: string | null, spanId: string | null, context: ReadContext): void {
    const odd = traceId !== null && !isHexId(traceId, 16) && !uuid.test(traceId) ? `the trace id ${traceId}` : spanId !== null && !isHexId(spanId, 8) && !uuid.test(spanId) ? `the span id ${spanId}` : undefined;
    if (odd === undefined) return;
    saidOddId = true;
    context.warn(`Ids such as ${odd.slice(0, 80)} are no hex or base64 of 16 and 8 bytes; they are kept as they are. This is said once for the file.`);
  }

  return {
    /** The traces found in one record. */
    openRecord(record: SourceRecord) {
      const place = placeOf(source, record);
      const pieces = new Map<string, Piece>();
      const accounts = new Map<string, Map<string, SpanEvent[]>>();
      let untraced: string | undefined;

      function pieceOf(nativeId: string): Piece {
        let piece = pieces.get(nativeId);
        if (piece === undefined) {
          let count = traces.get(nativeId);
          if (count === undefined) traces.set(nativeId, count = { spans: 0 });
          pieces.set(nativeId, piece = { count, known: { nameRank: 0, agentRank: 0 }, spans: new Map(), header: { metadata: {}, tags: [], scores: [] } });
        }
        return piece;
      }

      return {
        add(parts: SpanParts, context: ReadContext): void {
          const { traceId, spanId, name } = parts;
          if (traceId === null) context.warn(`Span ${name} has no trace id; read as a trace of its own with the others of this record.`);
          const nativeId = traceId ?? (untraced ??= `untraced-${contentHash(parts)}`);
          const piece = pieceOf(nativeId);
          if (!saidOddId) sayOddId(traceId, spanId, context);
          const id = spanId ?? `unnamed-${contentHash(parts)}`;
          if (spanId === null) context.warn(`Span ${name} has no id; it is known by its content.`);
          const { span, draft } = readSpanParts(parts, id, piece.count.spans, place, context);
          const kept = keep(piece, span, context);
          if (kept === undefined) return;
          piece.count.spans++;
          tell(piece, kept, draft, parts.resource);
        },
        /** Content of the log. Its span may stand anywhere, so it is told as an account of a span of which nothing else is known. */
        log({ traceId, spanId, event }: LoggedEvent): void {
          if (traceId === null || (spanId === null && event.name !== evaluationEvent)) {
            unjoined++;
            return;
          }
          if (event.name === evaluationEvent) pieceOf(traceId).header.scores.push(scoreOf(event, spanId));
          if (spanId === null) return;
          const spans = accounts.get(traceId) ?? new Map<string, SpanEvent[]>();
          accounts.set(traceId, spans);
          spans.set(spanId, [...(spans.get(spanId) ?? []), event]);
        },
        // No generator: each closure that is one keeps what it refers to until the next full collection.
        fragments(): readonly TraceFragment[] {
          const at = recordOf(record);
          return [
            ...[...pieces].map(([nativeId, { spans, header }]) => ({ nativeId, header, spans: [...spans.values()], record: at })),
            ...[...accounts].map(([nativeId, spans]) => ({ nativeId, header: {}, spans: [...spans].map(([id, events], n) => ({ ...emptySpan(id, n, ''), events, place })), record: at })),
          ];
        },
      };
    },
    /** What was found only over the whole source. */
    warnings: (): readonly string[] => (unjoined === 0 ? [] : [`${unjoined === 1 ? 'A log record with messages names' : `${unjoined} log records with messages name`} no trace or span; left out, as nothing says where they belong.`]),
  };
}

function contentHash({ resource: _, ...parts }: SpanParts): string {
  const { attributes, events, ...rest } = parts;
  const said = { ...parts, attributes: [...attributes] };
  return contentId(fitsDepth(said) ? said : rest, 12);
}

/** A repeated span is read once; two different spans under one id are both kept. */
function keep(piece: Piece, span: Span, context: ReadContext): Span | undefined {
  const before = piece.spans.get(span.id);
  if (before === undefined) {
    piece.spans.set(span.id, span);
    return span;
  }
  if (before.name === span.name && before.startUs === span.startUs && before.parentId === span.parentId) {
    context.warn(`Span ${span.name} (${span.id}) is repeated; the last one is kept.`);
    const last = { ...span, seq: before.seq };
    piece.spans.set(span.id, last);
    return undefined;
  }
  let n = 2;
  while (piece.spans.has(`${span.id}#${n}`)) n++;
  context.warn(`Two spans have the id ${span.id}: ${before.name} and ${span.name}. The second is kept as ${span.id}#${n}.`);
  const renamed = { ...span, id: `${span.id}#${n}` };
  piece.spans.set(renamed.id, renamed);
  return renamed;
}

/** Adds what a span says of its run. The run's first span overrules the others, whichever comes first. */
function tell({ known, header }: Piece, span: Span, draft: Draft, resource: Resource): void {
  const rank = draft.isRoot ? 2 : 1;
  if (rank > known.nameRank) {
    known.nameRank = rank;
    if (draft.isRoot) header.name = draft.traceName ?? span.name;
    if (resource.app !== null) header.app = resource.app;
    for (const [key, value] of resource.attributes) if (key !== 'service.name') setKey(header.metadata, key, value);
  }
  // Told apart from the first span it may contradict that one's name, and what wins must not hang on which record came first.
  if (draft.traceName !== null && !draft.isRoot) setKey(header.metadata, 'trace.name', draft.traceName);
  const agent = draft.agent ?? (draft.kind === 'agent' && draft.isRoot ? span.name.replace(/^(?:invoke_agent|create_agent|invoke_workflow|agent run) /, '') : null);
  if (agent !== null) {
    const agentRank = draft.kind !== 'agent' ? 1 : draft.agent === null ? 2 : draft.isRoot ? 4 : 3;
    if (agentRank > known.agentRank) {
      known.agentRank = agentRank;
      header.agent = agent;
    }
  }
  if (draft.sessionId !== null) header.sessionId ??= draft.sessionId;
  if (draft.userId !== null) header.userId ??= draft.userId;
  for (const tag of draft.tags) if (!header.tags.includes(tag)) header.tags.push(tag);
  for (const [key, value] of Object.entries(draft.metadata)) setKey(header.metadata, key, value);
  for (const event of span.events) {
    if (event.name === evaluationEvent) header.scores.push(scoreOf(event, span.id));
  }
  for (const score of draft.scores) header.scores.push({ ...score, spanId: draft.isRoot || score.spanId === null ? null : span.id });
}

const evaluationEvent = 'gen_ai.evaluation.result';

function scoreOf({ attributes }: SpanEvent, spanId: string | null): Score {
  const value = attributes['gen_ai.evaluation.score.value'] ?? attributes['gen_ai.evaluation.score.label'] ?? null;
  return {
    name: textOf(attributes['gen_ai.evaluation.name']) ?? 'evaluation', value: scoreValue(value),
    source: 'judge', comment: textOf(attributes['gen_ai.evaluation.explanation']), spanId,
  };
}
