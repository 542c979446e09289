import { UserError } from '../core/support/errors.ts';
import type { EngineApi } from '../protocol/engineApi.ts';
import type { ImportProgress, RebuildReport } from '../protocol/importApi.ts';
import type { CallContext } from '../protocol/rpc.ts';
import type { Store } from '../store/openStore.ts';
import type { EngineContext } from './context.ts';
import { diskFileOf } from './diskFile.ts';
import type { Importing } from './importing.ts';
import { createRowWriting } from './rowWriting.ts';
import { lastMap } from './unchangedFile.ts';

export function createRebuilding({ workspace, index, log }: EngineContext, store: Store, { importAnew }: Pick<Importing, 'importAnew'>): Pick<EngineApi, 'rebuildIndex'> {
  /** A short transaction, for which others who write are waited for. */
  async function written<T>(signal: AbortSignal, work: () => T): Promise<T> {
    const writing = createRowWriting(store, false, signal);
    try {
      return await writing.run(work);
    } finally {
      await writing.close();
    }
  }

  /**
   * Nothing is taken away before its source was read again, so that the list stays whole and a rebuild may be stopped: what was not
   * read by then is read by the next import.
   */
  async function rebuilt(call: CallContext<ImportProgress>): Promise<RebuildReport> {
    const sources = store.sources().map((each) => ({ ...each, onDisk: diskFileOf(workspace.resolve(each.path)) }));
    const there = sources.filter(({ onDisk }) => onDisk !== undefined);
    const gone = sources.flatMap(({ path, traces, onDisk }) => (onDisk === undefined && traces > 0 ? [{ path, traces }] : []));
    const names = new Set(there.map(({ path }) => path));
    const maps = new Map([...names].flatMap((path) => { const map = lastMap(store, path); return map ? [[path, map] as const] : []; }));
    if (names.size > 0) await written(call.signal, () => store.forgetReadings([...names]));
    const report = await importAnew([...new Set(there.flatMap(({ onDisk }) => onDisk ?? []))], names, maps, call);
    if (report.cancelled || names.size === 0) return { ...report, gone, removed: 0, kept: 0 } satisfies RebuildReport;
    const left = store.forgottenTraces().filter((id) => store.readRecords(id)?.every(({ file }) => names.has(file)));
    const unlabelled = left.filter((id) => index.labelOf(id) === null);
    const removed = unlabelled.length > 0 ? await written(call.signal, () => store.removeTraces(unlabelled)) : 0;
    store.wipe('all');
    return { ...report, gone, removed: removed + report.files.reduce((sum, file) => sum + (file.removed ?? 0), 0), kept: left.length - unlabelled.length } satisfies RebuildReport;
  }

  /** Instead of a damaged one: of that only the list of its files is of use, as far as it can be read. */
  async function madeAnew(call: CallContext<ImportProgress>): Promise<RebuildReport> {
    const { aside, sources } = store.setAside();
    const there = new Set<string>();
    for (const path of sources) {
      const onDisk = diskFileOf(workspace.resolve(path));
      if (onDisk !== undefined) there.add(onDisk);
      else log.warn(`${path} is no longer there; its traces are gone from the index until it is imported again.`);
    }
    log.warn(`The index was damaged and is made anew; the old one is kept as ${aside}.${there.size === 0 ? ' Which files it was made from cannot be read any more: import them again.' : ''}`);
    return { ...(await importAnew([...there], new Set(), new Map(), call)), gone: [], removed: 0, kept: 0 } satisfies RebuildReport;
  }

  return {
    async rebuildIndex(_, call) {
      try {
        return await rebuilt(call);
      } catch (error) {
        if (!(error instanceof UserError) || error.code !== 'index-damaged') throw error;
        return madeAnew(call);
      }
    },
  };
}
