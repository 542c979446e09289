import { addCompleteness, nothingLookedFor, unpackCompleteness } from '../core/doctor/completeness.ts';
import type { Completeness } from '../core/doctor/completeness.ts';
import type { ExaminedFile, ImportedFile } from '../protocol/importApi.ts';
import type { Store } from '../store/openStore.ts';

type Together = ImportedFile & Pick<ExaminedFile, 'beside'>;

/**
 * Files that hold pieces of the same traces as one, in the place of the file that the first of these traces is known by: what each
 * piece was when it was read says nothing of the whole, such as a session without its sub-agents.
 */
export function examinedTogether(store: Store, files: readonly ImportedFile[]): readonly Together[] {
  const read = files.filter(({ completeness }) => completeness !== null);
  if (read.length < 2) return files;
  const tracesOf = new Map(read.map((file) => [file, store.tracesOfReading(file.path)]));
  const groups: { readonly files: ImportedFile[]; readonly traces: Set<string> }[] = [];
  const groupOf = new Map<string, (typeof groups)[number]>();
  for (const [file, traces] of tracesOf) {
    const met = new Set(traces.flatMap((trace) => groupOf.get(trace) ?? []));
    const [group = { files: [], traces: new Set<string>() }, ...others] = met;
    if (met.size === 0) groups.push(group);
    for (const other of others) {
      group.files.push(...other.files.splice(0));
      for (const trace of other.traces) groupOf.set(trace, group.traces.add(trace) && group);
    }
    group.files.push(file);
    for (const trace of traces) groupOf.set(trace, group.traces.add(trace) && group);
  }
  const several = new Map(groups.filter((group) => group.files.length > 1).map((group) => {
    const [first = ''] = group.traces;
    const known = store.readSummary(first)?.file;
    const leading = group.files.find(({ path }) => path === known) ?? group.files[0]!;
    return [leading, together(store, leading, group.files, [...group.traces])];
  }));
  const inside = new Set([...several.values()].flatMap(({ beside = [] }) => beside));
  return files.flatMap((file) => several.get(file) ?? (inside.has(file.path) ? [] : [file]));
}

function together(store: Store, leading: ImportedFile, files: readonly ImportedFile[], traces: readonly string[]): Together {
  const sum = (pick: (file: ImportedFile) => number) => files.reduce((total, file) => total + pick(file), 0);
  return {
    ...leading, traces: traces.length, new: traces.length, updated: 0, unchanged: 0,
    spans: sum(({ spans }) => spans), messages: sum(({ messages }) => messages), toolCalls: sum(({ toolCalls }) => toolCalls),
    warnings: files.flatMap(({ warnings }) => warnings), warningCount: sum(({ warningCount }) => warningCount),
    completeness: completenessIn(traces.flatMap((trace) => store.countsOf(trace) ?? [])),
    beside: files.filter((file) => file !== leading).map(({ path }) => path),
  };
}

/** Of traces as they are now. */
export function completenessIn(counts: ReturnType<Store['countsOfFile']>): Completeness {
  return counts.reduce((sum, each) => (each.completeness === undefined ? sum : addCompleteness(sum, unpackCompleteness(each.completeness))), nothingLookedFor);
}
