import { setTimeout as wait } from 'node:timers/promises';
import { UserError } from '../core/support/errors.ts';
import type { EncodedTrace } from '../store/encodedTrace.ts';
import type { Store } from '../store/openStore.ts';
import { explainSqlite, isBusy } from '../store/sqliteErrors.ts';
import type { ThreadedWriting } from '../store/threadedWriting.ts';

/** Where an import puts its traces: into the index at once, or through a thread that writes while reading goes on. */
export interface RowWriting {
  /** Signs in as a writer and runs a short transaction of the engine's own, waiting for other writers. */
  run<T>(work: () => T): Promise<T>;
  /** Takes a batch; it is written before the next ones. */
  write(traces: readonly EncodedTrace[]): Promise<void>;
  /** Whether a trace was taken and may not be written yet. */
  isOpen(id: string): boolean;
  /** Waits until all is written. */
  written(): Promise<void>;
  /** Ids of traces that someone else changed meanwhile, and that were therefore not written; each is told once. */
  takeConflicts(): readonly string[];
  /** Signs out. */
  close(): Promise<void>;
}

/** How long an import waits for another process that writes to the index. */
const patienceMs = 20_000;
/** Batches that may wait for the thread, so that a slow disk does not fill the memory. */
const mostWaiting = 2;

/** @param large whether the import is worth a thread: a small one is done before it has started */
export function createRowWriting(store: Store, large: boolean, signal: AbortSignal): RowWriting {
  let signedIn = false;
  let thread: ThreadedWriting | undefined;
  let conflicts: string[] = [];
  /** Ids of the batches that may still wait. */
  let open: Set<string>[] = [];

  async function patiently<T>(work: () => T, until: AbortSignal): Promise<T> {
    for (const start = Date.now(); ; ) {
      try {
        return work();
      } catch (error) {
        if (!isBusy(error)) throw error;
        if (Date.now() - start > patienceMs) throw busy();
        await wait(50, undefined, { signal: until });
      }
    }
  }

  function busy(): UserError {
    const who = store.otherWriters() ?? 'another process';
    return new UserError('index-busy', `The index is being written by ${who}; waited ${patienceMs / 1000} s for it.`, 'Wait for it to end, or stop it, and import again. What was imported so far is kept.');
  }

  async function run<T>(work: () => T): Promise<T> {
    if (!signedIn) {
      await patiently(() => store.beginWriting('import'), signal);
      signedIn = true;
      if (large) thread = store.startWriteThread();
    }
    return patiently(work, signal);
  }

  async function settleThread(most: number): Promise<void> {
    try {
      conflicts.push(...((await thread?.settle(most)) ?? []));
    } catch (error) {
      throw isBusy(error) ? busy() : explainSqlite(error, 'of this workspace');
    }
  }

  return {
    run,
    async write(traces) {
      if (!thread) {
        conflicts.push(...(await run(() => store.writeTraces(traces))));
        return;
      }
      thread.send(traces);
      open = [...open.slice(-mostWaiting), new Set(traces.map(({ id }) => id))];
      await settleThread(mostWaiting);
    },
    isOpen: (id) => open.some((ids) => ids.has(id)),
    async written() {
      await settleThread(0);
      open = [];
    },
    takeConflicts() {
      const since = conflicts;
      conflicts = [];
      return since;
    },
    async close() {
      await thread?.close();
      if (signedIn) await patiently(() => store.endWriting(), AbortSignal.timeout(1000));
    },
  };
}
