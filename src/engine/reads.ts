import { formatTitle } from '../core/formats/formatTitle.ts';
import type { Config } from '../core/model/config.ts';
import type { TraceSummary } from '../core/model/trajectory.ts';
import { UserError } from '../core/support/errors.ts';
import type { Log } from '../core/support/log.ts';
import { stepDetail, stepWithThread } from '../core/trajectory/detail.ts';
import { insightsInSlices } from '../core/insights/insightsOf.ts';
import { promptChangesOf } from '../core/insights/promptChanges.ts';
import type { EngineApi } from '../protocol/engineApi.ts';
import type { CallContext } from '../protocol/rpc.ts';
import type { Grouping, SignalProgress, TraceQuery } from '../protocol/traceApi.ts';
import type { Store } from '../store/openStore.ts';
import { cutForDisplay, cutSummaryTexts } from './cutForDisplay.ts';
import { createOpenedTraces } from './openedTrace.ts';
import type { OpenedTrace, OpenedTraces } from './openedTrace.ts';
import type { BlindReading } from './review/blindReading.ts';
import type { SignalIndex } from './review/signals.ts';
import { createSignalIndex } from './review/signals.ts';
import type { Urgency } from './turns.ts';
import type { Workspace } from './workspace.ts';

const mostSpansReadWhole = 500;

export type Reads = Pick<EngineApi, 'listTraces' | 'groupTraces' | 'findTrace' | 'openTrajectory' | 'openPacked' | 'readStep' | 'removeTraces' | 'readInsights' | 'readPromptChanges'> & {
  /** Our id for what a person typed; throws the UserError that says why there is none, or which ones it could be. */
  resolve(ref: string): string;
  /** The trace as it is read; a UserError where there is none. */
  opened(ref: string): OpenedTrace;
  /** The same, while others get their turn. */
  ready(ref: string, signal: AbortSignal, urgency?: Urgency): Promise<OpenedTrace>;
  inTurns: OpenedTraces['inTurns'];
  readonly signals: SignalIndex;
  /** Waits for the signals where a query asks for one. */
  looked(query: { readonly signal?: string | null | undefined }, call: CallContext<SignalProgress>): Promise<void>;
  close(): void;
};

/**
 * @param refresh joins labels and made cases as they are on disk now
 * @param trouble what could not be read of them, a sentence; null when all could
 * @param seen rows as a reader may see them
 * @param config config.yaml as it is now
 */
