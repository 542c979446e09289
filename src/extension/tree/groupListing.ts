import type { TraceSummary } from '../../core/model/trajectory.ts';
import type { EngineApi } from '../../protocol/engineApi.ts';
import type { Grouping, TraceGroup } from '../../protocol/traceApi.ts';
import type { Client } from '../../protocol/rpc.ts';
import { queryOf, type TraceFilter } from './traceFilter.ts';
import { groupKey } from './traceNodes.ts';

export const groupsAtOnce = 200;
export const groupPage = 100;

export type GroupTraces = { readonly traces: readonly TraceSummary[]; readonly left: number };

/** The groups of one folder, and the traces of those that were opened, page by page. */
export class GroupListing {
  readonly #client: Pick<Client<EngineApi>, 'listTraces' | 'groupTraces'>;
  readonly #reader: () => string;
  readonly #wanted = new Map<string, number>();
  #shown = groupsAtOnce;
  #all: readonly TraceGroup[] = [];

  /** @param reader as for a TraceListing */
  constructor(client: Pick<Client<EngineApi>, 'listTraces' | 'groupTraces'>, reader: () => string) {
    this.#client = client;
    this.#reader = reader;
  }

  /** Those of the pages shown; traces that have no value are the last group of all. */
  get groups(): readonly TraceGroup[] {
    if (this.#all.length <= this.#shown) return this.#all;
    const none = this.#all.at(-1)?.value === null ? this.#all.slice(-1) : [];
    return [...this.#all.slice(0, this.#shown - none.length), ...none];
  }

  get left(): number {
    return Math.max(0, this.#all.length - this.#shown);
  }

  async load(by: Grouping, filter: TraceFilter): Promise<void> {
    const { groups } = await this.#client.groupTraces({ ...queryOf(filter, new Date()), by });
    // Who looks at one tool wants no groups of what else its traces called.
    this.#all = filter[by] === undefined ? groups : groups.filter(({ value }) => value === filter[by]);
  }

  /** The newest traces of a group, all of its pages shown so far. */
  async tracesOf(by: Grouping, value: string | null, filter: TraceFilter): Promise<GroupTraces> {
    const limit = this.#wanted.get(groupKey(by, value)) ?? groupPage;
    const { traces, total } = await this.#client.listTraces({ ...queryOf(filter, new Date()), ...(by === 'file' && value === null ? {} : { [by]: value }), reader: this.#reader(), sort: 'newest', limit, offset: 0 });
    return { traces, left: Math.max(0, total - traces.length) };
  }

  wantMoreGroups(): void {
    this.#shown += groupsAtOnce;
  }

  wantMoreOf(by: Grouping, value: string | null): void {
    const key = groupKey(by, value);
    this.#wanted.set(key, (this.#wanted.get(key) ?? groupPage) + groupPage);
  }
}
