import type { CasePlace, ValidationContext } from '../core/cases/context.ts';
import { contextOf } from '../core/cases/contextOf.ts';
import type { CaseFile } from '../core/cases/parse.ts';
import { eventsIn, labelledClasses } from '../core/cases/labelledClasses.ts';
import type { PlacedEvent } from '../core/cases/labelledClasses.ts';
import { classUsesOf } from '../core/cases/classUses.ts';
import { readSettings } from '../core/cases/settings.ts';
import type { SettingsContext } from '../core/cases/settingsContext.ts';
import { catalogueEntries, catalogueIn, documentIdsIn } from '../core/cases/toolCatalogue.ts';
import type { Catalogue } from '../core/model/catalogue.ts';
import type { Config } from '../core/model/config.ts';
import type { Taxonomy } from '../core/model/failureClass.ts';
import type { Json } from '../core/model/json.ts';
import { Recording } from '../core/model/recording.ts';
import type { Release } from '../core/model/release.ts';
import { seenIn } from '../core/cases/seenIn.ts';
import type { CaseWorkspace } from './caseWorkspace.ts';
import { namesUsed, noNames } from './namesUsed.ts';
import type { NamesUsed } from './namesUsed.ts';
import type { ParsedFiles } from './parsedFiles.ts';

const mostRecordings = 200;
/** Counting the names of ten thousand files takes longer than a key press may; that a new one is missing for a while does no harm. */
const usedFor = 30_000;
const hour = 60 * 60 * 1000;

/** `paths`: the files that rules looked for, and whether they were there. */
type KnownContext = { readonly context: ValidationContext; readonly around: readonly unknown[]; readonly paths: ReadonlyMap<string, boolean> };

/** What is known around a case file: settings, recordings, ids of other files. Texts are read again, parsed only when they changed. */
export class Surroundings {
  readonly #workspace: CaseWorkspace;
  readonly #files: ParsedFiles;
  readonly #config = new Remembered<Config>((text) => readSettings('config', text).value);
  readonly #taxonomy = new Remembered<Taxonomy>((text) => readSettings('taxonomy', text).value);
  readonly #release = new Remembered<Release>((text) => readSettings('release', text).value);
  readonly #catalogues = new Remembered<readonly Json[]>(catalogueIn);
  readonly #documents = new Remembered<ReadonlySet<string>>(documentIdsIn);
  readonly #recordings = new Remembered<Recording>(readRecording);
  readonly #journals = new Map<string, { readonly text: string; readonly events: readonly PlacedEvent[] }>();
  readonly #used = new Map<string, { readonly at: number; readonly names: NamesUsed }>();
  readonly #contexts = new Map<string, KnownContext>();

  constructor(workspace: CaseWorkspace, files: ParsedFiles) {
    this.#workspace = workspace;
    this.#files = files;
  }

