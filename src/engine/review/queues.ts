import { classesInUse } from '../../core/model/failureClass.ts';
import type { Taxonomy } from '../../core/model/failureClass.ts';
import type { Config } from '../../core/model/config.ts';
import type { Stratum } from '../../core/model/label.ts';
import type { QueueOrder, QueueProgress, QueueRow } from '../../core/model/queue.ts';
import type { Release } from '../../core/model/release.ts';
import type { TraceLabels } from '../../core/model/review.ts';
import { isReviewed, ownOf } from '../../core/review/labels.ts';
import { inQueueOrder, tellingIn } from '../../core/review/queue.ts';
import type { Telling } from '../../core/review/queue.ts';
import { firstQueue } from '../../core/review/queueKinds.ts';
import type { Around, QueueKind } from '../../core/review/queueKinds.ts';
import { isEnriched } from '../../core/review/queueStrata.ts';
import { sharedTo } from '../../core/review/queueTrace.ts';
import type { QueueTrace } from '../../core/review/queueTrace.ts';
import { rareClassesAmong } from '../../core/review/rareClasses.ts';
import { bitOf } from '../../core/signals/kept.ts';
import { signalRules } from '../../core/signals/registry.ts';
import { UserError } from '../../core/support/errors.ts';
import { nearest } from '../../core/support/nearest.ts';
import type { Slices } from '../../core/support/slices.ts';
import type { NextInQueue, QueueApi } from '../../protocol/queueApi.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import type { SignalProgress } from '../../protocol/traceApi.ts';
import type { Library } from '../caseLibrary.ts';
import type { Journals } from '../journals.ts';
import type { OpenedTraces } from '../openedTrace.ts';
import type { Drawn, Draws } from './draws.ts';
import { createQueueProgress } from './queueProgress.ts';
import type { SignalIndex } from './signals.ts';
import { createTierBudgets } from './tierBudgets.ts';
import type { Budgets } from './tierBudgets.ts';

export type QueueSources = {
  readonly journals: Journals;
  readonly draws: Draws;
  readonly library: { read(): Slices<Library> };
  readonly signals: SignalIndex;
  readonly config: () => Config;
  readonly taxonomy: () => Taxonomy;
  readonly release: () => Release;
  readonly resolve: (ref: string) => string;
  readonly inTurns: OpenedTraces['inTurns'];
};

export type Queues = QueueApi & {
  /** Which stratum a verdict on a trace belongs to that was met in a queue, or in none: `random` wherever it was drawn for the weekly sample; null: neither. */
  stratum(queue: string | undefined, trace: string, by: string, signal: AbortSignal): Promise<Stratum | null>;
};

/** A queue in its order. It stays so while its traces are labelled: who reviews would lose their place otherwise. */
type Ordered = {
  readonly kind: QueueKind;
  readonly order: QueueOrder;
  readonly stands: readonly unknown[];
  /** Signals that were known when it was ordered, and when that was. */
  readonly changes: number;
  readonly at: number;
  readonly rows: readonly QueueTrace[];
  readonly placeOf: ReadonlyMap<string, number>;
  readonly drawn: Drawn;
  /** What the queue draws by itself. */
  readonly random: ReadonlySet<string>;
  readonly telling: Telling;
};

/** While signals are being looked for, a queue is put in order anew only so often. */
const settleMs = 30_000;
const mostKept = 24;
const usualLimit = 100;
const sampleId = 'sample';
/** Signals that say that something went wrong: a quiet one is passed and nothing is overridden. */
const statements: ReadonlySet<string> = new Set(signalRules.flatMap(({ id, quiet }) => (quiet ? [] : [id])));

