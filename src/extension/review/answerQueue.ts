import { RemoteError, type CallContext, type Handlers } from '../../protocol/rpc.ts';
import type { QueuePageApi, QueueRef } from '../../protocol/queuePage.ts';
import { trajectoryPageParsers, type TrajectoryPageApi } from '../../protocol/trajectoryPage.ts';
import { giveLabelAgain, recordLabel, recordLabels, takeBackLabel } from '../label/recordLabel.ts';
import { answerTrace } from '../panel/answerPage.ts';
import type { Services } from '../services/services.ts';
import { keepLastQueue, lastQueue } from './lastQueue.ts';

/** Of a queue, or of the traces that were asked for. */
const which = (ref: QueueRef): { readonly queue: string } | { readonly traces: string[] } | Record<string, never> => ('ids' in ref ? { traces: ref.ids } : ref.id === null ? {} : { queue: ref.id });

/** What the Queue tab of a folder is answered. Labels of others reach the page as far as the reviewer may see them. */
export function answerQueue(services: Services, folder: string): Handlers<QueuePageApi> {
  const { changes, context, engines, reviewer } = services;
  const engine = () => engines.of(folder).client;
  const by = () => reviewer.current() ?? '';

  return {
    async readQueue({ queue, trace, ...asked }, { signal }) {
      const { queues } = await engine().listQueues({ by: by() }, { signal });
      const last = lastQueue(context.workspaceState);
      // The settings of a folder may name no such queue, or no longer.
      const ref = 'id' in queue && queue.id === null && queues.some(({ id }) => id === last) ? { id: last } : queue;
      const request = { ...which(ref), by: by(), ...asked };
      const first = await engine().openQueue({ ...request, ...(trace === undefined ? {} : { trace }) }, { signal });
      // A page of rows that holds the trace.
      const offset = first.at === null ? asked.offset : Math.floor(first.at / asked.limit) * asked.limit;
      const opened = offset === asked.offset ? first : { ...await engine().openQueue({ ...request, offset, again: false }, { signal }), at: first.at };
      const empty = opened.queue.total === 0 && queues.every(({ total }) => total === 0);
      return { ...opened, queues, empty };
    },
    async queueChosen({ queue }) {
      if (await keepLastQueue(context.workspaceState, queue)) changes.queue.fire();
      return null;
    },
    nextInQueue: ({ queue, order, after }, { signal }) => engine().nextInQueue({ ...which(queue), by: by(), ...(order === undefined ? {} : { order }), ...(after === null ? {} : { after, notIn: [after] }) }, { signal }),
    classCounts: async (_, { signal }) => Object.fromEntries((await engine().taxonomy({}, { signal })).classes.map(({ id, failures }) => [id, failures])),
    async newClass({ name }) {
      const { client } = engines.writable(folder, 'Failure classes are');
      const as = await reviewer.ensure();
      if (!as) throw new RemoteError({ code: 'cancelled', message: 'Cancelled' });
      const { class: made, said } = await client.changeTaxonomy({ by: as, edit: { kind: 'addClass', name } });
      if (made === null) throw new RemoteError({ code: 'no-class', message: said });
      return { class: made, classes: await client.failureClasses({}) };
    },
    async stillThere({ traces }, { signal }) {
      const found = await Promise.all(traces.map(async (trace) => {
        try {
          const { id, importedAt, cases } = await engine().findTrace({ trace }, { signal });
          return [{ id, importedAt, cases }];
        } catch (error) {
          if (error instanceof RemoteError && error.code === 'no-such-trace') return [];
          throw error;
        }
      }));
      return { traces: found.flat(), classes: await engine().failureClasses({}, { signal }) };
    },
    reviewState: ({ trace }, { signal }) => engine().reviewState({ trace, by: by() }, { signal }),
    async flagged({ trace }, { signal }) {
      const flag = await engine().flaggedOutput({ trace }, { signal });
      if (flag === null) return null;
      const { user, by: said, flaggedMs, note, kinds, next } = flag;
      const { hidden } = await engine().reviewState({ trace, by: by() }, { signal });
      return { user, by: said, flaggedMs, note, kinds, next: hidden > 0 ? null : next };
    },
    async ofTrace({ trace, method, args }, context) {
      if (!Object.hasOwn(trajectoryPageParsers, method)) throw new RemoteError({ code: 'unknown-method', message: `No such call: ${method}` });
      const name = method as keyof TrajectoryPageApi;
      const handlers = answerTrace(services, { folder, trace });
      const handler = handlers[name] as (args: unknown, context: CallContext<unknown>) => unknown;
      const parsed = trajectoryPageParsers[name].parse(args);
      return handler(parsed, context);
    },
    async labelOne({ trace, queue, change }) {
      const label = await recordLabel(services, { folder, trace }, change, queue ?? undefined);
      if (!label) throw new RemoteError({ code: 'cancelled', message: 'Cancelled' });
      return label;
    },
    async labelSeveral({ traces, queue, change }) {
      const report = await recordLabels(services, folder, traces, change, queue ?? undefined);
      if (!report) throw new RemoteError({ code: 'cancelled', message: 'Cancelled' });
      return report;
    },
    async undoLast() {
      const report = await takeBackLabel(services, { folder });
      return report && { trace: report.trace, traces: report.traces, undone: report.undone };
    },
    async redoLast() {
      const report = await giveLabelAgain(services, { folder });
      return report && { trace: report.trace, traces: report.traces, undone: report.undone };
    },
  };
}
