/**
 * Promises: a document is checked at most once per quiet moment, and always after its last change. The first check of a
 * document does not wait.
 */
export class DiagnosticsQueue {
  readonly #delayMs: number;
  readonly #check: (uri: string) => void;
  readonly #waiting = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(delayMs: number, check: (uri: string) => void) {
    this.#delayMs = delayMs;
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
      this.#check(uri);
    }, this.#delayMs));
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
