import type { Format } from '../core/formats/format.ts';
import type { Store } from '../store/openStore.ts';
import type { ImportedTrace } from './importTraces.ts';
import { traceIdOf } from './importTraces.ts';
import type { RowWriting } from './rowWriting.ts';

/** What the index had of a file before it was read anew. */
export type HeldBefore = { readonly traces: readonly string[]; readonly files: ReadonlySet<string> };

export function heldBefore(store: Store, shownAs: string, files: ReadonlySet<string>): HeldBefore {
  return { traces: store.tracesOfReading(shownAs), files: new Set([...files, ...store.filesOfReading(shownAs)]) };
}

/** Which records of each trace were met in the file, and where first; for traces of which that has to be known. */
export type MetRecords = ReadonlyMap<string, Map<string, number>>;

type PlacedRecord = { readonly file: string; readonly offset: number; readonly sha256: string };

export function addMet(met: MetRecords, id: string, key: string, { offset }: PlacedRecord): void {
  const known = met.get(id);
  known?.set(key, Math.min(known.get(key) ?? offset, offset));
}

/**
 * Traces of which the file once told more than it does now, or at another place, and that stand in no other file: they are read anew
 * from what there is.
 * @param keyOf how `met` names a record
 */
export function staleTraces(store: Store, before: HeldBefore, met: MetRecords, keyOf: (record: PlacedRecord) => string): readonly string[] {
  return before.traces.filter((id) => {
    const now = met.get(id);
    const records = now === undefined || now.size === 0 ? undefined : store.readRecords(id);
    return records !== undefined && records.every(({ file }) => before.files.has(file)) && records.some((record) => now?.get(keyOf(record)) !== record.offset);
  });
}

/**
 * Takes out traces that stood in the file and stand there no more. One that another file holds, or that somebody labelled, is kept.
 * @returns how many were taken out, a sentence for each kind that was kept, and traces that were given another name only because
 * of one that is gone: they are taken out too, to be read again
 */
export async function removeVanished(store: Store, writing: RowWriting, before: HeldBefore, traces: ReadonlyMap<string, ImportedTrace>, format: Format, isLabelled: (id: string) => boolean): Promise<{ readonly removed: number; readonly kept: readonly string[]; readonly renamed: readonly string[] }> {
  const gone: string[] = [];
  const renamed = new Set<string>();
  let labelled = 0;
  let elsewhere = 0;
  for (const id of before.traces) {
    if (traces.has(id)) continue;
    if (store.readRecords(id)?.some(({ file }) => !before.files.has(file)) === true) elsewhere++;
    else if (isLabelled(id)) labelled++;
    else {
      gone.push(id);
      if (format.repeats === 'separate') for (const each of namesakes(store.readSummary(id)?.nativeId ?? '', format)) renamed.add(each);
    }
  }
  const again = [...renamed].filter((id) => traces.has(id) && !before.traces.includes(id));
  const removed = gone.length === 0 ? 0 : await writing.run(() => store.removeTraces(gone));
  if (again.length > 0) await writing.run(() => store.removeTraces(again));
  const count = (n: number) => (n === 1 ? '1 trace that it held is' : `${n} traces that it held are`);
  return {
    removed, renamed: again.length > 0 ? [...renamed] : [],
    kept: [
      ...(labelled > 0 ? [`${count(labelled)} no longer in it, and kept because of a label. Remove it when it is not needed.`] : []),
      ...(elsewhere > 0 ? [`${count(elsewhere)} no longer in it, and kept because another file holds it too.`] : []),
    ],
  };
}

const mostNamesakes = 100;

/** Ids that runs under the same id as this one have: `id`, `id#2` and so on. */
function namesakes(nativeId: string, { id: format }: Format): readonly string[] {
  const base = nativeId.replace(/#\d+$/, '');
  return Array.from({ length: mostNamesakes }, (_, n) => traceIdOf(format, n === 0 ? base : `${base}#${n + 1}`));
}
