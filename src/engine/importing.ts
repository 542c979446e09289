import { hash } from 'node:crypto';
import { lstatSync } from 'node:fs';
import { createMappedFormat } from '../core/formats/mapped.ts';
import { formats } from '../core/formats/registry.ts';
import type { ColumnMap } from '../core/model/columnMap.ts';
import { createPricing } from '../core/pricing/pricing.ts';
import { createRedactor } from '../core/redaction/redactor.ts';
import type { Redactor } from '../core/redaction/redactor.ts';
import { messageOf, UserError } from '../core/support/errors.ts';
import { factsConfigOf } from '../core/trajectory/facts.ts';
import type { EngineApi } from '../protocol/engineApi.ts';
import type { ImportedFile, ImportProgress, ImportReport } from '../protocol/importApi.ts';
import type { CallContext } from '../protocol/rpc.ts';
import type { Store } from '../store/openStore.ts';
import { cleanName } from './cleanSpans.ts';
import type { EngineContext } from './context.ts';
import { completenessOfAll, scoresOfAll } from './fileAccount.ts';
import { importGuarded } from './guardedImport.ts';
import type { FileOutcome } from './importFile.ts';
import type { Format } from '../core/formats/format.ts';
import type { Unpacked } from './containers/unpack.ts';
import { unpack } from './containers/unpack.ts';
import { diskFileOf } from './diskFile.ts';
import type { ImportPath } from './importPaths.ts';
import { importPathsOf, looksLikeExport } from './importPaths.ts';
import { usualSizes } from './importSizes.ts';
import type { ImportUnit } from './importUnits.ts';
import { unitsOf } from './importUnits.ts';
import type { SourceFile } from './sourceFile.ts';
import { fileOnDisk } from './sourceFile.ts';
import { missingFile, noSuchFormat, noTraces, nothingIn } from './importSentences.ts';
import type { ImportedTrace, TraceState } from './importTraces.ts';
import { guessedMap } from './mappableFile.ts';
import { createReadingRules, settingsWith } from './readingRules.ts';
import type { SignalIndex } from './review/signals.ts';
import { createRowWriting } from './rowWriting.ts';
import { lastMap } from './unchangedFile.ts';
import { sourceFolderOf } from './watchedSources.ts';
import { redactionRulesOf } from './redactionRules.ts';

/** What was asked for beside the paths. `map`: insisted on, or the most likely one where nothing knows a file. */
type Wanted = { readonly format?: Format | undefined; readonly map?: ColumnMap | 'auto' | undefined; readonly outdated: ReadonlySet<string>; readonly maps?: ReadonlyMap<string, ColumnMap>; /** A person named the paths. */ readonly byName: boolean };

export type Importing = Pick<EngineApi, 'importFiles'> & {
  /** Files that nobody named: what was removed of them stays away. */
  importMet(paths: readonly string[], call: CallContext<ImportProgress>): Promise<ImportReport>;
  /**
   * @param outdated files of which nothing that was read before counts, as the workspace sees them
   * @param maps the column maps that some of them were read with
   */
  importAnew(paths: readonly string[], outdated: ReadonlySet<string>, maps: ReadonlyMap<string, ColumnMap>, call: CallContext<ImportProgress>): Promise<ImportReport>;
};

/**
 * @param readThread the program that reads blocks of a large file (readThread.ts)
 * @param apart keeps work that can wait from going on beside an import
 * @param sizes from where on an import is a large one
 */
