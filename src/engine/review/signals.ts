import { hash } from 'node:crypto';
import { signalsOn } from '../../core/signals/measured.ts';
import { signalRules } from '../../core/signals/registry.ts';
import type { KeptSignal } from '../../core/signals/kept.ts';
import { bitOf, signalsToKeep, signalsVersion } from '../../core/signals/kept.ts';
import type { Config } from '../../core/model/config.ts';
import { signalIds } from '../../core/model/signals.ts';
import type { SummarySignal } from '../../core/model/trajectory.ts';
import { UserError } from '../../core/support/errors.ts';
import type { Log } from '../../core/support/log.ts';
import { nearest } from '../../core/support/nearest.ts';
import type { Slices } from '../../core/support/slices.ts';
import type { SignalProgress } from '../../protocol/traceApi.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import type { FoundSignals, SignalSets } from '../../store/keptSignals.ts';
import type { Store } from '../../store/openStore.ts';
import type { OpenedTraces } from '../openedTrace.ts';
import { readInSlices } from '../openedTrace.ts';
import type { Urgency } from '../turns.ts';

/** Signals of all traces, as far as they were looked for. */
export type SignalIndex = SignalSets & {
  /** Bits of the kinds that a trace shows and that are on, by its number; undefined: not looked at yet. Quiet ones are among them. */
  bitsOf(trace: number): number | undefined;
  /** What a trace shows, by its id; undefined: not looked at yet. */
  of(id: string): readonly SummarySignal[] | undefined;
  /** The same of many traces, by their numbers. */
  ofEach(traces: readonly number[]): readonly (readonly SummarySignal[] | undefined)[];
  /** How many traces are not looked at yet. */
  pending(): number;
  /** Another number whenever something more is known, or something else is on. */
  changes(): number;
  /** Looks at the rest when there is time. */
  ahead(): void;
  /** Waits until all are looked at. Throws when the call is cancelled. */
  whole(call: CallContext<SignalProgress>): Promise<void>;
  /** No looking ahead while this goes on, which reads and writes a lot. */
  apartFrom<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Throws a UserError where nothing goes by that name, or it is off. */
  check(signal: string): void;
  close(): void;
};

const saveAtOnce = 40;

