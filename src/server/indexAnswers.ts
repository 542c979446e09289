import type { KnownTracesParams, KnownTracesResult, LastResultsResult } from '../protocol/lsp.ts';
import type { LastResult } from '../protocol/engineApi.ts';

/** How the editor is asked; both reject when it does not answer such questions. */
export type Ask = {
  lastResults(): Promise<LastResultsResult>;
  knownTraces(params: KnownTracesParams): Promise<KnownTracesResult>;
};

/**
 * What only the index knows, asked once and kept. Answers are given at once from what is kept; what is not there yet is
 * asked for, and `arrived` is called when it is. An editor that cannot answer is not asked again.
 */
export class IndexAnswers {
  readonly #ask: Ask;
  readonly #arrived: () => void;
  #traces = new Map<string, boolean>();
  #asked = new Set<string>();
  #results: ReadonlyMap<string, LastResult> | undefined;
  #resultsAsked = false;
  #generation = 0;
  #silent = false;

  constructor(ask: Ask, arrived: () => void) {
    this.#ask = ask;
    this.#arrived = arrived;
  }

  /** Those of the ids that are indexed; undefined while one of them is still being asked for. */
  knownTraces(ids: readonly string[]): ReadonlySet<string> | undefined {
    if (this.#silent) return undefined;
    const missing = ids.filter((id) => !this.#traces.has(id));
    const unasked = missing.filter((id) => !this.#asked.has(id));
    if (unasked.length > 0) void this.#askTraces(unasked);
    return missing.length > 0 ? undefined : new Set(ids.filter((id) => this.#traces.get(id)));
  }

  /** Null when the case has never run; undefined while nobody has said. */
  lastResult(caseId: string): LastResult | null | undefined {
    if (!this.#resultsAsked && !this.#silent) void this.#askResults();
    return this.#results ? (this.#results.get(caseId) ?? null) : undefined;
  }

  /** Runs or imports have changed the index. What was known stays in use until the new answer is there. */
  changed(): void {
    this.#generation += 1;
    this.#asked = new Set();
    this.#traces = new Map();
    if (this.#resultsAsked) void this.#askResults();
  }

  async #askTraces(ids: readonly string[]): Promise<void> {
    for (const id of ids) this.#asked.add(id);
    const generation = this.#generation;
    const known = await this.#answer(() => this.#ask.knownTraces({ ids }));
    if (known === undefined || known === null || generation !== this.#generation) return;
    for (const id of ids) this.#traces.set(id, known.includes(id));
    this.#arrived();
  }

  async #askResults(): Promise<void> {
    this.#resultsAsked = true;
    const results = await this.#answer(() => this.#ask.lastResults());
    if (!results) return;
    this.#results = new Map(results.map((each) => [each.caseId, each]));
    this.#arrived();
  }

  async #answer<T>(ask: () => Promise<T>): Promise<T | undefined> {
    try {
      return await ask();
    } catch {
      this.#silent = true; // an editor without an index: what only it could know stays unsaid
      return undefined;
    }
  }
}