export function createImporting(context: EngineContext, store: Store, readThread?: string | URL, apart: SignalIndex['apartFrom'] = (work) => work(), sizes = usualSizes): Importing {
  const { workspace, index, log, now, version } = context;

  /** What is to be read, and what is said of the rest. */
  function unitsAt(found: readonly ImportPath[], format: Format | undefined, named: ReadonlyMap<string, readonly { readonly path: string }[]>, redact: Redactor): { readonly units: readonly ImportUnit[]; readonly files: ImportedFile[]; readonly called: ReadonlySet<string> } {
    // Names are stored and shown, and people give files all sorts of them.
    const shownName = (path: string) => cleanName(redact, workspace.display(path));
    const toRead: SourceFile[] = [];
    const files: ImportedFile[] = [];
    /** Files that somebody named, by themselves or with their archive. */
    const called = new Set<string>();
    for (const each of found) {
      for (const file of 'error' in each ? [each] : unpackedAt(each)) {
        if (!('error' in each) && !each.found) called.add(file.path);
        if ('error' in file) files.push(notRead(shownName(file.path), redact.text(file.error)));
        else if ('leftOut' in file) files.push({ ...notRead(shownName(file.path), null), warnings: file.leftOut.slice(0, 100).map((message) => ({ line: null, message: redact.text(message) })), warningCount: file.leftOut.length });
        else if (!named.has(each.path)) toRead.push({ ...file, shownAs: cleanName(redact, file.shownAs) });
        else if (named.get(each.path)?.some(({ path }) => path === file.path)) toRead.push({ ...file, shownAs: cleanName(redact, file.shownAs), found: false });
      }
    }
    toRead.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
    return { units: unitsOf(toRead, format ? [format] : formats, shownName), files, called };
  }

  function unpackedAt({ path, found }: { readonly path: string; readonly found: boolean }): Iterable<Unpacked> {
    try {
      return [...unpack(fileOnDisk(path, workspace.display(path), found))];
    } catch (error) {
      // Removed, or closed to us, since the folder was listed.
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
      return [{ path, error: missingFile(path) }];
    }
  }

  const importPaths = (paths: readonly string[], wanted: Wanted, call: CallContext<ImportProgress>): Promise<ImportReport> => apart(() => importAll(paths, wanted, call));

  async function importAll(paths: readonly string[], { format: wanted, map, outdated, maps, byName }: Wanted, { signal, progress }: CallContext<ImportProgress>): Promise<ImportReport> {
    const config = context.config();
    const redaction = redactionRulesOf(config);
    const factsConfig = factsConfigOf(config.facts);
    const insisted = map === 'auto' ? undefined : map;
    const format = insisted ? createMappedFormat(insisted) : wanted;
    const unmapped = hash('sha256', JSON.stringify([version, redaction, factsConfig, config.prices])).slice(0, 16);
    const settings = {
      format, map: insisted, store, redaction, factsConfig, signal, pricing: createPricing(config.prices), prices: config.prices, readThread, sizes,
      importedAt: now().toISOString(),
      settings: insisted ? settingsWith(unmapped, insisted) : unmapped,
      rules: createReadingRules({
        sources: config.sources ?? [], settings: unmapped, folderOf: (folder) => sourceFolderOf(workspace, folder),
        before: (shownAs) => maps?.get(shownAs) ?? lastMap(store, shownAs),
        guess: (sample) => (map === 'auto' ? guessedMap(sample, redaction) : undefined),
      }),
    };
    const asked = paths.map((path) => workspace.resolve(path)).map((path) => ({ path, disk: archiveOf(path) ?? path }));
    const named = Map.groupBy(asked.filter(({ path, disk }) => disk !== path && !asked.some((other) => other.path === disk)), ({ disk }) => disk);
    const redact = createRedactor(redaction);
    const { units, files, called } = unitsAt(importPathsOf(asked.map(({ disk }) => disk), workspace.casebook), format, named, redact);
    const bytes = units.reduce((total, { size }) => total + size, 0);
    const kinds = new Map<string, { readonly unit: ImportUnit; readonly report: ImportedFile }[]>();
    const traces = new Map<string, ImportedTrace>();
    let bytesBefore = 0;
    let cancelled = false;
    const replaced = new Set<FileOutcome['replaced']>();

    const writing = createRowWriting(store, bytes >= sizes.large, signal);
    try {
      for (const [fileIndex, unit] of units.entries()) {
        cancelled = signal.aborted;
        if (cancelled) break;
        const { path, shownAs, found, size } = unit;
        const outcome = await importGuarded({
          ...settings, unit, writing, outdated, byName: byName && (asked.some((each) => each.path === path) || unit.files.some((file) => called.has(file.path))), isLabelled: (id) => index.labelOf(id) !== null,
          onProgress: (bytesRead, count) => progress({ file: shownAs, fileIndex, files: units.length, bytesRead: bytesBefore + bytesRead, bytes, traces: traces.size + count }),
        }, log);
        bytesBefore += size;
        replaced.add(outcome.replaced);
        for (const [id, trace] of outcome.traces) traces.set(id, { ...trace, state: stronger(traces.get(id)?.state, trace.state) });
        cancelled = outcome.cancelled;
        // A folder holds all sorts of files; only those that claim to be data deserve a sentence.
        if (outcome.kind !== undefined && found) kinds.set(outcome.kind, [...(kinds.get(outcome.kind) ?? []), { unit, report: outcome.report }]);
        else if (outcome.report.format === null && found && !looksLikeExport(path)) log.info(`Left out ${shownAs}: ${outcome.report.error}`);
        else files.push(outcome.report);
        if (cancelled) break;
      }
      const alone = files.length === 0 && !cancelled;
      for (const [kind, [first, ...more]] of kinds) {
        if (first) files.push({ ...first.report, error: redact.text(noTraces(first.unit.path, kind, more.length + 1)), ...(alone ? {} : { leftOut: more.length + 1 }) });
      }
      files.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
    } finally {
      await writing.close().catch((error: unknown) => log.warn(`The import could not sign out as a writer of the index: ${messageOf(error)}`));
    }
    // A rebuild does it once it is whole.
    if (outdated.size === 0 && replaced.has('settings')) store.wipe('all');
    else if (outdated.size === 0 && replaced.has('content')) store.wipe('words-if-few');
    if (files.length === 0 && !cancelled) files.push(...paths.map((path) => notRead(cleanName(redact, workspace.display(path)), redact.text(nothingIn(path)))));
    const all = [...traces.values()];
    return {
      files, cancelled, traces: all.length, states: { new: inState(all, 'new'), updated: inState(all, 'updated'), unchanged: inState(all, 'unchanged') },
      spans: all.reduce((total, each) => total + each.spans, 0),
      // As a list counts them: people's verdicts go before what a trace says of itself.
      failing: index.failingAmong([...traces.keys()]) ?? all.filter((each) => each.failing).length,
      completeness: completenessOfAll(all), ...scoresOfAll(all),
    } satisfies ImportReport;
  }

  return {
    async importFiles({ paths, format: id, map }, call) {
      const format = id === undefined ? undefined : formats.find((each) => each.id === id);
      if (id !== undefined && !format) {
        const { message, hint } = noSuchFormat(id);
        throw new UserError('no-such-format', message, hint);
      }
      return importPaths(paths, { format, map, outdated: new Set(), byName: true }, call);
    },
    importMet: (paths, call) => importPaths(paths, { outdated: new Set(), byName: false }, call),
    importAnew: (paths, outdated, maps, call) => importPaths(paths, { outdated, maps, byName: false }, call),
  };
}

/** What became of a trace over all its files: one that is new in the first is not unchanged because the second adds nothing. */
const stronger = (a: TraceState | undefined, b: TraceState): TraceState => (a === 'new' || b === 'new' ? 'new' : a === 'updated' || b === 'updated' ? 'updated' : 'unchanged');
const inState = (traces: readonly ImportedTrace[], state: TraceState): number => traces.filter((each) => each.state === state).length;

/** A file in an archive may be named by itself: the archive that it is in. */
function archiveOf(path: string): string | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) ? undefined : diskFileOf(path);
  } catch (error) {
    // Else a folder that is closed to us, or links in a circle: what can be said of it is said where it is read.
    return (error as NodeJS.ErrnoException).code === 'ENOTDIR' ? diskFileOf(path) : undefined;
  }
}

function notRead(path: string, error: string | null): ImportedFile {
  return { path, format: null, why: null, error, traces: 0, spans: 0, messages: 0, toolCalls: 0, new: 0, updated: 0, unchanged: 0, warnings: [], warningCount: 0, redactions: {}, cut: 0, completeness: null };
}