export function createSignalIndex({ store, config, inTurns, log }: { readonly store: Store; readonly config: () => Config; readonly inTurns: OpenedTraces['inTurns']; readonly log: Log }): SignalIndex {
  let generation: string | undefined;
  let stands: string | undefined;
  let version = 0;
  /** By number of the trace; `first` says of which writing of it. */
  const bits = new Map<number, number>();
  const firsts = new Map<number, number>();
  const missing = new Map<number, number>();
  const unsaved = new Map<number, string>();
  let on: ReadonlySet<string> = new Set();
  let onBits = 0;
  let listBits = 0;
  let ids: readonly string[] = [];
  let changes = 0;
  let sets: ReadonlyMap<string | null, readonly number[]> | undefined;
  let setsOf = -1;
  let busy = 0;
  let closed = false;
  let looking: Promise<void> | undefined;

  /** What is known of the traces as they are now; nothing is looked for. */
  function refresh(): void {
    const settings = config();
    const now = JSON.stringify([settings.windows, settings.facts, settings.signals]);
    if (now !== stands) {
      stands = now;
      const made = Number.parseInt(hash('sha256', JSON.stringify([signalsVersion, settings.windows, settings.facts])).slice(0, 8), 16) >>> 1;
      on = signalsOn(settings.signals);
      onBits = [...on].reduce((sum, id) => sum | (bitOf.get(id) ?? 0), 0);
      ids = signalRules.filter(({ id, quiet }) => on.has(id) && !quiet).map(({ id }) => id);
      listBits = ids.reduce((sum, id) => sum | (bitOf.get(id) ?? 0), 0);
      changes++;
      if (made !== version) {
        version = made;
        for (const map of [bits, firsts, missing, unsaved]) map.clear();
        generation = undefined;
      }
    }
    const stored = store.generation();
    if (stored === generation) return;
    generation = stored;
    changes++;
    const stamps = store.traceStamps();
    const gone = new Set(firsts.keys());
    const added: (readonly [number, number])[] = [];
    for (const stamp of stamps) {
      gone.delete(stamp[0]);
      if (firsts.get(stamp[0]) !== stamp[1]) added.push(stamp);
    }
    for (const trace of gone) for (const map of [bits, firsts, missing, unsaved]) map.delete(trace);
    if (added.length === 0) return;
    const numbers = added.map(([trace]) => trace);
    const kept = new Map(store.signalKinds(numbers.reduce((a, b) => Math.min(a, b)), numbers.reduce((a, b) => Math.max(a, b)), version));
    for (const [trace, first] of added) {
      firsts.set(trace, first);
      unsaved.delete(trace);
      const found = kept.get(trace);
      if (found === undefined) {
        bits.delete(trace);
        missing.set(trace, first);
      } else {
        bits.set(trace, found);
        missing.delete(trace);
      }
    }
  }

  function* look(isPaused: () => boolean): Slices<void> {
    let found: FoundSignals[] = [];
    function save(): void {
      const rows = found.filter(({ trace, firstContent }) => firsts.get(trace) === firstContent);
      found = [];
      if (!closed && rows.length > 0 && !store.saveSignals(version, rows)) for (const { trace, body } of rows) unsaved.set(trace, body);
    }
    for (let next = newestMissing(); next && !isPaused(); next = newestMissing()) {
      const [trace, firstContent] = next;
      missing.delete(trace);
      const began = version;
      let done = false;
      try {
        const id = store.traceIdOf(trace);
        const opened = id === undefined ? undefined : yield* readInSlices(store, id);
        const { windows, facts } = config();
        const { signals, kinds } = opened ? yield* signalsToKeep(opened.trace, opened.assembled, { ...(windows === undefined ? {} : { windows }), ...(facts === undefined ? {} : { facts }) }) : { signals: [], kinds: 0 };
        done = true;
        if (began === version && firsts.get(trace) === firstContent) {
          bits.set(trace, kinds);
          changes++;
          found.push({ trace, firstContent, kinds, body: JSON.stringify(signals) });
        }
      } finally {
        // Who stops in the middle of a trace leaves it to the next.
        if (!done && began === version && firsts.get(trace) === firstContent) missing.set(trace, firstContent);
        if (!done || found.length >= saveAtOnce) save();
      }
      yield;
    }
    save();
  }

  /** The last one that was imported: people look at new traces first. */
  function newestMissing(): readonly [number, number] | undefined {
    let newest: readonly [number, number] | undefined;
    if (missing.size === 0) return undefined;
    // Traces are numbered as they come, and stand so in the map.
    queue = queue.length > 0 ? queue : [...missing.keys()].toSorted((a, b) => a - b);
    while (newest === undefined && queue.length > 0) {
      const trace = queue.pop()!;
      const first = missing.get(trace);
      if (first !== undefined) newest = [trace, first];
    }
    return newest ?? newestMissing();
  }
  let queue: number[] = [];

  function lookOn(urgency: Urgency, signal: AbortSignal): Promise<void> {
    const work = look(() => urgency === 'ahead' && busy > 0);
    return inTurns(work, signal, urgency).catch((error: unknown) => {
      // What was being looked at is left to the next.
      work.return(undefined);
      throw error;
    });
  }

  /** Numbers of traces by what they show, made when first asked for. */
  function setsNow(): ReadonlyMap<string | null, readonly number[]> {
    refresh();
    if (sets && setsOf === changes) return sets;
    const made = new Map<string | null, number[]>([[null, []], ...signalIds.filter((id) => on.has(id)).map((id): [string, number[]] => [id, []])]);
    const lists = [...made].flatMap(([id, list]) => (id === null ? [] : [[bitOf.get(id) ?? 0, list] as const]));
    const none = made.get(null)!;
    for (const [trace, each] of bits) {
      if ((each & listBits) === 0) none.push(trace);
      if ((each & onBits) !== 0) for (const [bit, list] of lists) if ((each & bit) !== 0) list.push(trace);
    }
    setsOf = changes;
    return (sets = made);
  }

  function shownBy(trace: number): readonly SummarySignal[] | undefined {
    const shown = bits.get(trace);
    if (shown === undefined) return undefined;
    if ((shown & onBits) === 0) return [];
    const body = unsaved.get(trace) ?? store.signalsBody(trace, version);
    if (body === undefined) return undefined;
    return (JSON.parse(body) as readonly KeptSignal[]).flatMap(({ id: kind, steps, why }): readonly SummarySignal[] => {
      const rule = on.has(kind) ? signalRules.find((each) => each.id === kind) : undefined;
      return rule ? [{ id: kind, title: rule.title, severity: rule.severity, ...(rule.quiet ? { quiet: true } : {}), steps: [...steps], why }] : [];
    });
  }

  const index: SignalIndex = {
    get ids() {
      refresh();
      return ids;
    },
    tracesWith: (signal) => setsNow().get(signal) ?? [],
    bitsOf(trace) {
      const found = bits.get(trace);
      return found === undefined ? undefined : found & (onBits | (1 << 30));
    },
    of(id) {
      refresh();
      const trace = store.keyOf(id);
      return trace === undefined ? undefined : shownBy(trace);
    },
    ofEach(traces) {
      refresh();
      return traces.map(shownBy);
    },
    pending() {
      refresh();
      return missing.size;
    },
    changes() {
      refresh();
      return changes;
    },
    ahead() {
      refresh();
      if (looking || closed || busy > 0 || missing.size === 0) return;
      // Whoever asked is answered first.
      looking = new Promise((resolve) => { setImmediate(resolve); })
        .then(() => (closed ? undefined : lookOn('ahead', new AbortController().signal)))
        .catch((error: unknown) => { if (!isAbort(error)) log.error('Signals could not be looked for; lists go without them.', error); })
        .finally(() => { looking = undefined; });
    },
    async whole({ signal, progress }) {
      refresh();
      const of = firsts.size;
      while (missing.size > 0 || looking) {
        signal.throwIfAborted();
        const telling = setInterval(() => progress({ looked: of - missing.size, of }), 200);
        try {
          await lookOn('asked', signal);
          // The one that is looked at ahead is not on the list any more.
          await looking;
        } finally {
          clearInterval(telling);
        }
        refresh();
      }
    },
    async apartFrom(work) {
      busy++;
      try {
        return await work();
      } finally {
        if (--busy === 0) index.ahead();
      }
    },
    check(signal) {
      refresh();
      if (on.has(signal)) return;
      const isKnown = signalIds.some((id) => id === signal);
      if (isKnown) throw new UserError('signal-off', `The signal ${signal} is off.`, 'List it under signals: on in casebook/config.yaml, or take it out of signals: off.');
      const meant = nearest(signal, [...on]);
      throw new UserError('no-such-signal', `There is no signal ${signal}.${meant === undefined ? '' : ` Did you mean ${meant}?`}`, `The signals are ${[...on].join(', ')}.`);
    },
    close() {
      closed = true;
    },
  };
  return index;
}

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';
