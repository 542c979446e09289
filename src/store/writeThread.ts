import { parentPort, workerData } from 'node:worker_threads';
import { openFiles } from './connection.ts';
import { unpackTraces } from './packedTraces.ts';
import { createIndexTransaction, createTraceWriter } from './traceWriter.ts';
import type { WriteAnswer, WriteMessage, WriteThreadData } from './threadedWriting.ts';

/** A thread that writes encoded traces while the next ones are read. Started by threadedWriting.ts; null ends it. */
const { folder, name, busyTimeoutMs } = workerData as WriteThreadData;
const { db } = openFiles({ folder, name, busyTimeoutMs, log: { info() {}, warn() {}, error() {} } });
const { batch } = createTraceWriter(db, createIndexTransaction(db));

let conflicts: string[] = [];
let failed: { readonly message: string; readonly code: string | undefined } | undefined;

function attempt(work: () => void): void {
  if (failed) return;
  try {
    work();
  } catch (error) {
    const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
    failed = { message: error instanceof Error ? error.message : String(error), code };
    batch.giveUp();
  }
}

parentPort?.on('message', (message: WriteMessage) => {
  if (message === null) {
    batch.giveUp();
    db.close();
    parentPort?.close();
  } else if (message === 'end') {
    attempt(batch.end);
    parentPort?.postMessage((failed ? { error: failed } : { conflicts }) satisfies WriteAnswer);
    conflicts = [];
    failed = undefined;
  } else attempt(() => conflicts.push(...batch.add(unpackTraces(message))));
});