  /** The same object as long as nothing around the file gives another answer, so that what was judged by it holds. */
  contextFor(uri: string, file: CaseFile): ValidationContext {
    const workspace = this.#workspace;
    const now = workspace.now();
    const index = workspace.index?.();
    const settings = { config: this.config(uri), taxonomy: this.taxonomy(uri), release: this.release(uri), toolFile: this.#toolFile(uri), documentFile: this.#documentFile(uri) };
    const around = [...Object.values(settings), workspace.catalogue(uri), workspace.generation(), index?.idsBeside(uri), Math.floor(now.getTime() / hour)];
    const known = this.#contexts.get(uri);
    if (known && index && around.every((each, at) => each === known.around[at]) && [...known.paths].every(([path, exists]) => workspace.fileExists(uri, path) === exists)) return known.context;
    // Asked for in one go; each rule then asks for the traces of its own case.
    workspace.knownTraces(file.cases.flatMap((each) => [each.readable?.source?.traceId, each.readable?.source?.runId].filter((id) => id !== undefined)));
    const paths = new Map<string, boolean>();
    const recorded = new Set(workspace.recordedCases(uri));
    let places: ReadonlyMap<string, readonly CasePlace[]> | undefined;
    const context: ValidationContext = {
      ...contextOf(settings),
      knownTraces: { has: (id) => workspace.knownTraces([id])?.has(id) ?? true }, traceSha256: (id) => workspace.traceSha256(id),
      ...seenIn(workspace.catalogue(uri)),
      recording: (id) => (recorded.has(id) ? this.recording(uri, id) : undefined),
      recordedPlace: (id, value) => this.#recordedPlace(uri, id, value),
      idElsewhere: index ? (id) => index.casesBeside(uri, id).map((each) => ({ file: each.file.uri, range: each.found.place })) : (id) => (places ??= this.#placesElsewhere(uri)).get(id) ?? [],
      fileExists(path) {
        const exists = workspace.fileExists(uri, path);
        paths.set(path, exists);
        return exists;
      },
      now,
    };
    this.#contexts.set(uri, { context, around, paths });
    return context;
  }

  forget(uri: string): void {
    this.#contexts.delete(uri);
    this.#used.delete(uri);
  }

  config(uri: string): Config | undefined {
    return this.#config.get(uri, this.#workspace.configText(uri));
  }

  taxonomy(uri: string): Taxonomy | undefined {
    return this.#taxonomy.get(uri, this.#workspace.taxonomyText(uri));
  }

  release(uri: string): Release | undefined {
    return this.#release.get(uri, this.#workspace.releaseText(uri));
  }

  /** What config.yaml, taxonomy.yaml and release.yaml are held against. */
  settingsContextFor(uri: string): SettingsContext {
    const workspace = this.#workspace;
    return {
      file: uri, config: this.config(uri), taxonomy: this.taxonomy(uri), classUses: () => this.#classUses(uri), labelledClasses: () => this.#labelledClasses(uri), now: workspace.now(),
      fileExists: (path) => workspace.textInFolder(uri, path) !== undefined,
    };
  }

  recording(uri: string, caseId: string): Recording | undefined {
    return this.#recordings.get(`${uri}\n${caseId}`, this.#workspace.recordingText(uri, caseId));
  }

  /** What traces know; undefined while nobody has said. */
  seen(uri: string): Catalogue | undefined {
    return this.#workspace.catalogue(uri);
  }

  /** The entries of the tool catalogue that config.yaml lists or names. */
  toolEntries(uri: string): readonly Json[] {
    return this.#toolFile(uri) ?? catalogueEntries(this.config(uri)?.tools);
  }

  /** The file that config.yaml names for its tools; undefined where it names none. */
  toolFileUri(uri: string): string | undefined {
    const tools = this.config(uri)?.tools;
    return typeof tools !== 'string' || tools === 'traces' ? undefined : this.#workspace.casebookUri(uri, `../${tools}`);
  }

  isToolFile(uri: string): boolean {
    const named = this.toolFileUri(uri);
    return named !== undefined && (named === uri || decodedUri(named) === decodedUri(uri));
  }

  /** The ids in the document index that config.yaml names. */
  documentIds(uri: string): ReadonlySet<string> | undefined {
    return this.#documentFile(uri);
  }

  /** Names of tools that recorded runs called; of very many recordings only the first are read. */
  recordedTools(uri: string): ReadonlySet<string> {
    return new Set(this.#workspace.recordedCases(uri).slice(0, mostRecordings).flatMap((id) => this.recording(uri, id)?.trial.calls.map((call) => call.name) ?? []));
  }

  /** Names that other case files of the folder use, the most used ones first, with in how many cases; from the index, where there is one. */
  usedElsewhere(uri: string): NamesUsed {
    const index = this.#workspace.index?.();
    const now = this.#workspace.now().getTime();
    const known = this.#used.get(uri);
    if (!index || (known && now - known.at < usedFor)) return known?.names ?? noNames;
    const names = namesUsed(this.#workspace.caseFiles(uri).flatMap((other) => (other === uri ? [] : (index.file(other) ?? []))));
    this.#used.set(uri, { at: now, names });
    return names;
  }

  /** Ids of the recordings of the folder. */
  recordedCases(uri: string): readonly string[] {
    return this.#workspace.recordedCases(uri);
  }

  now(): Date {
    return this.#workspace.now();
  }

  #recordedPlace(uri: string, caseId: string, value: Json): CasePlace | undefined {
    const file = this.#workspace.recordingUri(uri, caseId);
    const start = file === undefined ? -1 : (this.#workspace.recordingText(uri, caseId)?.indexOf(JSON.stringify(value)) ?? -1);
    return file === undefined || start < 0 ? undefined : { file, range: { start, end: start + JSON.stringify(value).length } };
  }

  #toolFile(uri: string): readonly Json[] | undefined {
    const tools = this.config(uri)?.tools;
    return typeof tools !== 'string' || tools === 'traces' ? undefined : this.#catalogues.get(`${uri}\n${tools}`, this.#workspace.textInFolder(uri, tools));
  }

  #documentFile(uri: string): ReadonlySet<string> | undefined {
    const documents = this.config(uri)?.documents;
    return documents === undefined || documents === 'traces' ? undefined : this.#documents.get(`${uri}\n${documents}`, this.#workspace.textInFolder(uri, documents));
  }

  #classUses(uri: string): ReadonlyMap<string, readonly CasePlace[]> {
    const index = this.#workspace.index?.();
    if (index) {
      const named = index.filesAround(uri).flatMap((file) => [...file.defaults, ...file.cases.flatMap((each) => each.names)].flatMap(({ kind, name, place }) => (kind === 'class' ? [{ name, place: { file: file.uri, range: place } }] : [])));
      return new Map([...Map.groupBy(named, ({ name }) => name)].map(([name, uses]) => [name, uses.map(({ place }) => place)]));
    }
    return classUsesOf(this.#workspace.caseFiles(uri).flatMap((file) => {
      const text = this.#workspace.textOf(file);
      return text === undefined ? [] : [{ file, parsed: this.#files.get(file, text) }];
    }));
  }

  #labelledClasses(uri: string): ReadonlyMap<string, readonly CasePlace[]> {
    return labelledClasses(this.#workspace.labelJournals(uri).flatMap(({ uri: file, text }) => {
      const known = this.#journals.get(file);
      const events = known?.text === text ? known.events : eventsIn(file, text);
      this.#journals.set(file, { text, events });
      return events;
    }));
  }

  #placesElsewhere(uri: string): ReadonlyMap<string, readonly CasePlace[]> {
    const places = new Map<string, CasePlace[]>();
    for (const other of this.#workspace.caseFiles(uri)) {
      const text = other === uri ? undefined : this.#workspace.textOf(other);
      if (text === undefined) continue;
      for (const each of this.#files.get(other, text).cases) {
        if (each.id !== null) places.set(each.id, [...(places.get(each.id) ?? []), { file: other, range: each.rangeOf(['id']) }]);
      }
    }
    return places;
  }
}

/** The value of a text, made anew only when the text is another one. */
class Remembered<T> {
  readonly #make: (text: string) => T | null;
  readonly #known = new Map<string, { readonly text: string; readonly value: T | undefined }>();

  constructor(make: (text: string) => T | null) {
    this.#make = make;
  }

  get(key: string, text: string | undefined): T | undefined {
    if (text === undefined) {
      this.#known.delete(key);
      return undefined;
    }
    const known = this.#known.get(key);
    if (known?.text === text) return known.value;
    const value = this.#make(text) ?? undefined;
    this.#known.set(key, { text, value });
    return value;
  }
}

/** Editors write more letters as `%28` than others do. */
function decodedUri(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri; // a % that stands for itself
  }
}

/** Null for a recording that is broken; running the case says how. */
function readRecording(text: string): Recording | null {
  try {
    return Recording.safeParse(JSON.parse(text)).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
