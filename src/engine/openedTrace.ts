import type { Span } from '../core/model/span.ts';
import type { Trace } from '../core/model/trace.ts';
import type { TrajectorySkeleton } from '../core/model/trajectory.ts';
import { UserError } from '../core/support/errors.ts';
import { finish } from '../core/support/slices.ts';
import type { Slices } from '../core/support/slices.ts';
import type { Assembled } from '../core/trajectory/assemble.ts';
import { isThreadKnown, threadAhead } from '../core/trajectory/detail.ts';
import { joinInSlices } from '../core/trajectory/turns.ts';
import type { Store } from '../store/openStore.ts';
import type { TraceParts } from '../store/traceReader.ts';
import { createTurns, turnMs } from './turns.ts';
import type { Urgency } from './turns.ts';

export type OpenedTrace = { readonly trace: Trace; readonly assembled: Assembled };

export type OpenedTraces = {
  /** The whole trace, at once. */
  whole(id: string): OpenedTrace | undefined;
  /** The same, while others get their turn. With `n` the conversation of that step is worked out too. Throws when the signal says so. */
  ready(id: string, signal: AbortSignal, how?: { readonly n?: number; readonly urgency?: Urgency }): Promise<OpenedTrace | undefined>;
  /** Some steps around one, as if they were all, where the trace is long, and it or the conversation of the step was not read yet; undefined where `ready` is as fast. */
  around(id: string, n: number): OpenedTrace | undefined;
  /** Work on what was read, while others get their turn. Throws when the signal says so. */
  inTurns<Result>(work: Slices<Result>, signal: AbortSignal, urgency?: Urgency): Promise<Result>;
  /** When there is time: somebody opened the trace, and asks for a step next. */
  expect(id: string): void;
  close(): void;
};

const idleMs = 60_000;
/** Shorter traces are read whole before anyone notices. */
const longFrom = 1000;
const stepsAround = 24;
const atOnce = { contents: 1000, spans: 250 } as const;

type Opening = {
  readonly id: string;
  readonly stamp: string;
  readonly parts: TraceParts;
  readonly skeleton: Pick<TrajectorySkeleton, 'steps' | 'notes'>;
  readonly work: Slices<OpenedTrace>;
  opened?: OpenedTrace;
  placeOf?: ReadonlyMap<string, number>;
};

/**
 * The trace whose steps are being read, kept until another one is: stepping through a large trace would otherwise read it
 * whole for every step. Let go a minute after the last step.
 */
