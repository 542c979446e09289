import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { contextOf } from '../core/cases/contextOf.ts';
import { parseCaseFile } from '../core/cases/parse.ts';
import type { CasePlace, ValidationContext } from '../core/cases/context.ts';
import { Config } from '../core/model/config.ts';
import { idPattern } from '../core/model/evalCase.ts';
import { Taxonomy } from '../core/model/failureClass.ts';
import type { Recording } from '../core/model/recording.ts';
import { UserError } from '../core/support/errors.ts';
import { createYamlFile } from '../engine/configFile.ts';
import { readRecording } from '../engine/recordings.ts';
import type { Workspace } from '../engine/workspace.ts';

export type CaseText = { readonly file: string; readonly text: string };

export type ContextReading = {
  /** For one of the files: ids of the others, and paths from where it lies. */
  contextFor(file: string): ValidationContext;
  /** What kept config.yaml, taxonomy.yaml or a recording from being read; the rules that need it stay silent. */
  readonly broken: readonly UserError[];
};

/** What the workspace's files say about case files, without an index. */
export function readValidationContext(workspace: Workspace, validated: readonly CaseText[]): ContextReading {
  const broken: UserError[] = [];
  const readOr = <T>(read: () => T, otherwise: T): T => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      broken.push(error);
      return otherwise;
    }
  };
  const config = readOr(createYamlFile(workspace, workspace.configFile, Config, {}), {});
  const taxonomy = readOr(createYamlFile(workspace, workspace.taxonomyFile, Taxonomy, { classes: [] }), { classes: [] });
  const named = new Set(validated.map(({ file }) => file));
  const others = workspace.caseFiles().filter((file) => !named.has(file)).map((file) => ({ file, text: readOr(() => workspace.read(file), undefined) ?? '' }));
  const places = placesById([...validated, ...others]);
  const recordings = new Map<string, Recording | undefined>();
  function recording(id: string): Recording | undefined {
    if (!recordings.has(id) && idPattern.test(id)) {
      const read = readOr(() => readRecording(workspace, id), undefined);
      if (read?.recording === null && !read.isMissing) broken.push(new UserError('broken-recording', read.problem));
      recordings.set(id, read?.recording ?? undefined);
    }
    return recordings.get(id);
  }
  const shared: ValidationContext = { ...contextOf(config, taxonomy), recording, now: new Date() };
  return {
    broken,
    contextFor: (file) => ({
      ...shared,
      idElsewhere: (id) => (places.get(id) ?? []).filter((place) => place.file !== file),
      fileExists: (path) => existsSync(resolve(dirname(file), path)),
    }),
  };
}

function placesById(files: readonly CaseText[]): ReadonlyMap<string, readonly CasePlace[]> {
  const places = new Map<string, CasePlace[]>();
  for (const { file, text } of files) {
    for (const each of parseCaseFile(text, file).cases) {
      if (each.id !== null) places.set(each.id, [...(places.get(each.id) ?? []), { file, range: each.rangeOf(['id']) }]);
    }
  }
  return places;
}
