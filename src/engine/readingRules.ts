import { hash } from 'node:crypto';
import { basename, relative, sep } from 'node:path';
import { detectFormat } from '../core/formats/detect.ts';
import type { Format, Sample } from '../core/formats/format.ts';
import { createMappedFormat, holdsColumnsOf } from '../core/formats/mapped.ts';
import { formats } from '../core/formats/registry.ts';
import type { ColumnMap } from '../core/model/columnMap.ts';
import type { TraceSource } from '../core/model/config.ts';
import { matchesWildcard } from '../core/support/wildcard.ts';
import type { ImportUnit } from './importUnits.ts';

/** How a file is read. `settings` stand for all that decides what becomes of it. */
export type HowRead = { readonly format: Format; readonly why: string; readonly settings: string; readonly map?: ColumnMap | undefined };

/** How files are read: as config.yaml says, by their content, or by a column map that is remembered. */
export interface ReadingRules {
  /** The settings under which an earlier reading of the file still stands. */
  standing(unit: ImportUnit): readonly string[];
  /** Undefined where nothing knows the file. */
  detect(unit: ImportUnit, sample: Sample): HowRead | undefined;
  /** By what a file is read with this map now, whoever asked for it when it was read. */
  whyMapped(unit: ImportUnit, map: ColumnMap): string;
}

export type RuleSources = {
  readonly sources: readonly TraceSource[];
  /** Where a folder of config.yaml lies. */
  folderOf(folder: string): string;
  /** Of all that is read without a map. */
  readonly settings: string;
  /** The map that a file was read with the last time. */
  before(shownAs: string): ColumnMap | undefined;
  /** What the columns of an unknown file most likely are, where that is to be taken. */
  guess(sample: Sample): ColumnMap | undefined;
};

const readBefore = 'by the column map it was read with before';

type Rule = Omit<HowRead, 'why'> & { readonly where: string };

/** A map decides what becomes of a row, so it is one of the settings. */
export function settingsWith(settings: string, how: ColumnMap | string): string {
  return hash('sha256', JSON.stringify([settings, how])).slice(0, 16);
}

/** Which files a source of config.yaml is for, as a person reads it. */
export function whereOf({ folder, files }: Pick<TraceSource, 'folder' | 'files'>): string {
  const all = folder === undefined ? [] : [folder.replace(/\/+$/, '')];
  return [...all, ...(files === undefined ? [] : [files])].join('/') || 'any file';
}

export function createReadingRules({ sources, folderOf, settings, before, guess }: RuleSources): ReadingRules {
  const mapped = (map: ColumnMap, where: string): Rule => ({ format: createMappedFormat(map), settings: settingsWith(settings, map), map, where });

  function ruleOf(source: TraceSource): Rule | undefined {
    if (source.map) return mapped(source.map, whereOf(source));
    const format = formats.find(({ id }) => id === source.format);
    return format && { format, settings: settingsWith(settings, format.id), where: whereOf(source) };
  }

  /** What config.yaml says of the place or the name of the file. */
  function configured({ path, files }: ImportUnit): Rule | undefined {
    if (files.length > 1) return undefined;
    for (const source of sources) {
      if (source.folder === undefined && source.files === undefined) continue;
      const inside = source.folder === undefined ? basename(path) : relative(folderOf(source.folder), path).split(sep).join('/');
      if (inside === '' || inside.startsWith('../') || inside === path) continue;
      const names = [inside, basename(path)].flatMap((name) => [name, name.replace(/\.(?:gz|zst)$/i, '')]);
      if (source.files !== undefined && !names.some((name) => matchesWildcard(source.files ?? '', name))) continue;
      const rule = ruleOf(source);
      if (rule) return rule;
    }
    return undefined;
  }

  const remembered = sources.flatMap((source) => (source.map ? [mapped(source.map, whereOf(source))] : []));

  const byMap = ({ where }: Pick<Rule, 'where'>) => `by the column map for ${where} in casebook/config.yaml`;

  return {
    whyMapped(unit, map) {
      const own = settingsWith(settings, map);
      const rule = [configured(unit), ...remembered].find((each) => each?.settings === own);
      return rule ? byMap(rule) : readBefore;
    },
    standing(unit) {
      const rule = configured(unit);
      if (rule) return [rule.settings];
      const last = before(unit.shownAs);
      return [settings, ...remembered.map((each) => each.settings), ...(last ? [settingsWith(settings, last)] : [])];
    },
    detect(unit, sample) {
      const rule = configured(unit);
      if (rule && rule.format.detect(sample) !== undefined) {
        return { ...rule, why: rule.map ? byMap(rule) : `casebook/config.yaml says so for ${rule.where}` };
      }
      const found = detectFormat(sample);
      if (found) return { ...found, settings };
      const map = remembered.find((each) => each.map && holdsColumnsOf(each.map, sample));
      if (map) return { ...map, why: byMap(map) };
      const last = before(unit.shownAs);
      if (last && holdsColumnsOf(last, sample)) return { ...mapped(last, ''), why: readBefore };
      const guessed = guess(sample);
      return guessed && { ...mapped(guessed, ''), why: 'by a column map guessed from its names and values' };
    },
  };
}
