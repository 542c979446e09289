import { z } from 'zod';
import type { Advice } from '../core/doctor/advice.ts';
import type { Completeness } from '../core/doctor/completeness.ts';
import type { QuestionVerdict } from '../core/doctor/verdicts.ts';
import type { Mappable } from '../core/formats/mapped/mappable.ts';
import { ColumnMap } from '../core/model/columnMap.ts';
import type { ImportWarning } from '../core/model/problem.ts';
import type { Method, Parsers } from './rpc.ts';

/** Exports into the index: read, looked at first, watched, and taken out again. Paths are absolute. */

export const ImportRequest = z.strictObject({
  /** Absolute paths of files and folders, or of files in an archive. */
  paths: z.array(z.string()).min(1),
  format: z.string().optional(),
  /** Insisted on, for rows of one's own; `auto`: where no format knows a file, what its columns most likely are. */
  map: z.union([ColumnMap, z.literal('auto')]).optional(),
  /** Write the map into config.yaml when traces came of it: for the files that were read, or for all of such names, with * and ?. */
  remember: z.union([z.boolean(), z.string().min(1)]).optional(),
});
export type ImportRequest = z.infer<typeof ImportRequest>;
export type ImportProgress = { readonly file: string; readonly fileIndex: number; readonly files: number; readonly bytesRead: number; readonly bytes: number; readonly traces: number };
export type ImportedFile = {
  readonly path: string;
  /** Null when the file was not read; `error` says why and what to do. */
  readonly format: string | null;
  /** What people call the format. */
  readonly formatTitle?: string;
  readonly why: string | null;
  readonly error: string | null;
  readonly traces: number; readonly spans: number; readonly messages: number; readonly toolCalls: number;
  readonly new: number; readonly updated: number; readonly unchanged: number;
  readonly warnings: readonly ImportWarning[];
  /** How many different warnings there were; `warnings` holds the first 100, each with the lines it is so on. */
  readonly warningCount: number;
  /** How often a placeholder of each kind took the place of a likely secret. */
  readonly redactions: Readonly<Record<string, number>>;
  /** Payloads that were too large to keep whole. */
  readonly cut: number;
  /** Of what was looked for in its traces, how much was there; null where there is no trace. */
  readonly completeness: Completeness | null;
  /** Records that repeat another one of the file, and were skipped. They are no traces. */
  readonly repeated?: number;
  /** Of how many of its traces a score of that name came with the export. Absent: none came. */
  readonly scores?: Readonly<Record<string, number>>;
  /** Traces that the file held when it was read before, and holds no more. */
  readonly removed?: number;
  /** Traces in it that somebody removed: they stay away until the file is imported by name. */
  readonly keptAway?: number;
  /** The file had grown, and only this many bytes at its end were read. */
  readonly newBytes?: number;
  /** How many files of a folder this one stands for, all of a kind that is no trace by itself: `error` says which, and it is no error of the import. */
  readonly leftOut?: number;
  /** Rows that no format knows and a person can map; `error` says what to do. */
  readonly mappable?: Mappable;
  /** The column map it was read with. */
  readonly map?: ColumnMap;
};
/** A column map as config.yaml has it now. `where`: the files it is for, such as exports/*.jsonl. */
export type RememberedMap = { /** As the workspace sees it. */ readonly config: string; readonly where: string; /** It stood there before, just so. */ readonly known: boolean };
export type ImportReport = { readonly files: readonly ImportedFile[]; readonly traces: number; readonly spans: number; readonly failing: number; readonly cancelled: boolean; /** What became of the traces; those of a file may stand in others too, so the files' counts add up to more. */ readonly states?: Readonly<Record<'new' | 'updated' | 'unchanged', number>>; /** Of all traces, each once. */ readonly completeness?: Completeness | null; readonly scores?: Readonly<Record<string, number>>; readonly remembered?: readonly RememberedMap[] };

/** `path`: absolute, of a file or of one packed in it. Without a map, the guess is taken. */
export const PreviewRequest = z.strictObject({ path: z.string().min(1), map: ColumnMap.optional() });
export type PreviewedCall = { readonly name: string; readonly status: 'ok' | 'error' | 'blocked' };
/** What a row would become. Null: not recorded. `startUs`: microseconds since 1970. */
export type PreviewedRow = {
  readonly line: number;
  readonly query: string | null; readonly answer: string | null;
  readonly calls: readonly PreviewedCall[];
  readonly offered: readonly string[] | null;
  readonly documents: number | null;
  readonly model: string | null;
  readonly inputTokens: number | null; readonly outputTokens: number | null; readonly costUsd: number | null;
  readonly latencyMs: number | null; readonly startUs: number | null;
  /** Null where the run is known by its content. */
  readonly id: string | null;
  readonly name: string | null; readonly session: string | null; readonly user: string | null;
  readonly feedback: string | null; readonly error: string | null; readonly tags: readonly string[];
  readonly warnings: readonly string[];
};
export type RowsPreview = {
  /** As the workspace sees it. */
  readonly file: string;
  /** Absolute: the file, or the archive it is in. */
  readonly disk: string;
  /** How many rows were looked at, and whether there are more. */
  readonly rows: number; readonly more: boolean;
  readonly columns: Mappable['columns'];
  readonly guess: ColumnMap;
  /** The map that the rows below were read with. */
  readonly map: ColumnMap;
  /** The first 20. */
  readonly preview: readonly PreviewedRow[];
  /** Of rows that would be left out. */
  readonly leftOut: readonly { readonly line: number | null; readonly message: string }[];
  /** What the file is read as without a map; null: no format knows it. */
  readonly known: { readonly format: string; readonly title: string; readonly why: string } | null;
  /** For which files a map could be remembered: names like this one's, and the folder; null where that is the workspace folder itself or lies outside of it. */
  readonly remember: { readonly files: string; readonly folder: string | null };
};
export const RememberRequest = z.strictObject({
  map: ColumnMap,
  /** Relative to the workspace folder. Absent: any. */
  folder: z.string().min(1).optional(),
  /** Names of files, with * and ?. Absent: all. */
  files: z.string().min(1).optional(),
});
export type RememberRequest = z.infer<typeof RememberRequest>;