export function createQueues({ journals, draws, library, signals, config, taxonomy, release, resolve, inTurns }: QueueSources): Queues {
  const readBudgets = createTierBudgets({ library, release });
  const ordered = new Map<string, Ordered>();
  let speakers: { readonly labels: ReadonlyMap<string, TraceLabels>; readonly verdicts: ReadonlyMap<string, number> } | undefined;

  const isBlind = (): boolean => config().review?.blind ?? true;
  const { countedOf, progressOf } = createQueueProgress(journals);
  const reviewerOf = (by: string): string => (by === '' ? '' : journals.reviewer(by));

  /** Verdicts by reviewer: who there is, and whether others said more since. */
  function verdictsBy(): ReadonlyMap<string, number> {
    const labels = journals.traceLabels();
    if (speakers?.labels === labels) return speakers.verdicts;
    const verdicts = new Map<string, number>();
    for (const { own } of labels.values()) for (const label of own) if (isReviewed(label)) verdicts.set(label.by, (verdicts.get(label.by) ?? 0) + 1);
    speakers = { labels, verdicts };
    return verdicts;
  }

  const reviewersOf = (kind: QueueKind, by: string): readonly string[] => kind.reviewers?.map(reviewerOf)
    ?? ((config().reviewers ?? []).length > 0 ? config().reviewers!.map(({ name }) => reviewerOf(name)) : [...new Set([...verdictsBy().keys(), ...(by === '' ? [] : [by])])]);

  function kindOf({ kinds, traces: all, newestUs }: Drawn, id: string | undefined, traces: readonly string[] | undefined): QueueKind {
    if (traces) {
      const wanted = new Set(traces);
      return { id: 'these', name: 'These traces', about: 'Traces that were chosen.', chosenBy: 'review', order: 'telling', fair: false, holds: ({ id: each, nativeId }) => wanted.has(each) || wanted.has(nativeId) };
    }
    // A week of config.yaml is one that somebody wanted.
    const kind = kinds.get(id ?? (kinds.get('week')?.config ? 'week' : firstQueue(all, newestUs)));
    if (kind) return kind;
    const meant = nearest(id!, [...kinds.keys()]);
    throw new UserError('no-such-queue', `There is no queue ${id}.${meant === undefined ? '' : ` Did you mean ${meant}?`}`, `The queues are ${[...kinds.keys()].join(', ')}.`);
  }

  type Asked = { readonly order?: QueueOrder | undefined; readonly again?: boolean | undefined; readonly traces?: readonly string[] | undefined };

  function* orderedQueue(id: string | undefined, by: string, asked: Asked = {}): Slices<Ordered> {
    const drawn = yield* draws.read();
    return yield* inOrder(drawn, kindOf(drawn, id, asked.traces), by, asked);
  }

  function* inOrder(drawn: Drawn, kind: QueueKind, by: string, asked: Asked): Slices<Ordered> {
    const { traces, inSample, newestUs } = drawn;
    const order = asked.order ?? kind.order;
    const labels = journals.traceLabels();
    const others = [...verdictsBy()].reduce((sum, [name, count]) => sum + (name === by ? 0 : count), 0);
    const { review, reviewers } = config();
    const stands = [drawn, JSON.stringify([review, reviewers]), taxonomy(), others];
    const key = `${kind.id}\0${kind.id === 'these' ? (asked.traces ?? []).join(' ') : ''}\0${order}\0${by}`;
    const known = ordered.get(key);
    const changes = signals.changes();
    const settled = known && (known.changes === changes || (signals.pending() > 0 && performance.now() - known.at < settleMs));
    if (known && settled && !asked.again && known.stands.every((each, at) => each === stands[at])) return known;
    yield;

    const blind = isBlind();
    const listed = signals.ids.reduce((sum, id) => sum | (statements.has(id) ? (bitOf.get(id) ?? 0) : 0), 0);
    const bitsOf = ({ key: trace }: QueueTrace) => signals.bitsOf(trace);
    const around: Around = {
      newestUs,
      label: ({ id }) => {
        const said = labels.get(id);
        return ownOf(said, by) ?? (blind ? null : (said?.label ?? null));
      },
      byOthers: ({ id }) => labels.get(id)?.own.some((each) => each.by !== by && isReviewed(each)) === true,
      shows: (trace) => {
        const bits = bitsOf(trace);
        return bits === undefined ? undefined : (bits & listed) !== 0;
      },
    };
    const among = drawn.among(kind);
    let rows: readonly QueueTrace[] = traces.filter((trace) => (among === undefined || among.has(trace.key)) && kind.holds(trace, around));
    yield;
    // Drawn for all of them, then shared: the sample is the same for everybody.
    const random = kind.id === sampleId || kind.census || kind.config !== undefined ? drawn.drawnOf(kind, rows) : inSample;
    if (kind.shared) {
      const names = reviewersOf(kind, by);
      rows = rows.filter(({ id }) => sharedTo(id, names) === by);
    }
    if (kind.sampled) rows = rows.filter(({ id }) => random.has(id));
    yield;
    const nameOf = (id: string): string => (classesInUse(taxonomy()).find((each) => each.id === id)?.name ?? id).toLowerCase();
    const byId = new Map(traces.map((trace) => [trace.id, trace]));
    // While others' labels are hidden, their classes are, too.
    const examples = [...labels].flatMap(([id, said]) => {
      const label = blind ? ownOf(said, by) : said.label;
      const trace = label?.verdict === 'fail' && label.class ? byId.get(id) : undefined;
      return trace ? [{ trace: id, class: label!.class!.class, tools: trace.tools, useCase: trace.useCase }] : [];
    });
    yield;
    const telling = tellingIn(rows, {
      bitsOf, rare: rareClassesAmong(rows, examples, nameOf),
      saidOf({ id }) {
        const said = blind ? undefined : labels.get(id)?.own.filter(isReviewed).find((each) => each.by !== by);
        return said;
      },
    });
    yield;
    rows = inQueueOrder(kind.id, rows, order, telling);
    const made: Ordered = { kind, order, stands, changes, at: performance.now(), rows, placeOf: new Map(rows.map(({ id }, at) => [id, at])), drawn, random, telling };
    ordered.delete(key);
    ordered.set(key, made);
    for (const oldest of ordered.keys()) {
      if (ordered.size <= mostKept) break;
      ordered.delete(oldest);
    }
    return made;
  }

  type BudgetsOf = (useCase: string | null) => Budgets;

  function stratumOf({ kind: { chosenBy }, drawn: { inSample }, random, rows, placeOf }: Ordered, trace: string, budgetsOf: BudgetsOf): Stratum | null {
    if (inSample.has(trace)) return 'random';
    const row = rows[placeOf.get(trace) ?? -1];
    if (row === undefined) return null;
    if (chosenBy === 'shown') return 'enriched';
    if (chosenBy === undefined && random.has(trace)) return 'random';
    return isEnriched(row, signals.bitsOf(row.key), budgetsOf(row.useCase)) ? 'enriched' : null;
  }

  function* rowsOf(queue: Ordered, traces: readonly QueueTrace[], by: string): Slices<readonly QueueRow[]> {
    const budgetsOf = yield* readBudgets();
    const [labels, blind] = [journals.traceLabels(), isBlind()];
    return traces.map((trace) => rowOf(trace, stratumOf(queue, trace.id, budgetsOf), queue.telling, by, blind, labels.get(trace.id)));
  }

  function rowOf(trace: QueueTrace, stratum: Stratum | null, telling: Telling, by: string, blind: boolean, said: TraceLabels | undefined): QueueRow {
    const own = ownOf(said, by);
    const label = said?.adjudicated ? said.label : (said?.own.findLast((each) => each.by !== by) ?? null);
    const visible = label !== null && (!blind || isReviewed(own));
    const bits = signals.bitsOf(trace.key);
    return {
      id: trace.id, title: trace.title, startUs: trace.startUs, why: telling.why(trace), verdict: own?.verdict ?? null,
      seen: visible ? { verdict: label.verdict, class: label.class?.class ?? null, by: label.by } : null,
      others: said?.own.filter((each) => each.by !== by && isReviewed(each)).length ?? 0,
      stratum, signals: bits === undefined ? null : signals.ids.filter((id) => (bits & (bitOf.get(id) ?? 0)) !== 0).length,
    };
  }

  /** Whether words stand in what was written of a trace, as far as the reviewer may see it. */
  function hasWritten(said: TraceLabels | undefined, by: string, words: string): boolean {
    if (!said) return false;
    const seesAll = !isBlind() || isReviewed(ownOf(said, by));
    return said.own.some((each) => (seesAll || each.by === by) && [each.note, each.cause, each.fix, each.correction].some((text) => text.toLowerCase().includes(words)));
  }

  function pendingIn(rows: readonly QueueTrace[]): number {
    return signals.pending() === 0 ? 0 : rows.reduce((sum, { key }) => sum + (signals.bitsOf(key) === undefined ? 1 : 0), 0);
  }

  function waits(by: string): (trace: QueueTrace) => 'now' | 'later' | 'done' {
    const labels = journals.traceLabels();
    return ({ id }) => {
      const own = ownOf(labels.get(id), by);
      return isReviewed(own) ? 'done' : own?.verdict === 'defer' ? 'later' : 'now';
    };
  }

  const given = async <Result>(work: () => Slices<Result>, call: CallContext<SignalProgress>, whole = false): Promise<Result> => {
    if (whole) await signals.whole(call);
    const result = await inTurns(work(), call.signal);
    signals.ahead();
    return result;
  };

  return {
    listQueues: ({ by: name, whole }, call) => given(function* list() {
      const by = reviewerOf(name);
      const queues: QueueProgress[] = [];
      const drawn = yield* draws.read();
      for (const kind of drawn.kinds.values()) {
        queues.push(progressOf(yield* inOrder(drawn, kind, by, {}), by));
        yield;
      }
      return { queues, pending: signals.pending() };
    }, call, whole),

    openQueue: ({ queue: id, traces, by: name, order, only, keep, filter, again, limit = usualLimit, offset = 0, trace, whole }, call) => given(function* open() {
      const by = reviewerOf(name);
      const queue = yield* orderedQueue(id, by, { order, again, traces });
      const wanted = { left: ['now', 'later'], reviewed: ['done'], deferred: ['later'] };
      const stateOf = waits(by);
      const words = filter?.trim().toLowerCase() ?? '';
      let rows = queue.rows;
      if (only !== undefined) rows = rows.filter((each) => each.id === keep || wanted[only].includes(stateOf(each)));
      if (words !== '') rows = rows.filter((each) => `${each.title} ${each.id} ${each.nativeId}`.toLowerCase().includes(words) || queue.telling.why(each).includes(words) || hasWritten(journals.traceLabels().get(each.id), by, words));
      yield;
      const at = trace === undefined ? -1 : rows === queue.rows ? (queue.placeOf.get(trace) ?? -1) : rows.findIndex((each) => each.id === trace);
      const warning = journals.trouble();
      return {
        queue: progressOf(queue, by), order: queue.order, rows: yield* rowsOf(queue, rows.slice(offset, offset + limit), by), total: rows.length, offset,
        at: at < 0 ? null : at, pending: pendingIn(queue.rows), ...(warning === null ? {} : { warning }),
      };
    }, call, whole),

    nextInQueue: ({ queue: id, traces, by: name, order, after, notIn = [] }, call) => given(function* next(): Slices<NextInQueue> {
      const by = reviewerOf(name);
      const queue = yield* orderedQueue(id, by, { order, traces });
      const { rows, placeOf } = queue;
      const stateOf = waits(by);
      const left = new Set(notIn);
      const from = after === undefined ? 0 : (placeOf.get(after) ?? -1) + 1;
      const find = (wanted: 'now' | 'later'): number => {
        for (let step = 0; step < rows.length; step++) {
          const at = (from + step) % rows.length;
          const { id: each } = rows[at]!;
          if (each !== after && !left.has(each) && stateOf(rows[at]!) === wanted) return at;
        }
        return -1;
      };
      const now = find('now');
      const at = now < 0 ? find('later') : now;
      const progress = progressOf(queue, by);
      const { own } = countedOf(queue, by);
      return {
        next: at < 0 ? null : (yield* rowsOf(queue, [rows[at]!], by))[0]!, at: at < 0 ? null : at, queue: progress,
        // A share is nobody else's.
        others: queue.kind.shared ? [] : reviewersOf(queue.kind, by).filter((each) => each !== by).map((each) => ({ name: each, left: rows.length - (own.get(each) ?? 0) })).filter((each) => each.left > 0),
      };
    }, call),

    reviewState({ trace: ref, by: name }) {
      const trace = resolve(ref);
      const by = reviewerOf(name);
      const said = journals.traceLabels().get(trace);
      const own = ownOf(said, by) ?? null;
      const others = said?.own.filter((each) => each.by !== by) ?? [];
      if (isBlind() && !isReviewed(own ?? undefined)) return { trace, own, others: [], hidden: others.length, adjudicated: null, disagree: false };
      return { trace, own, others, hidden: 0, adjudicated: said?.adjudicated ?? null, disagree: said?.disagree ?? false };
    },

    stratum: (queue, trace, by, signal) => inTurns((function* of(): Slices<Stratum | null> {
      if (queue !== undefined) return stratumOf(yield* orderedQueue(queue, reviewerOf(by)), trace, yield* readBudgets());
      try {
        return (yield* draws.read()).inSample.has(trace) ? 'random' : null;
      } catch (error) {
        // Settings that cannot be read keep nobody from labelling; whoever shows them says what is wrong.
        if (error instanceof UserError) return null;
        throw error;
      }
    })(), signal),
  };
}
