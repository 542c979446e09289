/** A check that took no longer than this does not keep whoever types waiting: the next one is made at once. */
const quickMs = 15;

/**
 * Promises: a document is checked always after its last change. The first checks of a document do not wait, nor does one after
 * a quick one; others are made at most once per quiet moment.
 */
export class DiagnosticsQueue {
  readonly #delayMs: number;
  readonly #check: (uri: string) => void;
  readonly #now: () => number;
  readonly #took = new Map<string, number>();
  readonly #waiting = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(delayMs: number, check: (uri: string) => void, now = () => performance.now()) {
    this.#delayMs = delayMs;
    this.#now = now;
    this.#check = check;
  }

  now(uri: string): void {
    this.cancel(uri);
    this.#check(uri);
  }

  soon(uri: string): void {
    this.cancel(uri);
    this.#waiting.set(uri, setTimeout(() => {
      this.#waiting.delete(uri);
      this.#run(uri);
    }, (this.#took.get(uri) ?? 0) <= quickMs ? 0 : this.#delayMs));
  }

  #run(uri: string): void {
    const start = this.#now();
    this.#check(uri);
    this.#took.set(uri, this.#now() - start);
  }

  cancel(uri: string): void {
    clearTimeout(this.#waiting.get(uri));
    this.#waiting.delete(uri);
  }

  dispose(): void {
    for (const timer of this.#waiting.values()) clearTimeout(timer);
    this.#waiting.clear();
  }
}
