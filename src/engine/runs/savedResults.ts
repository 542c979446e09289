import type { CaseResult } from '../../core/model/result.ts';

const batchSize = 50;
const longestMs = 1000;

/** Hands results to the index in batches, none of them later than a second or the next one after it. */
export class SavedResults {
  readonly #save: (results: readonly CaseResult[]) => void;
  #unsaved: CaseResult[] = [];
  #savedAt = performance.now();

  constructor(save: (results: readonly CaseResult[]) => void) {
    this.#save = save;
  }

  add(result: CaseResult): void {
    this.#unsaved.push(result);
    if (this.#unsaved.length >= batchSize || performance.now() - this.#savedAt > longestMs) this.flush();
  }

  flush(): void {
    const batch = this.#unsaved;
    this.#unsaved = [];
    this.#savedAt = performance.now();
    if (batch.length > 0) this.#save(batch);
  }
}
