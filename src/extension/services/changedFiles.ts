import type { Disposable } from '../../core/support/disposable.ts';

/**
 * Files that change on disk, handed on together when nothing came for a while, or when the first has waited long: a log that is
 * being written never rests. One batch at a time; what changes meanwhile is the next.
 */
export class ChangedFiles implements Disposable {
  readonly #handle: (paths: readonly string[]) => Promise<void>;
  readonly #quietMs: number;
  readonly #longestMs: number;
  readonly #changed = new Set<string>();
  #since = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #busy = false;
  #disposed = false;

  /** @param handle must not reject */
  constructor(handle: (paths: readonly string[]) => Promise<void>, quietMs = 700, longestMs = 4000) {
    this.#handle = handle;
    this.#quietMs = quietMs;
    this.#longestMs = longestMs;
  }

  add(path: string): void {
    if (this.#changed.size === 0) this.#since = Date.now();
    this.#changed.add(path);
    this.#schedule();
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
  }

  #schedule(): void {
    if (this.#busy || this.#disposed || this.#changed.size === 0) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#run(), Math.max(0, Math.min(this.#quietMs, this.#since + this.#longestMs - Date.now())));
  }

  async #run(): Promise<void> {
    this.#busy = true;
    const paths = [...this.#changed];
    this.#changed.clear();
    await this.#handle(paths);
    this.#busy = false;
    this.#since = Date.now();
    this.#schedule();
  }
}
