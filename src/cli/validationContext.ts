import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { classUsesOf } from '../core/cases/classUses.ts';
import { eventsIn, labelledClasses } from '../core/cases/labelledClasses.ts';
import { contextOf } from '../core/cases/contextOf.ts';
import { parseCaseFile } from '../core/cases/parse.ts';
import type { CaseFile } from '../core/cases/parse.ts';
import { keepsFromReading, readSettings } from '../core/cases/settings.ts';
import type { Settings, SettingsName } from '../core/cases/settings.ts';
import type { SettingsContext } from '../core/cases/settingsContext.ts';
import { catalogueIn, documentIdsIn } from '../core/cases/toolCatalogue.ts';
import type { CasePlace, ValidationContext } from '../core/cases/context.ts';
import { reviewerOfJournal } from '../core/display/journalName.ts';
import { idPattern } from '../core/model/evalCase.ts';
import type { Problem } from '../core/model/problem.ts';
import type { Recording } from '../core/model/recording.ts';
import { feedbackProblems } from '../core/review/feedbackLine.ts';
import { journalProblems } from '../core/review/journalProblems.ts';
import { currentNames } from '../core/review/reviewerNames.ts';
import { UserError } from '../core/support/errors.ts';
import { readRecording } from '../engine/recordings.ts';
import type { Workspace } from '../engine/workspace.ts';

/** config.yaml, taxonomy.yaml or release.yaml, and what is wrong with it. */
export type SettingsFile = { readonly file: string; readonly text: string; readonly problems: readonly Problem[] };
export type CaseText = { readonly file: string; readonly text: string };

export type ContextReading = {
  /** For one of the files: ids of the others, and paths from where it lies. */
  contextFor(file: string): ValidationContext;
  /** The traces that the validated cases say they were made from, ours and the exports' own ids. */
  readonly sourceIds: readonly string[];
  /** Of the workspace, as far as they are there. The rules that need a broken one stay silent. */
  readonly settings: readonly SettingsFile[];
  /** Of labels and of feedback, and what is to be said of their lines. */
  readonly journals: readonly SettingsFile[];
  /** Any file of the workspace by the path that a problem's `related` names. */
  textOf(file: string): string;
  /** What kept a file from being read. */
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
  const named = new Set(validated.map(({ file }) => file));
  const others = workspace.caseFiles().filter((file) => !named.has(file)).map((file) => ({ file, text: readOr(() => workspace.read(file), undefined) ?? '' }));
  const parsed = [...validated, ...others].map(({ file, text }) => ({ file, parsed: parseCaseFile(text, file) }));
  const places = placesById(parsed);
  const settings: SettingsFile[] = [];
  function read<Name extends SettingsName>(name: Name, file: string, around: SettingsContext): Settings[Name] | undefined {
    const found = readOr(() => workspace.read(file), undefined);
    // Classes that somebody named do not vanish with their file.
    const text = found ?? (name === 'taxonomy' ? 'classes: []\n' : undefined);
    if (text === undefined) return undefined;
    const { value, problems } = readSettings(name, text, { ...around, file, fileExists: (path) => existsSync(workspace.resolve(path)), now: new Date() });
    if (found !== undefined || problems.length > 0) settings.push({ file, text, problems });
    if (found === undefined) return undefined;
    return problems.some(keepsFromReading) ? undefined : (value ?? undefined);
  }
  const linesOf = (folder: string) => journalFiles(folder).map((file) => ({ file, text: readOr(() => workspace.read(file), undefined) ?? '' }));
  const [journals, feedback] = [linesOf(workspace.labels), linesOf(workspace.feedback)];
  const config = read('config', workspace.configFile, {});
  const taxonomy = read('taxonomy', workspace.taxonomyFile, { classUses: () => classUsesOf(parsed), labelledClasses: () => labelledClasses(journals.flatMap(({ file, text }) => eventsIn(file, text))) });
  const found = journalProblems(journals.map(({ file, text }) => ({ file, text, reviewer: reviewerOfJournal(basename(file)) })), currentNames(config?.reviewers ?? []), new Date());
  const release = read('release', workspace.releaseFile, { config, taxonomy });
  /** The text of a file that config.yaml names; that it is not there is said at its name. */
  const namedText = (path: unknown): string | undefined => (typeof path === 'string' && path !== 'traces' ? readOr(() => workspace.read(workspace.resolve(path)), undefined) : undefined);
  const [tools, documents] = [namedText(config?.tools), namedText(config?.documents)];
  const files = { toolFile: tools === undefined ? undefined : catalogueIn(tools), documentFile: documents === undefined ? undefined : documentIdsIn(documents) };
  const recordings = new Map<string, Recording | undefined>();
  function recording(id: string): Recording | undefined {
    if (!recordings.has(id) && idPattern.test(id)) {
      const read = readOr(() => readRecording(workspace, id), undefined);
      if (read?.recording === null && !read.isMissing) broken.push(new UserError('broken-recording', read.problem));
      recordings.set(id, read?.recording ?? undefined);
    }
    return recordings.get(id);
  }
  const shared: ValidationContext = { ...contextOf({ config, taxonomy, release, ...files }), recording, now: new Date() };
  const ofValidated = parsed.slice(0, validated.length).flatMap((each) => each.parsed.cases);
  return {
    broken,
    settings,
    journals: [...journals.map((journal, n) => ({ ...journal, problems: found[n] ?? [] })), ...feedback.map((each) => ({ ...each, problems: feedbackProblems(each.text, new Date()) }))],
    sourceIds: [...new Set(ofValidated.flatMap(({ readable }) => [readable?.source?.traceId, readable?.source?.runId].filter((id) => id !== undefined)))],
    textOf: (path) => [...validated, ...others, ...settings, ...journals].find(({ file }) => file === path)?.text ?? '',
    contextFor: (file) => ({
      ...shared,
      idElsewhere: (id) => (places.get(id) ?? []).filter((place) => place.file !== file),
      fileExists: (path) => existsSync(resolve(dirname(file), path)),
    }),
  };
}

function journalFiles(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.jsonl')).sort().map((name) => join(folder, name));
  } catch {
    return []; // no labels yet; where they cannot be read, the commands that need them say why
  }
}

function placesById(files: readonly { readonly file: string; readonly parsed: CaseFile }[]): ReadonlyMap<string, readonly CasePlace[]> {
  const places = new Map<string, CasePlace[]>();
  for (const { file, parsed } of files) {
    for (const each of parsed.cases) {
      if (each.id !== null) places.set(each.id, [...(places.get(each.id) ?? []), { file, range: each.rangeOf(['id']) }]);
    }
  }
  return places;
}
