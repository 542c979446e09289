import type { Disposable } from '../../core/support/disposable.ts';

/**
 * Many requests, few runs: the first runs after `soonMs`, whatever comes meanwhile is part of it, and the next run starts
 * no earlier than `apartMs` after the one before. The last request is never lost.
 */
export class Coalesced implements Disposable {
  readonly #run: () => void;
  readonly #soonMs: number;
  readonly #apartMs: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #lastRun = Number.NEGATIVE_INFINITY;

  constructor(run: () => void, soonMs = 50, apartMs = 1000) {
    this.#run = run;
    this.#soonMs = soonMs;
    this.#apartMs = apartMs;
  }

  request(): void {
    if (this.#timer !== undefined) return;
    const wait = Math.max(this.#soonMs, this.#lastRun + this.#apartMs - Date.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#lastRun = Date.now();
      this.#run();
    }, wait);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
