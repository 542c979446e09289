import type { ReadReport, TraceFragment } from '../core/formats/format.ts';
import type { EncodedTrace } from '../store/encodedTrace.ts';
import type { RemovedRecord } from '../store/removals.ts';
import { cleanName } from './cleanSpans.ts';
import { usualSizes } from './importSizes.ts';
import type { ImportedTrace, TraceImport } from './importTraces.ts';
import { importTrace, recordKey, traceIdOf } from './importTraces.ts';
import { createPendingTraces } from './pendingTraces.ts';
import type { RowWriting } from './rowWriting.ts';
import { contentOf, createRunNames } from './separateRuns.ts';
import type { OpenSource } from './source.ts';
import type { MetRecords } from './vanished.ts';
import { addMet } from './vanished.ts';

export type ImportPass = {
  readonly source: Pick<OpenSource, 'file' | 'records' | 'kept' | 'bytesOf' | 'distanceOf'>;
  readonly report: ReadReport;
  readonly context: TraceImport;
  readonly reading: number;
  readonly writing: RowWriting;
  /** Only these traces; undefined: all. */
  readonly only: ReadonlySet<string> | undefined;
  /** What became of each trace, by id; added to. */
  readonly traces: Map<string, ImportedTrace>;
  /** To be told which records were met of traces that were there before; undefined: nobody asks. */
  readonly met?: MetRecords | undefined;
  /** Traces that were taken out, by id. */
  readonly removed: ReadonlyMap<string, RemovedRecord>;
  /** Whether one of these is to stay out. */
  staysAway(id: string): boolean;
  /** How many warnings there were on a line, once. */
  warningsOn(line: number, file: string | undefined): number;
  onRepeated(): void;
  /** A batch has been taken. @returns whether to go on */
  onBatch(): Promise<boolean>;
};

/** A batch is written when it holds this much, the first ones sooner so that a list has rows at once. */
const batchTraces = 800;
const batchBytes = usualSizes.batch;
const firstShare = 1 / 32;

/** Reads a source once, from its start. @returns whether it was read to its end */
export async function importPass({ source, report, context, reading, writing, only, traces, met, removed, staysAway, warningsOn, onRepeated, onBatch }: ImportPass): Promise<boolean> {
  const { format } = context;
  const keyOf = recordKey(format);
  const pending = createPendingTraces();
  const isMet = (nativeId: string) => pending.has(nativeId) || traces.has(traceIdOf(format.id, nativeId));
  const runs = format.repeats === 'separate' ? createRunNames(context.store, format.id, context.settings, removed, isMet, (line, message) => report.warn(line, message)) : undefined;

  /** Joins what is pending with what is stored, which has to be written by then. */
  async function encodePending(): Promise<void> {
    const ready = pending.take();
    let again = 0;
    let encodedTraces: EncodedTrace[] = [];
    for (const each of ready) {
      const id = traceIdOf(format.id, each.nativeId);
      if (only && !only.has(id)) continue;
      if (writing.isOpen(id)) {
        writing.add(encodedTraces);
        encodedTraces = [];
        await writing.endBatch();
        await writing.written();
      }
      const { encoded, ...imported } = importTrace(context, id, each);
      const earlier = traces.get(id);
      if (earlier) again++;
      traces.set(id, earlier && earlier.state !== 'unchanged' ? { ...imported, state: earlier.state } : imported);
      if (!encoded) continue;
      encodedTraces.push(encoded);
    }
    writing.add(encodedTraces);
    pending.metAgain(again, ready.length);
  }

  function isKeptAway(nativeId: string): boolean {
    if (removed.size === 0) return false;
    const id = traceIdOf(format.id, nativeId);
    return removed.has(id) && staysAway(id);
  }

  function take(fragment: TraceFragment): void {
    const { file = source.file, line, offset, length } = fragment.record;
    const { sha256, media } = source.bytesOf(fragment.record);
    const record = { file, line, offset, length, sha256, media, reading };
    const warnings = warningsOn(line, fragment.record.file);
    const at = source.distanceOf(fragment.record);
    const exported = cleanName(context.redact, fragment.nativeId);
    if (!runs) {
      if (isKeptAway(exported)) return;
      if (met) addMet(met, traceIdOf(format.id, exported), keyOf(record), record);
      pending.add(exported, fragment, record, warnings, at);
      return;
    }
    const run = { ...record, content: contentOf(fragment) };
    const { nativeId, repeated } = runs.nameOf(exported, run);
    if (isKeptAway(nativeId)) return;
    if (met) addMet(met, traceIdOf(format.id, nativeId), keyOf(record), record);
    if (repeated && isMet(nativeId)) onRepeated();
    else pending.add(nativeId, fragment, run, warnings, at);
  }

  const fragments = format.read(source, report)[Symbol.iterator]();
  let next = fragments.next();
  for (let batches = 1; next.done !== true; batches++) {
    const size = Math.min(firstShare * 2 ** (batches - 1), 1);
    const start = source.distanceOf(next.value.record);
    const known = traces.size;
    let isFull = false;
    while (next.done !== true && !isFull) {
      const { offset, file } = next.value.record;
      const distance = source.distanceOf(next.value.record) - start;
      take(next.value);
      next = fragments.next();
      // A record is not torn apart: its pieces of one trace are written together.
      if (next.done !== true && next.value.record.offset === offset && next.value.record.file === file) continue;
      isFull = distance >= batchBytes * size || traces.size - known + pending.size() >= batchTraces * size;
      if (next.done === true || isFull || pending.isRipe(source.distanceOf(next.value.record))) await encodePending();
    }
    await writing.endBatch();
    // Whoever looks for the first rows finds them.
    if (batches === 1) await writing.written();
    if (!(await onBatch()) && next.done !== true) {
      fragments.return?.();
      return false;
    }
  }
  return true;
}
