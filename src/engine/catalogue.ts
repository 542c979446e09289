import type { TraceDigest } from '../core/catalogue/digest.ts';
import { digestOf, digestVersion, toldBySpans } from '../core/catalogue/digest.ts';
import type { CatalogueSums } from '../core/catalogue/sums.ts';
import { createCatalogueSums } from '../core/catalogue/sums.ts';
import type { Catalogue } from '../core/model/catalogue.ts';
import type { Span, ToolDefinition } from '../core/model/span.ts';
import type { Slices } from '../core/support/slices.ts';
import type { CaseApi, KnownTrace } from '../protocol/caseApi.ts';
import type { TraceStamp } from '../store/digests.ts';
import type { Store } from '../store/openStore.ts';
import type { OpenedTraces } from './openedTrace.ts';

/** So many traces are looked up in one query. */
const atOnce = 40;
/** So many traces' tool definitions are remembered. */
const mostDeclarations = 500;

type Known = { readonly sums: CatalogueSums; readonly traces: ReadonlyMap<number, number>; readonly catalogue: Catalogue };
type Running = { readonly result: Promise<Catalogue>; readonly stop: AbortController; waiting: number };

export type CatalogueMethods = Pick<CaseApi, 'catalogue' | 'knownTraces'> & {
  /** Lists of tools that were offered to a model together, as of the catalogue that was made last. */
  offeredTogether(): readonly (readonly string[])[];
};

/**
 * What all traces know that a case may name. A trace is read for it once: what it adds is kept in the index, and all of that is
 * summed up when somebody asks. Only new traces are added to what is known; where one is gone or another, the sums are made anew.
 */
