import { isDeepStrictEqual } from 'node:util';
import { statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { withColumnMap } from '../core/cases/columnMapEdit.ts';
import { keepsFromReading, readSettings } from '../core/cases/settings.ts';
import type { ColumnMap } from '../core/model/columnMap.ts';
import { UserError } from '../core/support/errors.ts';
import type { EngineApi } from '../protocol/engineApi.ts';
import type { ImportedFile, RememberedMap, RememberRequest } from '../protocol/importApi.ts';
import type { EngineContext } from './context.ts';
import { diskFileOf } from './diskFile.ts';
import { whereOf } from './readingRules.ts';

export interface MapMemory extends Pick<EngineApi, 'rememberMap'> {
  /** What a map can be remembered for. @param shownAs as the workspace sees the file */
  placeOf(shownAs: string): { readonly files: string; readonly folder: string | null };
  /** An import that remembers the maps that traces came of, where that is wanted: for a folder that was named, for files of the names that the person says, else for the files themselves. */
  remembering(importFiles: EngineApi['importFiles']): EngineApi['importFiles'];
}

/** Column maps that config.yaml keeps. */
export function createMapMemory({ workspace, config }: Pick<EngineContext, 'workspace' | 'config'>): MapMemory {
  function rememberMap({ map, folder: given, files }: RememberRequest): RememberedMap {
    const folder = given === '.' ? undefined : given?.replace(/\/+$/, '');
    const place = { ...(folder === undefined ? {} : { folder }), ...(files === undefined ? {} : { files }) };
    const told = { config: workspace.display(workspace.configFile), where: whereOf(place) };
    // A broken file is refused here, with the line.
    const known = (config().sources ?? []).some((each) => each.folder === folder && each.files === files && isDeepStrictEqual(each.map, map));
    if (known) return { ...told, known };
    const text = workspace.read(workspace.configFile) ?? '';
    const now = withColumnMap(text, place, map);
    const { problems } = readSettings('config', now);
    if (problems.some(keepsFromReading)) throw new UserError('not-remembered', `${told.config} was left as it is: the column map cannot be written into it without breaking it.`, 'Write it under sources by hand.');
    workspace.write(workspace.configFile, now);
    return { ...told, known: false };
  }

  function placeOf(shownAs: string): { readonly files: string; readonly folder: string | null } {
    // Of a file in an archive, the folder is where the archive lies: the next one comes in another.
    const disk = workspace.display(diskFileOf(workspace.resolve(shownAs)) ?? shownAs);
    const folder = dirname(disk);
    return { files: namePattern(basename(shownAs)), folder: folder === '.' || workspace.resolve(disk) === disk ? null : folder };
  }

  function rememberAll(files: readonly ImportedFile[], paths: readonly string[], asked: ColumnMap | 'auto', names: string | undefined): readonly RememberedMap[] {
    const kept = config().sources ?? [];
    // A guess that was not needed, as the map is there already, is no news.
    const isNews = (map: ColumnMap) => asked !== 'auto' || !kept.some((each) => isDeepStrictEqual(each.map, map));
    const read = files.flatMap(({ path, map, traces }) => (map && traces > 0 && isNews(map) ? [{ path, map }] : []));
    const [only] = paths;
    const folder = names === undefined && asked !== 'auto' && paths.length === 1 && only !== undefined && statSync(only, { throwIfNoEntry: false })?.isDirectory() ? workspace.display(only) : undefined;
    const places = read.map(({ path, map }): RememberRequest => {
      if (folder !== undefined && folder !== '' && workspace.resolve(folder) !== folder) return { map, folder };
      const place = placeOf(path);
      return { map, files: names ?? basename(path), ...(place.folder === null ? {} : { folder: place.folder }) };
    });
    const distinct = new Map(places.map((each) => [JSON.stringify([each.folder, each.files]), each]));
    return [...distinct.values()].map(rememberMap);
  }

  return {
    rememberMap,
    placeOf,
    remembering: (importFiles) => async (request, call) => {
      const report = await importFiles(request, call);
      const { paths, map, remember } = request;
      const wanted = remember !== undefined && remember !== false && map !== undefined;
      const remembered = wanted ? rememberAll(report.files, paths, map, remember === true ? undefined : remember) : [];
      return remembered.length > 0 ? { ...report, remembered } : report;
    },
  };
}

/** The names of files like this one: a date, a number or an id in it may be any. */
export function namePattern(name: string): string {
  const end = /(?:\.[a-z]\w{0,7}){0,2}$/i.exec(name)?.index ?? name.length;
  const stem = name.slice(0, end).replaceAll(/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9]+(?:[-_.:T]?[0-9]+)*Z?/gi, '*').replaceAll(/\*(?:[-_.]?\*)+/g, '*');
  // A name that is a number alone would be any name.
  return (/[^*\W_]/.test(stem) ? stem : name.slice(0, end)) + name.slice(end);
}
