import { existsSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join, relative, sep } from 'node:path';
import { withoutWatched, withWatched } from '../core/cases/watchedEdits.ts';
import { formats } from '../core/formats/registry.ts';
import type { TraceSource } from '../core/model/config.ts';
import { matchesWildcard } from '../core/support/wildcard.ts';
import type { EngineApi } from '../protocol/engineApi.ts';
import type { ImportedFile, ImportReport, WatchedSource } from '../protocol/importApi.ts';
import type { EngineContext } from './context.ts';
import type { Importing } from './importing.ts';
import { importPathsOf } from './importPaths.ts';
import type { Workspace } from './workspace.ts';

const nothing: ImportReport = { files: [], traces: 0, spans: 0, failing: 0, cancelled: false };
/** Names of files that deserve a sentence when they are not read; a watched folder holds all sorts of others. */
const exports = /\.(jsonl?|ndjson|gz|tgz|zst|zip|tar|eval|traj|csv)$/i;

/** Where a folder of config.yaml lies: relative to the workspace folder, absolute, or under the home folder as `~/…`. */
export function sourceFolderOf(workspace: Workspace, folder: string): string {
  return /^~(?=$|[\\/])/.test(folder) ? join(homedir(), folder.slice(1)) : workspace.resolve(folder);
}

/** Folders of config.yaml whose files come in by themselves while an editor is open. */
export function createWatchedSources({ workspace, config }: Pick<EngineContext, 'workspace' | 'config'>, { importMet }: Pick<Importing, 'importMet'>): Pick<EngineApi, 'watchedSources' | 'setWatched' | 'importWatched'> {
  const sources = (): readonly TraceSource[] => config().sources ?? [];

  function watched(): readonly WatchedSource[] {
    return sources().flatMap(({ folder, files = null, watch }) => (watch === true && folder !== undefined ? [{ folder, files, path: sourceFolderOf(workspace, folder) }] : []));
  }

  /** Relative, or under the home folder, so that others who have the configuration have the folder too. */
  function written(path: string): string {
    const inside = relative(workspace.folder, path);
    if (inside === '') return '.';
    const shown = workspace.display(path);
    const fromHome = relative(homedir(), path);
    return shown !== path || fromHome === '' || fromHome.startsWith('..') || fromHome === path ? shown : `~/${fromHome.split(sep).join('/')}`;
  }

  return {
    watchedSources: watched,
    setWatched({ path, files = null, watch }) {
      const index = sources().findIndex((each) => each.folder !== undefined && sourceFolderOf(workspace, each.folder) === path && (each.files ?? null) === files);
      const text = workspace.read(workspace.configFile) ?? '';
      const now = watch ? withWatched(text, { index: index < 0 ? null : index, folder: written(path), files }) : index < 0 ? text : withoutWatched(text, index);
      if (now !== text) workspace.write(workspace.configFile, now);
      return watched();
    },
    async importWatched({ paths }, call) {
      const changed = new Set(watched().filter(({ path }) => existsSync(path)).flatMap((source) => [...filesOf(source, paths ?? [source.path], workspace.casebook)]));
      if (changed.size === 0) return nothing;
      // How they are read stands in config.yaml too, and is found there by the import.
      const report = await importMet([...changed], call);
      return { ...report, files: report.files.filter(isWorthTelling) };
    },
  };
}

const isWorthTelling = ({ error, format, path }: ImportedFile): boolean => error === null || format !== null || exports.test(path);

/** The files of a source among those that changed, each with the others of its run. */
function filesOf({ path: root, files: pattern }: WatchedSource, changed: readonly string[], own: string): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (file: string): void => {
    if (isUnder(root, file) && !file.startsWith(own + sep) && (pattern === null || matchesWildcard(pattern, basename(file)) || matchesWildcard(pattern, relative(root, file).split(sep).join('/')))) found.add(file);
  };
  for (const path of changed) {
    if (path !== root && !isUnder(root, path)) continue;
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined) continue;
    if (stat.isDirectory()) {
      for (const each of importPathsOf([path], own)) if (!('error' in each)) add(each.path);
      continue;
    }
    add(path);
    for (const folder of runsOf(path)) {
      if (!existsSync(folder)) continue;
      for (const each of importPathsOf([folder], own)) if (!('error' in each) && runsOf(each.path).includes(folder)) add(each.path);
    }
  }
  return found;
}

/** Folders whose files would be one run together with this one. */
function runsOf(path: string): readonly string[] {
  return formats.flatMap((format) => format.unitOf?.(path.replaceAll('\\', '/')) ?? []);
}

/** In the folder, and not in a part of it that is hidden or no place of exports. */
function isUnder(root: string, path: string): boolean {
  const parts = relative(root, path).split(sep);
  return parts[0] !== '' && !parts.some((part) => part === '..' || part.startsWith('.') || part === 'node_modules') && relative(root, path) !== path;
}
