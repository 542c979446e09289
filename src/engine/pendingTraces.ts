import type { TraceFragment } from '../core/formats/format.ts';
import type { PendingTrace, ReadRecord } from './importTraces.ts';

const leastBytes = 256_000;
const mostBytes = 32_000_000;

/**
 * Pieces of traces between reading and writing. They wait for little: what lives short is cheap to clear away. An export that
 * spreads each trace over many records makes it wait for more, as each trace that is met again is written again.
 */
export function createPendingTraces() {
  let traces = new Map<string, PendingTrace>();
  let patience = leastBytes;
  let since: number | undefined;

  return {
    size: (): number => traces.size,
    has: (nativeId: string): boolean => traces.has(nativeId),
    /** @param at how far into the source the record stands */
    add(nativeId: string, fragment: TraceFragment, record: ReadRecord, warnings: number, at: number): void {
      let trace = traces.get(nativeId);
      if (!trace) {
        trace = { nativeId, parts: [] };
        traces.set(nativeId, trace);
      }
      trace.parts.push({ fragment, record, warnings });
      since ??= at;
    },
    /** @param at of the record that comes next */
    isRipe: (at: number): boolean => since !== undefined && at - since >= patience,
    take(): readonly PendingTrace[] {
      const taken = [...traces.values()];
      traces = new Map();
      since = undefined;
      return taken;
    },
    /** How many of those taken had been written in this import before. */
    metAgain(again: number, all: number): void {
      if (all > 0 && again / all > 0.1) patience = Math.min(patience * 2, mostBytes);
    },
  };
}
