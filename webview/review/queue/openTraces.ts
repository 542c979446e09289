import { signal } from '@preact/signals';
import type { ReviewState } from '../../../src/core/model/queue.ts';
import type { ShownFlag } from '../../../src/protocol/queuePage.ts';
import type { ReviewPageApi } from '../../../src/protocol/reviewPage.ts';
import type { CallOptions, Client } from '../../../src/protocol/rpc.ts';
import type { TrajectoryView } from '../../../src/protocol/trajectoryPage.ts';
import type { Failure } from '../../shared/failure.ts';
import { failureOf } from '../../shared/failure.ts';
import { createTrajectoryModel } from '../../trajectory/model.ts';
import type { Api, TrajectoryModel } from '../../trajectory/model.ts';
import type { ViewMemory } from '../../trajectory/viewState.ts';
import { readerKeys } from '../keys.ts';

/** A trace that is read: what its reader knows of it, and what others say. */
export type OpenTrace = {
  readonly id: string;
  readonly model: TrajectoryModel;
  readonly standing: { value: ReviewState | null };
  /** What its user flagged; null: nothing, or not read yet. */
  readonly flag: { value: ShownFlag | null };
  readonly standingFailure: { value: Failure | null };
  readStanding(): Promise<void>;
  /** Resolves when it can be shown, or has failed. */
  readonly opened: Promise<void>;
  dispose(): void;
};

/** The one on the screen, the next one, and those just left. */
const most = 5;

const noMemory: ViewMemory = { read: () => null, write: () => undefined, flush: () => undefined };

/**
 * Reads traces before they are needed, and keeps the latest few as they were left. Each is a trajectory of its own; all talk over the one
 * port of the page.
 */
export function createOpenTraces(api: Client<ReviewPageApi>, { queueId, onLabel }: { readonly queueId: () => string | null; readonly onLabel: (trace: OpenTrace) => void }) {
  const kept = new Map<string, OpenTrace>();

  function portOf(id: string): Api {
    const call = (method: string, args: unknown, options?: CallOptions<never>): Promise<unknown> => api.ofTrace({ trace: id, method, args }, options);
    const own: Partial<Api> = {
      label: (change) => api.labelOne({ trace: id, queue: queueId(), change }),
      open: async () => ({ ...(await call('open', {}) as TrajectoryView), keys: readerKeys(), state: null, quietly: true }),
      remember: () => Promise.resolve(null),
      // Those around it are those of the queue.
      neighbours: () => Promise.resolve(null),
    };
    return new Proxy(own as Api, {
      get: (target, method) => {
        if (typeof method !== 'string' || method === 'then') return undefined;
        return (target as Readonly<Record<string, unknown>>)[method] ?? ((args: unknown, options?: CallOptions<never>) => call(method, args, options));
      },
    });
  }

  function open(id: string): OpenTrace {
    const model = createTrajectoryModel(portOf(id), noMemory);
    const standing = signal<ReviewState | null>(null);
    const flag = signal<ShownFlag | null>(null);
    const standingFailure = signal<Failure | null>(null);
    let turn = 0;
    const stop = model.labelling.label.subscribe(() => {
      if (model.status.peek().kind === 'open') onLabel(trace);
    });
    const trace: OpenTrace = {
      id, model, standing, flag, standingFailure,
      async readStanding() {
        const of = ++turn;
        try {
          const [read, flagged] = await Promise.all([api.reviewState({ trace: id }), api.flagged({ trace: id })]);
          if (of !== turn) return;
          standing.value = read;
          flag.value = flagged;
          standingFailure.value = null;
          // What is being written is newer than what was read.
          if (!model.labelling.saving.peek() && JSON.stringify(read.own) !== JSON.stringify(model.labelling.label.peek())) model.labelling.label.value = read.own;
        } catch (error) {
          if (of === turn) standingFailure.value = failureOf(error);
        }
      },
      opened: model.open(),
      dispose: stop,
    };
    void trace.readStanding();
    return trace;
  }

  return {
    peek: (id: string): OpenTrace | undefined => kept.get(id),
    all: (): readonly OpenTrace[] => [...kept.values()],
    /** Reads it where it is not read yet. */
    get(id: string): OpenTrace {
      const found = kept.get(id);
      if (found && found.model.status.peek().kind !== 'failed') {
        kept.delete(id);
        kept.set(id, found);
        return found;
      }
      found?.dispose();
      const opened = open(id);
      kept.delete(id);
      kept.set(id, opened);
      for (const [oldest, trace] of kept) {
        if (kept.size <= most) break;
        // What is typed and not written stays.
        if (trace.model.labelling.saving.peek() || trace.model.labelling.draft.change.peek() !== null) continue;
        trace.dispose();
        kept.delete(oldest);
      }
      return opened;
    },
  };
}
