import { parentPort, workerData } from 'node:worker_threads';
import { openFiles } from './connection.ts';
import type { EncodedTrace } from './encodedTrace.ts';
import { createIndexTransaction, createTraceWriter } from './traceWriter.ts';
import type { WriteAnswer, WriteThreadData } from './threadedWriting.ts';

/** A thread that writes encoded traces while the next ones are read. Started by threadedWriting.ts; null ends it. */
const { folder, name, busyTimeoutMs } = workerData as WriteThreadData;
const { db } = openFiles({ folder, name, busyTimeoutMs, log: { info() {}, warn() {}, error() {} } });
const writer = createTraceWriter(db, createIndexTransaction(db));

function answer(traces: readonly EncodedTrace[]): WriteAnswer {
  try {
    return { conflicts: writer.writeAll(traces) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
    return { error: { message: error instanceof Error ? error.message : String(error), code } };
  }
}

parentPort?.on('message', (traces: readonly EncodedTrace[] | null) => {
  if (traces !== null) {
    parentPort?.postMessage(answer(traces));
    return;
  }
  db.close();
  parentPort?.close();
});