export function createCatalogue(store: Store, inTurns: OpenedTraces['inTurns']): CatalogueMethods {
  let known: Known | undefined;
  let running: Running | undefined;
  /** Digests that could not be written, with the first content of their traces. */
  const unsaved = new Map<number, { readonly first: number; readonly digest: TraceDigest }>();
  const declarations = new Map<string, ReadonlyMap<string, ToolDefinition>>();

  function* work(): Slices<Catalogue> {
    const stamps = store.traceStamps();
    yield;
    const before = known;
    const additions = before && addedTo(before.traces, stamps);
    if (before && additions?.length === 0) return before.catalogue;
    const sums = before && additions ? before.sums : createCatalogueSums();
    // Until it is whole again, nothing may be added to it.
    known = undefined;
    const traces = new Map(before && additions ? before.traces : []);
    const missing = yield* addKept((additions ?? stamps).toSorted((a, b) => a[0] - b[0]), sums, traces);
    yield* addRead(missing, sums, traces);
    const offers = sums.lastOffers();
    yield;
    const declared = yield* declaredBy(offers, traces);
    const catalogue = yield* sums.catalogue((name) => declared.get(offers.get(name) ?? -1)?.get(name));
    known = { sums, traces, catalogue };
    return catalogue;
  }

  /** @returns the traces of which nothing is kept */
  function* addKept(stamps: readonly TraceStamp[], sums: CatalogueSums, traces: Map<number, number>): Slices<readonly TraceStamp[]> {
    const missing: TraceStamp[] = [];
    for (let from = 0; from < stamps.length; from += atOnce) {
      const some = stamps.slice(from, from + atOnce);
      const kept = new Map(store.digestsBetween(some[0]![0], some.at(-1)![0], digestVersion));
      for (const stamp of some) {
        const [trace, first] = stamp;
        const body = kept.get(trace);
        const held = unsaved.get(trace);
        const digest = body !== undefined ? (JSON.parse(body) as TraceDigest) : held?.first === first ? held.digest : undefined;
        if (digest === undefined) {
          missing.push(stamp);
          continue;
        }
        sums.add(trace, digest);
        traces.set(trace, first);
      }
      yield;
    }
    return missing;
  }

  function* addRead(missing: readonly TraceStamp[], sums: CatalogueSums, traces: Map<number, number>): Slices<void> {
    let made: [trace: number, first: number, digest: TraceDigest][] = [];
    function save(): void {
      const rows = made.map(([trace, first, digest]) => [trace, first, JSON.stringify(digest)] as const);
      if (!store.saveDigests(digestVersion, rows)) for (const [trace, first, digest] of made) unsaved.set(trace, { first, digest });
      made = [];
    }
    for (const [trace, first] of missing) {
      const spans = yield* spansOf(trace);
      // Gone since, or another one by now: who asks next is told of that.
      if (spans === undefined) continue;
      const digest = yield* digestOf(spans);
      sums.add(trace, digest);
      traces.set(trace, first);
      made.push([trace, first, digest]);
      if (made.length >= atOnce) {
        yield;
        save();
      }
      yield;
    }
    if (made.length > 0) save();
  }

  /** Most traces tell all of their calls by tool spans: of those the messages need not be read. Undefined where the trace is gone. */
  function* spansOf(trace: number): Slices<readonly Span[] | undefined> {
    try {
      for (const messages of [false, true]) {
        const pieces = store.spansOf(trace, messages);
        if (pieces === undefined) return undefined;
        const spans: Span[] = [];
        for (let some = pieces.next(); some.length > 0; some = pieces.next()) {
          spans.push(...some);
          yield;
        }
        if (messages || toldBySpans(spans, pieces.toolCalls)) return spans;
      }
    } catch {
      // The index was closed between two pieces; whole, the trace is read in one go.
    }
    const id = store.traceIdOf(trace);
    return id === undefined ? undefined : store.readTrace(id)?.spans;
  }

  /** Tool definitions of the traces that offered a tool last, by trace and name. */
  function* declaredBy(offers: ReadonlyMap<string, number>, traces: ReadonlyMap<number, number>): Slices<ReadonlyMap<number, ReadonlyMap<string, ToolDefinition>>> {
    const declared = new Map<number, ReadonlyMap<string, ToolDefinition>>();
    for (const trace of new Set(offers.values())) {
      const key = `${trace} ${traces.get(trace)}`;
      let definitions = declarations.get(key);
      if (definitions === undefined) {
        if (declarations.size >= mostDeclarations) declarations.clear();
        definitions = new Map(store.definitionsIn(trace).map((each) => [each.name, each]));
        declarations.set(key, definitions);
      }
      declared.set(trace, definitions);
      yield;
    }
    return declared;
  }

  function start(): Running {
    const stop = new AbortController();
    const started: Running = {
      stop, waiting: 0,
      result: inTurns(work(), stop.signal).finally(() => { if (running === started) running = undefined; }),
    };
    return started;
  }

  function* knownAmong(ids: readonly string[]): Slices<readonly KnownTrace[]> {
    const found: KnownTrace[] = [];
    for (const [at, id] of ids.entries()) {
      const [sha256, another] = store.hashesOf(id);
      if (sha256 !== undefined) found.push({ id, sha256: another === undefined ? sha256 : null });
      if (at % 100 === 99) yield;
    }
    return found;
  }

  async function joining(joined: Running, signal: AbortSignal): Promise<Catalogue> {
    joined.waiting++;
    const { promise: left, reject: leave } = Promise.withResolvers<never>();
    const onAbort = (): void => leave(signal.reason);
    signal.addEventListener('abort', onAbort);
    try {
      return await Promise.race([joined.result, left]);
    } finally {
      signal.removeEventListener('abort', onAbort);
      if (--joined.waiting === 0) {
        if (running === joined) running = undefined;
        joined.stop.abort();
        joined.result.catch(() => undefined);
      }
    }
  }

  return {
    offeredTogether: () => known?.sums.offeredTogether() ?? [],
    knownTraces: ({ ids }, { signal }) => inTurns(knownAmong(ids), signal),
    /** Those who ask while it is being made wait for that; when all of them have left, so does the work. */
    async catalogue(_request, { signal }) {
      signal.throwIfAborted();
      // What is being made may not know of traces that came since it was begun; a second look costs little.
      if (running) await joining(running, signal);
      return joining(running ??= start(), signal);
    },
  };
}

/** The traces that are not known yet; undefined where one that is known is gone, or another one by now. */
function addedTo(known: ReadonlyMap<number, number>, stamps: readonly TraceStamp[]): readonly TraceStamp[] | undefined {
  const additions = stamps.filter(([trace, first]) => known.get(trace) !== first);
  const isSame = stamps.length - additions.length === known.size && additions.every(([trace]) => !known.has(trace));
  return isSame ? additions : undefined;
}
