import type { TrialResult } from '../../core/model/result.ts';
import type { RunStop } from '../../protocol/runApi.ts';

/** What the trials of a run have cost, as far as they say. Answers from the cache cost nothing again. */
export class Spending {
  readonly #limitUsd: number | undefined;
  #spentUsd = 0;

  constructor(limitUsd: number | undefined) {
    this.#limitUsd = limitUsd;
  }

  add({ costUsd, cached, observed }: Pick<TrialResult, 'costUsd' | 'cached' | 'observed'>): void {
    // What a recorded run cost was spent long ago; it is not kept with its result.
    if (!cached && observed !== null) this.#spentUsd += costUsd ?? 0;
  }

  get isAbove(): boolean {
    return this.#limitUsd !== undefined && this.#spentUsd > this.#limitUsd;
  }

  stop(trialsNotRun: number): RunStop | undefined {
    return this.#limitUsd !== undefined && this.isAbove ? { why: 'budget', spentUsd: this.#spentUsd, limitUsd: this.#limitUsd, trialsNotRun } : undefined;
  }
}
