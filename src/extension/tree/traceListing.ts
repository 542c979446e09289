import type { FailureClass } from '../../core/model/failureClass.ts';
import type { TraceSummary } from '../../core/model/trajectory.ts';
import type { EngineApi } from '../../protocol/engineApi.ts';
import type { Client } from '../../protocol/rpc.ts';
import type { ClassName } from '../display/traceRow.ts';
import { isFiltering, queryOf, type TraceFilter } from './traceFilter.ts';

export const pageSize = 200;

/** The newest traces of one folder, page by page: a page holds what fits a few screens, the rest is asked for when wanted. */
export class TraceListing {
  readonly #client: Pick<Client<EngineApi>, 'listTraces' | 'failureClasses'>;
  readonly #reader: () => string;
  #classes: readonly FailureClass[] = [];
  #wanted = pageSize;
  traces: readonly TraceSummary[] = [];
  /** Counts under the filter, of all pages. */
  total = 0;
  failing = 0;
  /** Of all traces, whatever the filter. */
  allFailing = 0;
  all = 0;
  /** Traces that were not looked at for signals yet. */
  signalsPending = 0;
  /** What could not be read of what is shown, a sentence. */
  warning: string | undefined;

  /** @param reader who looks, by whom blind review hides what others say; empty: nobody yet */
  constructor(client: Pick<Client<EngineApi>, 'listTraces' | 'failureClasses'>, reader: () => string) {
    this.#client = client;
    this.#reader = reader;
  }

  get left(): number {
    return Math.max(0, this.total - this.traces.length);
  }

  /**
   * Reads all pages shown so far again, so that a row that moved is neither doubled nor lost.
   * @param countsOnly where the traces are shown in groups of their own
   */
  async load(filter: TraceFilter, countsOnly = false): Promise<void> {
    const [list, classes, all] = await Promise.all([
      this.#client.listTraces({ ...queryOf(filter, new Date()), reader: this.#reader(), sort: 'newest', limit: countsOnly ? 1 : this.#wanted, offset: 0 }),
      this.#client.failureClasses({}),
      isFiltering(filter) ? this.#client.listTraces({ limit: 1 }) : undefined,
    ]);
    this.traces = list.traces;
    this.total = list.total;
    this.failing = list.failing;
    this.allFailing = (all ?? list).failing;
    this.all = (all ?? list).total;
    this.signalsPending = list.signalsPending ?? 0;
    this.warning = list.warning;
    this.#classes = classes;
  }

  /** The next `load` brings one page more. */
  wantMore(): void {
    this.#wanted = this.traces.length + pageSize;
  }

  readonly className: ClassName = (id) => this.#classes.find((each) => each.id === id)?.name ?? id;
}
