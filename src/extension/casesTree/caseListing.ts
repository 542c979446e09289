import type { CaseRow } from '../../core/model/caseRow.ts';
import type { CaseApi } from '../../protocol/caseApi.ts';
import type { Client } from '../../protocol/rpc.ts';
import { attentionOf, type Attention } from '../display/attention.ts';

type Asked = Pick<Client<CaseApi>, 'listCases' | 'coverage'>;

/** The cases of one folder, and what of them wants a look. Rows that have not changed are not sent again. */
export class CaseListing {
  readonly #client: Asked;
  #revision: number | undefined;
  #classes: ReadonlyMap<string, string> = new Map();
  rows: readonly CaseRow[] = [];
  unreadable: readonly string[] = [];
  attention: Attention = { gaps: [], stale: [] };

  constructor(client: Asked) {
    this.#client = client;
  }

  async load(): Promise<void> {
    const { revision, rows, unreadable } = await this.#client.listCases(this.#revision === undefined ? {} : { held: this.#revision });
    this.#revision = revision;
    this.unreadable = unreadable;
    if (rows !== null) this.rows = rows;
  }

  /** It goes through the labelled failures, so the cases do not wait for it. True when something else is shown now. */
  async loadAttention(): Promise<boolean> {
    const coverage = await this.#client.coverage({});
    const [before, names] = [this.attention, [...this.#classes.values()].join('\n')];
    this.attention = attentionOf(coverage);
    this.#classes = new Map(coverage.classes.map(({ id, name }) => [id, name]));
    return JSON.stringify(before) !== JSON.stringify(this.attention) || names !== [...this.#classes.values()].join('\n');
  }

  readonly className = (id: string): string => this.#classes.get(id) ?? id;
}