export function createReads(workspace: Workspace, store: Store, refresh: () => void, trouble: () => string | null, seen: BlindReading['summaries'], config: () => Config, log: Log): Reads {
  const traces = createOpenedTraces(store);
  const signals = createSignalIndex({ store, config, inTurns: traces.inTurns, log });
  store.useSignals(signals);

  /** Whoever asks for a signal waits until it is known which traces show it. */
  async function looked(query: { readonly signal?: string | null | undefined; readonly by?: Grouping }, call: CallContext<SignalProgress>): Promise<void> {
    if (typeof query.signal === 'string') signals.check(query.signal);
    if (query.signal !== undefined || query.by === 'signal') await signals.whole(call);
  }

  const withSignals = (summary: TraceSummary): TraceSummary => {
    const found = signals.of(summary.id);
    return found === undefined ? summary : { ...summary, signals: found };
  };

  function resolve(ref: string): string {
    const found = store.findNamed(ref);
    const [first, ...more] = found;
    if (first && more.length === 0) return first.id;
    if (first) {
      throw new UserError('ambiguous-trace', `${ref} could be ${found.length >= 20 ? 'any of many traces' : `any of ${found.length} traces`}: ${found.slice(0, 10).map((each) => `${each.nativeId} (${each.id})`).join(', ')}${found.length > 10 ? ', …' : ''}.`, 'Type more of the id.');
    }
    const [newest] = store.newest(1);
    if (!newest) throw new UserError('no-such-trace', `There is no trace ${ref}: nothing has been imported yet.`, 'Import an export first: casebook import <file>.');
    throw new UserError('no-such-trace', `There is no trace ${ref}.`, `\`casebook list\` shows the traces; the newest is ${newest.nativeId} (${newest.id}).`);
  }

  /** Of a large trace the beginnings of its texts do: reading what they stand in would take longer than all else. */
  function summaryOf(id: string, trace: string): TraceSummary {
    const listed = store.summary(id, false);
    const summary = listed?.textsCut && listed.spans <= mostSpansReadWhole ? store.summary(id) : listed;
    if (!summary) throw new UserError('no-such-trace', `There is no trace ${trace} any more.`, 'Import its export again.');
    return cutSummaryTexts(withFormatTitle(summary));
  }

  function opened(ref: string): OpenedTrace {
    const found = traces.whole(resolve(ref));
    if (!found) throw new UserError('no-such-trace', `There is no trace ${ref} any more.`, 'Import its export again.');
    return found;
  }

  async function ready(ref: string, signal: AbortSignal, urgency: Urgency = 'asked'): Promise<OpenedTrace> {
    return (await traces.ready(resolve(ref), signal, { urgency })) ?? opened(ref);
  }

  return {
    resolve,
    opened,
    ready,
    inTurns: traces.inTurns,
    signals,
    looked,
    close() {
      signals.close();
      traces.close();
    },
    async listTraces({ reader, ...query }, call) {
      checkTimes(query);
      await looked(query, call);
      refresh();
      const warning = trouble();
      const { numbers, ...list } = store.list(query);
      const found = signals.ofEach(numbers);
      const signalsPending = signals.pending();
      signals.ahead();
      const asSeen = seen(reader);
      return { ...list, traces: list.traces.map((each, n) => ({ ...asSeen(each), formatTitle: formatTitle(each.format), ...(found[n] === undefined ? {} : { signals: found[n] }) })), ...(signalsPending === 0 ? {} : { signalsPending }), ...(warning === null ? {} : { warning }) };
    },
    async groupTraces(query, call) {
      await looked(query, call);
      refresh();
      return { groups: store.groups(query) };
    },
    findTrace({ trace, reader }) {
      const id = resolve(trace);
      refresh();
      return withSignals(seen(reader)(summaryOf(id, trace)));
    },
    openTrajectory({ trace, reader }) {
      const id = resolve(trace);
      refresh();
      const skeleton = store.readSkeleton(id);
      const summary = seen(reader)(summaryOf(id, trace));
      if (!skeleton) throw new UserError('no-such-trace', `There is no trace ${trace} any more.`, 'Import its export again.');
      return { summary, ...skeleton };
    },
    openPacked({ trace, reader }) {
      const id = resolve(trace);
      refresh();
      const skeleton = store.readPackedSkeleton(id);
      const summary = seen(reader)(summaryOf(id, trace));
      if (!skeleton) throw new UserError('no-such-trace', `There is no trace ${trace} any more.`, 'Import its export again.');
      traces.expect(id);
      return { summary, ...skeleton };
    },
    async readStep({ trace, n, whole: uncut = false, thread = false, long = false, soon = false }, { signal }) {
      const id = resolve(trace);
      const near = soon && thread && !uncut ? traces.around(id, n) : undefined;
      const opened = near ?? (thread && !uncut ? await traces.ready(id, signal, { n }) : traces.whole(id));
      const detail = opened && (thread ? stepWithThread(opened.trace, n, opened.assembled, long) : stepDetail(opened.trace, n, opened.assembled));
      if (!detail) throw new UserError('no-such-step', `Trace ${trace} has no step ${n}; its steps are 1 to ${store.readSkeleton(id)?.steps.length ?? 0}.`, 'Open the trajectory to see the numbers.');
      return uncut ? detail : { ...cutForDisplay(detail), ...(near ? { partial: true as const } : {}) };
    },
    async readInsights({ trace }, { signal }) {
      // Whoever opens a step meanwhile goes first.
      const found = await ready(trace, signal, 'ahead');
      return await traces.inTurns(insightsInSlices(found.trace, found.assembled, config()), signal, 'ahead');
    },
    async readPromptChanges({ trace, n }, { signal }) {
      const { assembled } = await ready(trace, signal);
      const changes = promptChangesOf(assembled, n);
      if (!changes) throw new UserError('no-such-step', `Trace ${trace} has no step ${n}.`, 'Open the trajectory to see the numbers.');
      return changes;
    },
    removeTraces({ trace, file }) {
      const path = workspace.display(workspace.resolve(file ?? trace));
      // The workspace folder itself is no file, nor is all that lies outside of it.
      const files = path === '' ? 0 : store.filesUnder(path);
      return files > 0 ? { removed: store.removeFiles(path), files } : { removed: store.keepAway([resolve(trace)]) };
    },
  };
}

export function checkTimes({ since, until }: Pick<TraceQuery, 'since' | 'until'>): void {
  for (const time of [since, until]) {
    if (time !== undefined && Number.isNaN(Date.parse(time))) throw new UserError('bad-time', `${time} is not a date or time.`, 'Write it like 2026-11-20 or 2026-11-20T14:00:00Z.');
  }
}

export function withFormatTitle(summary: TraceSummary): TraceSummary {
  return { ...summary, formatTitle: formatTitle(summary.format) };
}