export function createOpenedTraces(store: Store): OpenedTraces {
  let current: Opening | undefined;
  let idle: NodeJS.Timeout | undefined;
  let expected: NodeJS.Immediate | undefined;
  const closed = new AbortController();
  const turns = createTurns();

  function opening(id: string): Opening | undefined {
    const stamp = store.stampOf(id);
    if (stamp === undefined) return undefined;
    clearTimeout(idle);
    idle = setTimeout(() => { current = undefined; }, idleMs).unref();
    if (current?.id === id && current.stamp === stamp) return current;
    const parts = store.readParts(id);
    const skeleton = store.readSkeleton(id);
    return (current = parts && skeleton && { id, stamp, parts, skeleton, work: reading(parts, skeleton) });
  }

  /** One piece of what is left. @returns whether that was all */
  function goOn(of: Opening): boolean {
    if (of.opened) return true;
    try {
      const { done, value } = of.work.next();
      if (done) of.opened = value;
    } catch {
      // The index was closed or damaged between two pieces: the store opens it anew, or says what is wrong.
      const trace = store.readTrace(of.id);
      if (!trace) throw new UserError('no-such-trace', `There is no trace ${of.id} any more.`, 'Import its export again.');
      of.opened = finish(openedAs(trace, of.skeleton));
    }
    return of.opened !== undefined;
  }

  /** Lets others go first where it is time to. @returns when this turn began */
  async function turned(since: number, signal: AbortSignal, urgency: Urgency): Promise<number> {
    if (performance.now() - since < turnMs) return since;
    await turns.next(urgency);
    signal.throwIfAborted();
    closed.signal.throwIfAborted();
    return performance.now();
  }

  const inTurns = <Result>(work: Slices<Result>, signal: AbortSignal, urgency: Urgency = 'asked'): Promise<Result> => turns.run(work, urgency, AbortSignal.any([signal, closed.signal]));

  function openedWhole(of: Opening): OpenedTrace {
    while (!goOn(of));
    return of.opened!;
  }

  return {
    whole(id) {
      const of = opening(id);
      return of && openedWhole(of);
    },
    async ready(id, signal, { n, urgency = 'asked' } = {}) {
      // Whoever asked for less meanwhile comes first, and what was written meanwhile is read anew.
      let turn = -Infinity;
      let of = opening(id);
      while (of && !goOn(of)) {
        turn = await turned(turn, signal, urgency);
        // Another trace may have been opened meanwhile; this one is read on all the same.
        if (store.stampOf(id) !== of.stamp) of = opening(id);
      }
      if (of?.opened && n !== undefined) await inTurns(threadAhead(of.opened.assembled, n), signal, urgency);
      return of?.opened;
    },
    inTurns,
    around(id, n) {
      const of = opening(id);
      if (of === undefined || of.parts.spanIds.length < longFrom || (of.opened && isThreadKnown(of.opened.assembled, n))) return undefined;
      try {
        return stepsNear(of, n);
      } catch {
        // The index was closed since, as after a removal; who reads the whole opens it anew, or is told what is wrong.
        return undefined;
      }
    },
    expect(id) {
      clearImmediate(expected);
      expected = setImmediate(() => {
        const of = opening(id);
        if (of) placesOf(of);
      });
    },
    close() {
      clearImmediate(expected);
      clearTimeout(idle);
      closed.abort();
      current = undefined;
    },
  };
}

/** A trace by itself, whatever is open; undefined where there is none. */
export function* readInSlices(store: Store, id: string): Slices<OpenedTrace | undefined> {
  const parts = store.readParts(id);
  const skeleton = store.readSkeleton(id);
  if (!parts || !skeleton) return undefined;
  try {
    return yield* reading(parts, skeleton);
  } catch {
    // The index was closed between two pieces, or the trace written anew: then it is read in one go.
    const trace = store.readTrace(id);
    const now = store.readSkeleton(id);
    return trace && now && (yield* openedAs(trace, now));
  }
}

function* reading(parts: TraceParts, skeleton: Opening['skeleton']): Slices<OpenedTrace> {
  for (let from = 0; from < parts.contents; from += atOnce.contents) {
    parts.readContents(from, from + atOnce.contents);
    yield;
  }
  const spans: Span[] = [];
  for (let from = 0; from < parts.spanIds.length; from += atOnce.spans) {
    spans.push(...parts.spans(from, from + atOnce.spans));
    yield;
  }
  return yield* openedAs({ ...parts.trace, spans }, skeleton);
}

/** With the steps as they are stored: to number them anew would tell the same. */
function* openedAs(trace: Trace, { steps, notes }: Opening['skeleton']): Slices<OpenedTrace> {
  const joined = yield* joinInSlices(trace.spans);
  yield;
  const byId = new Map(trace.spans.map((span) => [span.id, span]));
  return { trace, assembled: { steps, notes, ordered: steps.map((step) => byId.get(step.spanId)!), joined } };
}

/** Where each span is stored. */
function placesOf(of: Opening): ReadonlyMap<string, number> {
  return (of.placeOf ??= new Map(of.parts.spanIds.map((spanId, place) => [spanId, place])));
}

function stepsNear(of: Opening, n: number): OpenedTrace | undefined {
  const { parts, skeleton: { steps } } = of;
  const at = steps[n - 1]?.n === n ? n - 1 : steps.findIndex((step) => step.n === n);
  if (at < 0) return undefined;
  const placeOf = placesOf(of);
  const near = steps.slice(Math.max(0, at - stepsAround), at + stepsAround + 1);
  const places = near.map((step) => placeOf.get(step.spanId)!);
  const spans = places.toSorted((a, b) => a - b).flatMap((place) => parts.spans(place, place + 1));
  return finish(openedAs({ ...parts.trace, spans }, { steps: near, notes: [] }));
}
