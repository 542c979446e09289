import { setTimeout as wait } from 'node:timers/promises';
import { UserError } from '../core/support/errors.ts';
import type { EncodedTrace } from '../store/encodedTrace.ts';
import type { Store } from '../store/openStore.ts';
import type { PackedTraces } from '../store/packedTraces.ts';
import { unpackTraces } from '../store/packedTraces.ts';
import { damagedSearch, explainSqlite, isBusy, isDamaged } from '../store/sqliteErrors.ts';
import type { ThreadedWriting } from '../store/threadedWriting.ts';

/** Where an import puts its traces: into the index at once, or through a thread that writes while reading goes on. */
export interface RowWriting {
  /** Signs in as a writer and runs a short transaction of the engine's own, waiting for other writers. */
  run<T>(work: () => T): Promise<T>;
  /** Takes some traces of a batch: what lies about for long is dear to clear away. */
  add(traces: readonly EncodedTrace[]): void;
  /** The same, of traces that came packed from another thread. */
  addPacked(packed: PackedTraces, ids: readonly string[]): void;
  /** All that was taken since the last time is written in one transaction, before what comes next. */
  endBatch(): Promise<void>;
  /** Whether a trace was taken and may not be written yet. */
  isOpen(id: string): boolean;
  /** Waits until all batches that ended are written. */
  written(): Promise<void>;
  /** Ids of traces that someone else changed meanwhile, and that were therefore not written; each is told once. */
  takeConflicts(): readonly string[];
  /** Signs out. */
  close(): Promise<void>;
}

/** How long an import waits for another process that writes to the index. */
const patienceMs = 20_000;
/** Batches that may wait for the thread, so that a slow disk does not fill the memory. */
const mostWaiting = 1;

/** @param large whether the import is worth a thread: a small one is done before it has started */
export function createRowWriting(store: Store, large: boolean, signal: AbortSignal): RowWriting {
  let signedIn = false;
  let thread: ThreadedWriting | undefined;
  let conflicts: string[] = [];
  /** Taken, where no thread writes. */
  let batch: EncodedTrace[] = [];
  /** Ids of the batches that may still wait, the one under way first. */
  let open: Set<string>[] = [new Set()];

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
      if (isBusy(error)) throw busy();
      if (isDamaged(error)) {
        await thread?.close();
        thread = undefined;
        if (store.mendSearch()) throw damagedSearch();
      }
      throw explainSqlite(error, 'of this workspace');
    }
  }

  return {
    run,
    add(traces) {
      if (traces.length === 0) return;
      for (const { id } of traces) open[0]?.add(id);
      if (thread) thread.send(traces);
      else batch.push(...traces);
    },
    addPacked(packed, ids) {
      for (const id of ids) open[0]?.add(id);
      if (thread) thread.forward(packed);
      else batch.push(...unpackTraces(packed));
    },
    async endBatch() {
      if (open[0]?.size === 0) return;
      if (thread) {
        thread.endBatch();
        await settleThread(mostWaiting);
        open = [new Set(), ...open.slice(0, mostWaiting)];
        return;
      }
      const traces = batch;
      batch = [];
      open = [new Set()];
      conflicts.push(...(await run(() => store.writeTraces(traces))));
    },
    isOpen: (id) => open.some((ids) => ids.has(id)),
    async written() {
      await settleThread(0);
      open = [new Set()];
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
