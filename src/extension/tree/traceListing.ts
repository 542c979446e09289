import type { FailureClass } from '../../core/model/failureClass.ts';
import type { TraceSummary } from '../../core/model/trajectory.ts';
import type { EngineApi } from '../../protocol/engineApi.ts';
import type { Client } from '../../protocol/rpc.ts';
import type { ClassName } from '../display/traceRow.ts';
import type { TraceFilter } from './traceFilter.ts';

export const pageSize = 200;

/** The newest traces of one folder, page by page: a page holds what fits a few screens, the rest is asked for when wanted. */
export class TraceListing {
  readonly #client: Pick<Client<EngineApi>, 'listTraces' | 'failureClasses'>;
  #classes: readonly FailureClass[] = [];
  #wanted = pageSize;
  traces: readonly TraceSummary[] = [];
  /** Counts under the filter, of all pages. */
  total = 0;
  failing = 0;

  constructor(client: Pick<Client<EngineApi>, 'listTraces' | 'failureClasses'>) {
    this.#client = client;
  }

  get left(): number {
    return Math.max(0, this.total - this.traces.length);
  }

  /** Reads all pages shown so far again, so that a row that moved is neither doubled nor lost. */
  async load(filter: TraceFilter): Promise<void> {
    const [list, classes] = await Promise.all([
      this.#client.listTraces({ ...filter, sort: 'newest', limit: this.#wanted, offset: 0 }),
      this.#client.failureClasses({}),
    ]);
    this.traces = list.traces;
    this.total = list.total;
    this.failing = list.failing;
    this.#classes = classes;
  }

  /** The next `load` brings one page more. */
  wantMore(): void {
    this.#wanted = this.traces.length + pageSize;
  }

  readonly className: ClassName = (id) => this.#classes.find((each) => each.id === id)?.name ?? id;
}
