import { Worker } from 'node:worker_threads';
import type { TextChanges } from './messageTexts.ts';

/** Full text in a thread of its own. What could not be written is repaired later from the index (search.ts). */
export interface TextWriting {
  send(changes: TextChanges): void;
  /** Resolves when at most `most` batches wait, so that a slow disk does not fill the memory. */
  settle(most: number): Promise<void>;
  /** Ends the thread when all is written. @returns what went wrong on the way */
  finish(): Promise<string | undefined>;
}

/** @param entry the thread's program, a file or its URL  @param file the search file */
export function startTextWriting(entry: string | URL, file: string): TextWriting {
  const worker = new Worker(entry, { workerData: { file } });
  let waiting = 0;
  let problem: string | undefined;
  let ended = false;
  let wake: () => void = () => {};
  const ending = new Promise<void>((resolve) => {
    worker.once('exit', () => {
      ended = true;
      wake();
      resolve();
    });
  });
  worker.on('message', (failed: string | null) => {
    waiting--;
    problem ??= failed ?? undefined;
    wake();
  });
  worker.on('error', (error) => { problem ??= error.message; });

  async function settle(most: number): Promise<void> {
    while (waiting > most && !ended) await new Promise<void>((resolve) => { wake = resolve; });
  }

  return {
    settle,
    send(changes) {
      if (ended) return;
      waiting++;
      worker.postMessage(changes);
    },
    async finish() {
      await settle(0);
      if (!ended) worker.postMessage(null);
      await ending;
      return problem ?? (waiting > 0 ? 'the thread ended early' : undefined);
    },
  };
}
