import type { TraceFragment } from '../core/formats/format.ts';
import type { Store } from '../store/openStore.ts';
import type { StoredRecord } from '../store/encodedTrace.ts';
import { canonicalHash } from './canonicalHash.ts';
import { traceIdOf } from './importTraces.ts';

type Run = { readonly nativeId: string; readonly record: Omit<StoredRecord, 'reading'> & { readonly settings?: string } };

/**
 * Names for formats in which one record is one run (`repeats: 'separate'`). What repeats an earlier run word for word is
 * that run again; anything else under the same id is a run of its own: `id#2`, `id#3`.
 * @param settings under which is read now: a column map among them decides what a record becomes
 * @param removed runs that were taken out, by trace id: what is not the same is none of them
 * @param isMet whether a run under this name was met in this import before
 */
export function createRunNames(store: Pick<Store, 'readRecords'>, format: string, settings: string, removed: ReadonlyMap<string, Run['record']>, isMet: (nativeId: string) => boolean, warn: (line: number, message: string) => void) {
  const known = new Map<string, Run[]>();

  function storedRuns(nativeId: string): Run[] {
    const runs: Run[] = [];
    for (let n = 1; ; n++) {
      const name = n === 1 ? nativeId : `${nativeId}#${n}`;
      const id = traceIdOf(format, name);
      const record = store.readRecords(id)?.[0] ?? removed.get(id);
      if (!record) return runs;
      runs.push({ nativeId: name, record });
    }
  }

  /** The run that this very record became under other settings. */
  function readOtherwise(runs: Run[], record: StoredRecord): Run | undefined {
    const index = runs.findIndex(({ nativeId, record: { settings: before = settings, file, offset, sha256 } }) =>
      before !== settings && file === record.file && offset === record.offset && sha256 === record.sha256 && !isMet(nativeId));
    const run = runs[index];
    return run && (runs[index] = { nativeId: run.nativeId, record });
  }

  return {
    /** @returns the name to keep the run under, and whether it is there already */
    nameOf(nativeId: string, record: StoredRecord & { readonly content: string }): { readonly nativeId: string; readonly repeated: boolean } {
      const runs = known.get(nativeId) ?? storedRuns(nativeId);
      known.set(nativeId, runs);
      const same = runs.find((each) => each.record.content === record.content) ?? readOtherwise(runs, record);
      const name = same?.nativeId ?? (runs.length === 0 ? nativeId : `${nativeId}#${runs.length + 1}`);
      const [first] = runs;
      if (first && name !== first.nativeId && !isMet(name)) {
        const where = first.record.file === record.file ? `line ${first.record.line}` : `${first.record.file} line ${first.record.line}`;
        warn(record.line, `Line ${record.line} has the run id ${nativeId} of ${where} but other content; it is kept as ${name}.`);
      }
      if (!same) runs.push({ nativeId: name, record });
      return { nativeId: name, repeated: same !== undefined };
    },
  };
}

/** SHA-256 over what was read of a run, as hex digits: equal for equal runs, however their JSON is written. */
export function contentOf({ header, spans }: TraceFragment): string {
  return canonicalHash({ header, spans: spans.map((span) => ({ ...span, seq: 0, place: null })) });
}