/** As an import, of which nothing is kept. */
export const ExamineRequest = ImportRequest.omit({ remember: true });
export type ExaminedFile = ImportedFile & {
  /** More files with pieces of the same traces: everything here is of all of them. */
  readonly beside?: readonly string[];
  /** The six questions, as far as its traces answer them; empty where there is no trace. */
  readonly questions: readonly QuestionVerdict[];
  readonly advice: readonly Advice[];
};
/** What an import would say of files, and what they lack; nothing of it was kept. */
export type ExamineReport = { readonly files: readonly ExaminedFile[]; readonly traces: number; readonly cancelled: boolean };

/** `file`: as an import reported it. */
export const FileRef = z.strictObject({ file: z.string().min(1) });

/** `trace`: a trace, or an imported file. `file`: the same as a path, where that is another one than from the workspace folder. */
export const RemoveRequest = z.strictObject({ trace: z.string().min(1), file: z.string().min(1).optional() });
export type RemoveRequest = z.infer<typeof RemoveRequest>;
/** `files`: how many files were forgotten as sources; absent where single traces were removed. */
export type RemovedTraces = { readonly removed: number; readonly files?: number };

export type RebuildReport = ImportReport & {
  /** Files that traces were read from and that are no longer there. Their traces are kept as they are. */
  readonly gone: readonly { readonly path: string; readonly traces: number }[];
  /** Traces that their files hold no more; those with a label are kept. */
  readonly removed: number;
  readonly kept: number;
};

/** A folder of `config.yaml` whose new and grown files are imported by themselves. */
export type WatchedSource = { /** As config.yaml writes it. */ readonly folder: string; /** Names of files, with * and ?; null: all. */ readonly files: string | null; /** Absolute. */ readonly path: string };
export const WatchRequest = z.strictObject({
  /** Absolute. */
  path: z.string().min(1),
  files: z.string().nullable().optional(),
  watch: z.boolean(),
});
export const WatchedImportRequest = z.strictObject({
  /** Files and folders that came or changed, absolute; what no watched folder holds is left out. Absent: all that is watched. */
  paths: z.array(z.string()).optional(),
});

export interface ImportApi {
  importFiles: Method<z.infer<typeof ImportRequest>, ImportReport, ImportProgress>;
  /** Reads exports as an import would, into an index that is thrown away, to say what they lack. */
  examineExports: Method<z.infer<typeof ExamineRequest>, ExamineReport, ImportProgress>;
  /** What to switch on so that the next export of an imported file's kind has what this one lacks. */
  adviseOnFile: Method<z.infer<typeof FileRef>, { readonly advice: readonly Advice[] }>;
  /** The first rows of a file as a column map would read them, without secrets. */
  previewRows: Method<z.infer<typeof PreviewRequest>, RowsPreview>;
  /** Writes the map into config.yaml; all else in there stays as it is written. */
  rememberMap: Method<RememberRequest, RememberedMap>;
  /**
   * Takes the trace out of the index; labels, cases and the export itself stay. It stays away until its file is imported by name. A file
   * path removes all its traces, and the file is no source any more until it is imported again.
   */
  removeTraces: Method<RemoveRequest, RemovedTraces>;
  /** Reads all files again that traces were read from. Labels, cases and feedback are not touched. */
  rebuildIndex: Method<Record<string, never>, RebuildReport, ImportProgress>;
  watchedSources: Method<Record<string, never>, readonly WatchedSource[]>;
  /** Notes in config.yaml that a folder is watched, or is no more; all else in the file stays as it is written. */
  setWatched: Method<z.infer<typeof WatchRequest>, readonly WatchedSource[]>;
  /** As importFiles, of watched folders, which say how they are read. */
  importWatched: Method<z.infer<typeof WatchedImportRequest>, ImportReport, ImportProgress>;
}

const nothing = z.strictObject({});

export const importParsers: Parsers<ImportApi> = {
  importFiles: ImportRequest,
  examineExports: ExamineRequest,
  adviseOnFile: FileRef,
  previewRows: PreviewRequest,
  rememberMap: RememberRequest,
  removeTraces: RemoveRequest,
  rebuildIndex: nothing,
  watchedSources: nothing,
  setWatched: WatchRequest,
  importWatched: WatchedImportRequest,
};
