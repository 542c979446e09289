import { Worker } from 'node:worker_threads';
import type { EncodedTrace } from './encodedTrace.ts';
import type { PackedTraces } from './packedTraces.ts';
import { memoryOf, packTraces } from './packedTraces.ts';

export type WriteThreadData = { readonly folder: string; readonly name: string | undefined; readonly busyTimeoutMs: number };
/** Traces of the batch under way, its end, or that there is nothing more to write. */
export type WriteMessage = PackedTraces | 'end' | null;
export type WriteAnswer = { readonly conflicts: readonly string[] } | { readonly error: { readonly message: string; readonly code: string | undefined } };

/** Writes batches of traces in a thread of its own, in order. */
export interface ThreadedWriting {
  /** Some traces of a batch: it is one transaction, from its first traces to `endBatch`. */
  send(traces: readonly EncodedTrace[]): void;
  /** The same, of traces that another thread has packed; they are gone from here then. */
  forward(packed: PackedTraces): void;
  endBatch(): void;
  /** Resolves when at most `most` batches wait; rejects when one could not be written. @returns ids in conflict since the last time */
  settle(most: number): Promise<readonly string[]>;
  /** Ends the thread when all is written. */
  close(): Promise<void>;
}

/** @param entry the thread's program (writeThread.ts), a file or its URL */
export function startThreadedWriting(entry: string | URL, data: WriteThreadData): ThreadedWriting {
  const worker = new Worker(entry, { workerData: data });
  let waiting = 0;
  let conflicts: string[] = [];
  let failed: Error | undefined;
  let ended = false;
  let wake: () => void = () => {};
  const ending = new Promise<void>((resolve) => {
    worker.once('exit', () => {
      ended = true;
      if (waiting > 0) failed ??= new Error('The thread that writes the index ended early');
      wake();
      resolve();
    });
  });
  worker.on('error', (error) => { failed ??= error; });
  worker.on('message', (answer: WriteAnswer) => {
    waiting--;
    if ('conflicts' in answer) conflicts.push(...answer.conflicts);
    else failed ??= Object.assign(new Error(answer.error.message), answer.error.code === undefined ? {} : { code: answer.error.code });
    wake();
  });
  const forward = (packed: PackedTraces) => worker.postMessage(packed satisfies WriteMessage, memoryOf(packed));

  return {
    send: (traces) => forward(packTraces(traces)),
    forward,
    endBatch() {
      waiting++;
      worker.postMessage('end' satisfies WriteMessage);
    },
    async settle(most) {
      while (waiting > most && !ended && !failed) await new Promise<void>((resolve) => { wake = resolve; });
      if (failed) throw failed;
      const since = conflicts;
      conflicts = [];
      return since;
    },
    async close() {
      if (!ended) worker.postMessage(null satisfies WriteMessage);
      await ending;
    },
  };
}
