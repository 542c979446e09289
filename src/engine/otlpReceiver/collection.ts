import { randomBytes } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { readId } from '../../core/formats/otlp/identity.ts';
import { isJsonMap, type Json, type JsonMap } from '../../core/model/json.ts';
import type { Signal, TracePart } from './sortByTrace.ts';

/** How long spans are waited for once a target has answered. */
export type Patience = {
  /** Where none has come yet. 0: what has arrived by now. */
  readonly firstMs: number;
  /** Where some have come, and not the first of them all: as long as none comes for this long. */
  readonly quietMs: number;
  /** Whatever comes. */
  readonly longestMs: number;
};

/** The spans and messages of one trial, as OTLP/JSON. */
export type CollectedTrace = { readonly traceId: string; readonly requests: readonly JsonMap[] };

/** Once its first span has ended, a run is over; others may be on their way in another request. */
const settledMs = 25;

const hex = (bytes: number): string => randomBytes(bytes).toString('hex');

/** Gathers what belongs to one trial: what carries its trace id, or came to its own address where nothing does. */
export class Collection {
  readonly traceId = hex(16);
  /** The span that the target's own are to stand under; there is no such span. */
  readonly parentId = hex(8);
  readonly traceparent = `00-${this.traceId}-${this.parentId}-01`;
  readonly #mostBytes: number;
  #bytes = 0;
  #own: JsonMap[] = [];
  /** What came to the trial's own address under other trace ids. */
  #others: JsonMap[] = [];
  #hasRoot = false;
  #othersHaveRoot = false;
  #lastAt = 0;
  #arrival = Promise.withResolvers<void>();

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  get isEmpty(): boolean {
    return this.#own.length === 0 && this.#others.length === 0;
  }

  /** More has come than is kept. */
  get isFull(): boolean {
    return this.#bytes > this.#mostBytes;
  }

  /** @param bytes length of the whole request; a limit needs no more precision */
  add({ traceId, request, records }: TracePart, signal: Signal, bytes: number): void {
    this.#bytes += bytes;
    if (this.isFull) return;
    const isOwn = traceId === this.traceId;
    const isRoot = signal === 'traces' && records.some((each) => {
      const parent = readId(each['parentSpanId'], 8);
      return parent === null || parent === this.parentId;
    });
    if (isOwn) {
      this.#own.push(request);
      this.#hasRoot ||= isRoot;
    } else {
      this.#others.push(request);
      this.#othersHaveRoot ||= isRoot;
    }
    this.#lastAt = performance.now();
    this.wake();
  }

  /** Something changed that may end a wait. */
  wake(): void {
    this.#arrival.resolve();
    this.#arrival = Promise.withResolvers();
  }

  /** Ends when the run's first span has come, at the end of patience, or on abort. @param isBusy whether a request is being read just now */
  async wait({ firstMs, quietMs, longestMs }: Patience, isBusy: () => boolean, signal: AbortSignal): Promise<void> {
    // What a program sent before it ended may still stand in the queue of connections.
    for (let turn = 0; turn < 3; turn++) await setImmediate();
    const start = performance.now();
    for (;;) {
      const now = performance.now();
      const complete = this.#own.length > 0 ? this.#hasRoot : this.#othersHaveRoot;
      const until = complete ? this.#lastAt + settledMs : this.isEmpty ? start + firstMs : Math.max(start, this.#lastAt) + quietMs;
      const end = Math.min(isBusy() ? Infinity : until, start + longestMs);
      if (signal.aborted || now >= end) return;
      await pause(end - now, this.#arrival.promise, signal);
    }
  }

  /** What was gathered; null where nothing was. A target that does not take up the trace id given to it makes up its own: it is the trial's. */
  taken(): CollectedTrace | null {
    const taken = this.#own.length > 0 ? this.#own : this.#others;
    return taken.length === 0 ? null : { traceId: this.traceId, requests: taken.map((request) => asWhole(request, this)) };
  }
}

/** Until something arrives, the time is over, or the signal aborts. */
function pause(ms: number, arrival: Promise<void>, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const wake = (): void => resolve();
  const timer = setTimeout(wake, ms);
  signal.addEventListener('abort', wake, { once: true });
  void arrival.then(wake);
  return promise.finally(() => {
    clearTimeout(timer);
    signal.removeEventListener('abort', wake);
  });
}

const levels = ['resourceSpans', 'scopeSpans', 'spans', 'resourceLogs', 'scopeLogs', 'logRecords'] as const;

/** The same with the trial's trace id in every record, and without the span above the run, which nobody has. */
function asWhole(value: JsonMap, { traceId, parentId }: Pick<Collection, 'traceId' | 'parentId'>): JsonMap {
  const copy: Record<string, Json> = { ...value };
  if (copy['traceId'] !== undefined) copy['traceId'] = traceId;
  if (readId(copy['parentSpanId'], 8) === parentId) delete copy['parentSpanId'];
  for (const level of levels) {
    const list = copy[level];
    if (Array.isArray(list)) copy[level] = (list as readonly Json[]).map((each) => (isJsonMap(each) ? asWhole(each, { traceId, parentId }) : each));
  }
  return copy;
}
