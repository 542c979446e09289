import type { Catalogue } from '../core/model/catalogue.ts';
import type { KnownTrace } from '../protocol/caseApi.ts';
import type { CatalogueParams, CatalogueResult, KnownTracesParams, KnownTracesResult, LastResultsResult } from '../protocol/lsp.ts';
import type { LastResult } from '../protocol/runApi.ts';

/** How the editor is asked; all reject when it does not answer such questions. */
export type Ask = {
  lastResults(): Promise<LastResultsResult>;
  knownTraces(params: KnownTracesParams): Promise<KnownTracesResult>;
  catalogue(params: CatalogueParams): Promise<CatalogueResult>;
};

type Question = keyof Ask;
type FolderCatalogue = { catalogue: Catalogue | undefined; asked: boolean };

/**
 * What only the index knows, asked once and kept. Answers are given at once from what is kept; what is not there yet is
 * asked for, and `arrived` is called when it is. What an editor cannot answer it is not asked again.
 */
export class IndexAnswers {
  readonly #ask: Ask;
  readonly #arrived: () => void;
  #traces = new Map<string, KnownTrace | null>();
  #asked = new Set<string>();
  #results: ReadonlyMap<string, LastResult> | undefined;
  #resultsAsked = false;
  #catalogues = new Map<string, FolderCatalogue>();
  #generation = 0;
  #silent = new Set<Question>();

  constructor(ask: Ask, arrived: () => void) {
    this.#ask = ask;
    this.#arrived = arrived;
  }

  /** Those of the ids that are indexed; undefined while one of them is still being asked for. */
  knownTraces(ids: readonly string[]): ReadonlySet<string> | undefined {
    if (this.#silent.has('knownTraces')) return undefined;
    const missing = ids.filter((id) => !this.#traces.has(id));
    const unasked = missing.filter((id) => !this.#asked.has(id));
    if (unasked.length > 0) void this.#askTraces(unasked);
    return missing.length > 0 ? undefined : new Set(ids.filter((id) => this.#traces.get(id)));
  }

  /** Of a trace that `knownTraces` was asked for; undefined while nobody has said, and where it cannot be said of one trace. */
  traceSha256(id: string): string | undefined {
    return this.#traces.get(id)?.sha256 ?? undefined;
  }

  /** Null when the case has never run; undefined while nobody has said. */
  lastResult(caseId: string): LastResult | null | undefined {
    if (!this.#resultsAsked) void this.#askResults();
    return this.#results ? (this.#results.get(caseId) ?? null) : undefined;
  }

  /** Of the folder that holds the file. What was known stays in use until the new answer is there. */
  catalogue(uri: string, folder: string | undefined): Catalogue | undefined {
    if (folder === undefined) return undefined;
    const known = this.#catalogues.get(folder) ?? { catalogue: undefined, asked: false };
    this.#catalogues.set(folder, known);
    if (!known.asked) void this.#askCatalogue(uri, known);
    return known.catalogue;
  }

  /** Runs or imports have changed the index. What was known stays in use until the new answer is there. */
  changed(): void {
    this.#generation += 1;
    // Whoever says so can answer: what it could not the last time, it may now.
    this.#silent.clear();
    this.#asked = new Set();
    this.#traces = new Map();
    for (const each of this.#catalogues.values()) each.asked = false;
    if (this.#resultsAsked) void this.#askResults();
  }

  async #askTraces(ids: readonly string[]): Promise<void> {
    for (const id of ids) this.#asked.add(id);
    const generation = this.#generation;
    const known = await this.#answer('knownTraces', () => this.#ask.knownTraces({ ids }));
    if (known === undefined || known === null || generation !== this.#generation) return;
    for (const id of ids) this.#traces.set(id, null);
    for (const each of known) this.#traces.set(each.id, each);
    this.#arrived();
  }

  async #askResults(): Promise<void> {
    this.#resultsAsked = true;
    const results = await this.#answer('lastResults', () => this.#ask.lastResults());
    if (!results) return;
    this.#results = new Map(results.map((each) => [each.caseId, each]));
    this.#arrived();
  }

  async #askCatalogue(uri: string, known: FolderCatalogue): Promise<void> {
    known.asked = true;
    const catalogue = await this.#answer('catalogue', () => this.#ask.catalogue({ uri }));
    if (!catalogue) return;
    known.catalogue = catalogue;
    this.#arrived();
  }

  async #answer<T>(question: Question, ask: () => Promise<T>): Promise<T | undefined> {
    if (this.#silent.has(question)) return undefined;
    try {
      return await ask();
    } catch {
      this.#silent.add(question); // an editor without an index: what only it could know stays unsaid
      return undefined;
    }
  }
}
