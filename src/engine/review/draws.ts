import type { Config } from '../../core/model/config.ts';
import type { FeedbackState } from '../../core/model/feedback.ts';
import type { Release } from '../../core/model/release.ts';
import { dayUs, queueKinds } from '../../core/review/queueKinds.ts';
import type { Around, QueueKind } from '../../core/review/queueKinds.ts';
import { drawnAtRandom } from '../../core/review/queueStrata.ts';
import type { QueueTrace } from '../../core/review/queueTrace.ts';
import type { Draw } from '../../core/review/sampleCoverage.ts';
import { isoWeeks } from '../../core/support/isoWeek.ts';
import type { Slices } from '../../core/support/slices.ts';
import type { Store } from '../../store/openStore.ts';
import { createQueueTraces } from './queueTraces.ts';

export type DrawSources = {
  readonly store: Store;
  readonly feedback: () => ReadonlyMap<string, FeedbackState>;
  readonly config: () => Config;
  readonly release: () => Release;
  /** Joins labels and feedback to the index, for queues that are queries of it. */
  readonly refresh: () => void;
};

/** All traces, and which of them are drawn at random. */
export type Drawn = Draw & {
  readonly traces: readonly QueueTrace[];
  readonly kinds: ReadonlyMap<string, QueueKind>;
  /** Of the newest trace; null: none has a clock. */
  readonly newestUs: number | null;
  readonly inSample: ReadonlySet<string>;
  /** The traces of a queue that is a query, by number; undefined: it is none. */
  among(kind: QueueKind): ReadonlySet<number> | undefined;
  /** What is drawn of these traces in a queue. */
  drawnOf(kind: QueueKind, rows: readonly QueueTrace[]): ReadonlySet<string>;
};

/** The same object as long as traces, queues and settings are the same: labels change nothing of it. */
export type Draws = { read(): Slices<Drawn> };

const weeklySample = 'sample';
/** Queues without a label in their question ask for nothing around a trace. */
const nothingAround: Omit<Around, 'newestUs'> = { label: () => null, byOthers: () => false, shows: () => undefined };

/**
 * The random stratum (METRICS 18): the weekly sample, and beside it what each queue of config.yaml and each first week of a phase draws.
 * Other queues have no sample of their own: in them the weekly one is marked.
 */
export function createDraws({ store, feedback, config, release, refresh }: DrawSources): Draws {
  const readTraces = createQueueTraces({ store, feedback });
  let last: { readonly stands: readonly unknown[]; readonly drawn: Drawn } | undefined;

  function made(traces: readonly QueueTrace[]): Drawn {
    const kinds = queueKinds(config().queues ?? [], release());
    const newestUs = traces.reduce<number | null>((newest, { startUs }) => (startUs !== null && (newest === null || startUs > newest) ? startUs : newest), null);
    const isoWeekOf = isoWeeks(config().timezone);
    const weekOf = (us: number): string => isoWeekOf(us).id;
    const kept = new Map<string, readonly QueueTrace[]>();

    function among({ config: own }: QueueKind): ReadonlySet<number> | undefined {
      if (own?.query === undefined) return undefined;
      const { lastDays, ...query } = own.query;
      refresh();
      const since = lastDays === undefined || newestUs === null ? {} : { since: new Date((newestUs - lastDays * dayUs) / 1000 + 1).toISOString() };
      return new Set(store.keys({ ...query, ...since }));
    }

    function rowsOf(kind: QueueKind): readonly QueueTrace[] {
      const asked = among(kind);
      return traces.filter((trace) => (asked === undefined || asked.has(trace.key)) && kind.holds(trace, { ...nothingAround, newestUs }));
    }

    /** A queue that was chosen by what traces show or by what was reviewed has no sample that rates follow from. */
    function queue(id: string): readonly QueueTrace[] {
      const known = kept.get(id);
      if (known) return known;
      const kind = kinds.get(id);
      const hasOwn = kind !== undefined && kind.chosenBy === undefined && (kind.config !== undefined || kind.census === true || id === weeklySample);
      const rows = hasOwn ? rowsOf(kind) : [];
      const ids = hasOwn ? drawnOf(kind, rows) : new Set<string>();
      const drawn = rows.filter((trace) => ids.has(trace.id));
      kept.set(id, drawn);
      return drawn;
    }

    function drawnOf(kind: QueueKind, rows: readonly QueueTrace[]): ReadonlySet<string> {
      if (kind.census) return new Set(rows.map(({ id }) => id));
      return drawnAtRandom(kind.id, rows, kind.config?.sample, weekOf);
    }

    const sample = queue(weeklySample);
    return {
      traces, kinds, newestUs, sample, inSample: new Set(sample.map(({ id }) => id)), weekOf, queue, among, drawnOf,
      isFair: (id) => kinds.get(id)?.fair === true,
    };
  }

  return {
    *read() {
      const traces = yield* readTraces();
      const { queues, timezone } = config();
      const stands = [traces, release(), JSON.stringify([queues, timezone])];
      if (last && last.stands.every((each, at) => each === stands[at])) return last.drawn;
      yield;
      last = { stands, drawn: made(traces) };
      return last.drawn;
    },
  };
}
