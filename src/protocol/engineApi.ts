import { z } from 'zod';
import type { Advice } from '../core/doctor/advice.ts';
import type { Completeness } from '../core/doctor/completeness.ts';
import type { QuestionVerdict } from '../core/doctor/verdicts.ts';
import type { Mappable } from '../core/formats/mapped/mappable.ts';
import { ColumnMap } from '../core/model/columnMap.ts';
import type { ImportWarning } from '../core/model/problem.ts';
import { LabelChange } from '../core/model/label.ts';
import type { Label } from '../core/model/label.ts';
import type { FailureClass } from '../core/model/failureClass.ts';
import type { CaseResult, CheckResult, Outcome } from '../core/model/result.ts';
import type { PackedSkeleton, StepDetail, TraceSummary, TrajectorySkeleton } from '../core/model/trajectory.ts';
import type { SimilarQuery } from '../core/model/coverage.ts';
import type { CaseApi } from './caseApi.ts';
import { caseParsers } from './caseApi.ts';
import type { CompareApi } from './compareApi.ts';
import { compareParsers } from './compareApi.ts';
import type { ExchangeApi } from './exchangeApi.ts';
import { exchangeParsers } from './exchangeApi.ts';
import type { ReaderApi } from './readerApi.ts';
import { readerParsers } from './readerApi.ts';
import { caseChoices } from './proposalApi.ts';
import type { ProposedCase } from './proposalApi.ts';
import type { Method, Parsers } from './rpc.ts';

/** What the engine does for whoever asks: the editor through a worker, the command line by a direct call. */

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

export const TraceQuery = z.strictObject({
  text: z.string().optional(),
  /** A failure class or mode. Null here and below: the traces that have none. */
  failure: z.string().nullable().optional(),
  tool: z.string().nullable().optional(),
  model: z.string().nullable().optional(),
  user: z.string().nullable().optional(),
  role: z.string().nullable().optional(),
  useCase: z.string().nullable().optional(),
  session: z.string().nullable().optional(),
  /** The file it was first read from, as the workspace sees it. */
  file: z.string().optional(),
  /** A file or archive it was read from, be it the first or another one, as the workspace sees it. */
  inFile: z.string().optional(),
  tag: z.string().nullable().optional(),
  minLatencyMs: z.number().optional(),
  /** ISO dates or times. */
  since: z.string().optional(),
  until: z.string().optional(),
  unlabelled: z.boolean().optional(),
  failing: z.boolean().optional(),
  limit: z.number().int().positive().optional(),
  offset: z.number().int().nonnegative().optional(),
  sort: z.enum(['newest', 'oldest', 'slowest', 'costliest']).optional(),
});
export type TraceQuery = z.infer<typeof TraceQuery>;
export type TraceList = { readonly traces: readonly TraceSummary[]; readonly total: number; readonly failing: number; readonly unlabelled: number; /** A sentence where something of the list could not be read, such as the labels. */ readonly warning?: string };

export const SearchRequest = TraceQuery.omit({ offset: true, sort: true }).extend({
  /** Words must all stand in one text, "quoted words" as a phrase; the last word may go on. */
  text: z.string(),
  /** At most so many hits; 20 where it is not said. */
  limit: z.number().int().positive().max(1000).optional(),
});
export type SearchRequest = z.infer<typeof SearchRequest>;
/** A text that holds the words. `step`: the number of the step that says it, with its name. `excerpt` is one line around them; `from` and `to` mark the match in it, in UTF-16 units; they are equal where it is not marked. */
export type TextHit = { readonly trace: TraceSummary; readonly step: number; readonly name: string; readonly excerpt: string; readonly from: number; readonly to: number };
/** `hits`: of the newest traces first, few of each. `traces`: how many hold the words, with hits or without. */
export type TextHits = { readonly hits: readonly TextHit[]; readonly traces: number; readonly warning?: string };

export const groupings = ['session', 'user', 'role', 'useCase', 'failure', 'tool', 'model', 'tag', 'file'] as const;
export type Grouping = (typeof groupings)[number];
/** The traces of a query by what they have in common. A trace that called two tools stands in two groups. */
export const GroupQuery = TraceQuery.omit({ limit: true, offset: true, sort: true }).extend({ by: z.enum(groupings) });
export type GroupQuery = z.infer<typeof GroupQuery>;
/** `value`: to be asked for as the query's field of that name; null: the traces that have none. `newestUs`: microseconds since 1970; null where none has a clock. */
export type TraceGroup = { readonly value: string | null; readonly total: number; readonly failing: number; readonly newestUs: number | null };

export const TraceRef = z.strictObject({ trace: z.string().min(1) });
export const StepRef = z.strictObject({
  trace: z.string().min(1),
  n: z.number().int().positive(),
  /** Nothing is cut, however large: for a terminal or a file, not for a page. */
  whole: z.boolean().optional(),
  /** With the conversation up to it: what stands near the step. */
  thread: z.boolean().optional(),
  /** With as much of that conversation as a page can hold. */
  long: z.boolean().optional(),
  /** At once with what stands around the step, where the whole trace has to be read first: `partial` says so. */
  soon: z.boolean().optional(),
});

export const OriginalRequest = z.strictObject({
  trace: z.string().min(1),
  /** The record that this step was read from. Absent: all records of the trace. */
  n: z.number().int().positive().optional(),
});
/** Records as they stand in their files, nothing replaced: for a person who asked for them, and for nothing else. */
export type OriginalRecords = { readonly text: string; readonly records: number; readonly bytes: number; /** As the workspace sees them. */ readonly files: readonly string[] };

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

export const LabelRequest = z.strictObject({ trace: z.string(), by: z.string().min(1), change: LabelChange });
/** `replaced`: how many likely secrets of the texts were replaced before they were written; absent when there were none. */
export type LabelReport = Label & { readonly replaced?: number };
export const UndoRequest = z.strictObject({ by: z.string().min(1), trace: z.string().optional() });
export type UndoReport = { readonly trace: string; readonly undone: string; readonly label: Label | null } | null;

/** One likely secret or piece of personal data in a draft. `where` names the field; nothing of the value is repeated but `excerpt`. */
export type RedactionFinding = { readonly id: number; readonly kind: 'secret' | 'personal'; readonly detector: string; readonly where: string; readonly excerpt: string; readonly replacement: string };

export const FeedbackRequest = z.strictObject({
  /** The file, absolute. */
  path: z.string(),
  /** Where it comes from; default: the name of the file. */
  source: z.string().optional(),
});
export type FeedbackReport = {
  /** What it was added to, as the workspace sees it. */
  readonly file: string;
  readonly rows: number;
  readonly added: number;
  /** Rows that were there already. */
  readonly known: number;
  /** Rows of traces that are imported. */
  readonly matched: number;
  /** Ids that no imported trace has, the first 100. */
  readonly unmatched: readonly string[];
  readonly unknownColumns: readonly string[];
  readonly warnings: readonly { readonly line: number; readonly message: string }[];
  readonly warningCount: number;
  /** How often a placeholder of each kind took the place of a likely secret, or of personal data. */
  readonly redactions: Readonly<Record<string, number>>;
};

export const DraftRequest = z.strictObject({
  trace: z.string(),
  /** Findings to replace; the others are kept as they are. Absent: all. */
  redact: z.array(z.number().int()).optional(),
  /** Where to write, relative to the workspace folder. Absent: casebook/cases/<id>.case.yaml. */
  out: z.string().optional(),
  ...caseChoices,
});
export type DraftRequest = z.infer<typeof DraftRequest>;
export type CaseDraft = {
  readonly id: string;
  readonly file: string;
  readonly recordingFile: string;
  readonly yaml: string;
  readonly findings: readonly RedactionFinding[];
  readonly proof: ProofReport;
  /** Ids of cases made from this trace before. */
  readonly earlier: readonly string[];
  /** What a person should still add, a sentence each. */
  readonly missing: readonly string[];
  /** Other cases that ask nearly the same, most alike first. Absent: there is none. */
  readonly similar?: readonly SimilarQuery[];
};

/** A draft as a person decides on it, before anything is written. */
export type CasePreview = CaseDraft & ProposedCase;

export const MakeRequest = DraftRequest.extend({
  /** Who makes the case has seen the findings: without it, a draft with findings is refused. */
  findingsSeen: z.boolean(),
});
export type MakeRequest = z.infer<typeof MakeRequest>;
export type MakeReport = CaseDraft & { readonly replaced: number };

export type ProofReport = {
  readonly caseId: string;
  readonly file: string;
  /** The case names a failure; one that does not has nothing to prove. */
  readonly needed: boolean;
  /** At least one gating check fails on the recording. */
  readonly proven: boolean;
  /** One sentence: which check failed, or what is missing. */
  readonly sentence: string;
  readonly failed: readonly string[];
  readonly checks: readonly CheckResult[];
};
export const ProveRequest = z.strictObject({
  /** Case ids or case files, absolute. */
  cases: z.array(z.string()).min(1),
});

export const RunRequest = z.strictObject({
  /** Case ids, or absolute case files or folders. Empty: all of the workspace. */
  cases: z.array(z.string()),
  target: z.string().optional(),
  trials: z.number().int().positive().optional(),
  concurrency: z.number().int().positive().optional(),
  onlyFailing: z.boolean().optional(),
  /** Folder for the run's files; default .casebook/runs/<run id>. */
  out: z.string().optional(),
});
export type RunRequest = z.infer<typeof RunRequest>;
/** `position`: which of the run's cases `result` is of, from 0, in the order of the report. */
export type RunProgress = { readonly done: number; readonly cases: number; readonly running: readonly string[]; readonly result: CaseResult | null; readonly position?: number };
export type RunReport = {
  readonly runId: string;
  /** Null when there was nothing to run: then nothing was written. */
  readonly folder: string | null;
  /** In the order of the case files, whatever was done first. */
  readonly results: readonly CaseResult[];
  /** Archived cases that were not named, those that did not fail the last time where only such were asked for, and those of `results` that their file says to skip. */
  readonly leftOut: { readonly archived: number; readonly notFailing: number; readonly skipped: number };
  readonly counts: Readonly<Record<Outcome, number>>;
  readonly cancelled: boolean;
};

/** What a lens says of a case. */
export type LastResult = { readonly caseId: string; readonly outcome: Outcome; readonly at: string; readonly target: string; readonly passed: number; readonly trials: number; readonly sentence: string };

export interface EngineApi extends CaseApi, CompareApi, ExchangeApi, ReaderApi {
  importFiles: Method<z.infer<typeof ImportRequest>, ImportReport, ImportProgress>;
  /** Reads exports as an import would, into an index that is thrown away, to say what they lack. */
  examineExports: Method<z.infer<typeof ExamineRequest>, ExamineReport, ImportProgress>;
  /** What to switch on so that the next export of an imported file's kind has what this one lacks. */
  adviseOnFile: Method<z.infer<typeof FileRef>, { readonly advice: readonly Advice[] }>;
  /** The first rows of a file as a column map would read them, without secrets. */
  previewRows: Method<z.infer<typeof PreviewRequest>, RowsPreview>;
  /** Writes the map into config.yaml; all else in there stays as it is written. */
  rememberMap: Method<RememberRequest, RememberedMap>;
  listTraces: Method<TraceQuery, TraceList>;
  /** Where words stand, in all traces or those of a query. */
  searchTexts: Method<SearchRequest, TextHits>;
  /** Largest first; sessions and files with the newest trace first. Those without a value come last. */
  groupTraces: Method<GroupQuery, { readonly groups: readonly TraceGroup[] }>;
  /** By our id, the export's own id, or a unique prefix of either; a UserError `ambiguous-trace` names the candidates. */
  findTrace: Method<z.infer<typeof TraceRef>, TraceSummary>;
  openTrajectory: Method<z.infer<typeof TraceRef>, TrajectorySkeleton>;
  /** The same for a page. */
  openPacked: Method<z.infer<typeof TraceRef>, PackedSkeleton>;
  readStep: Method<z.infer<typeof StepRef>, StepDetail>;
  /**
   * Takes the trace out of the index; labels, cases and the export itself stay. It stays away until its file is imported by name. A file
   * path removes all its traces, and the file is no source any more until it is imported again.
   */
  removeTraces: Method<RemoveRequest, RemovedTraces>;
  /** Reads all files again that traces were read from. Labels, cases and feedback are not touched. */
  rebuildIndex: Method<Record<string, never>, RebuildReport, ImportProgress>;
  /** Reads the source file again; a UserError `source-gone` or `source-changed` where the record is not there any more as it was imported. */
  readOriginal: Method<z.infer<typeof OriginalRequest>, OriginalRecords>;
  watchedSources: Method<Record<string, never>, readonly WatchedSource[]>;
  /** Notes in config.yaml that a folder is watched, or is no more; all else in the file stays as it is written. */
  setWatched: Method<z.infer<typeof WatchRequest>, readonly WatchedSource[]>;
  /** As importFiles, of watched folders, which say how they are read. */
  importWatched: Method<z.infer<typeof WatchedImportRequest>, ImportReport, ImportProgress>;
  labelTrace: Method<z.infer<typeof LabelRequest>, LabelReport>;
  undoLabel: Method<z.infer<typeof UndoRequest>, UndoReport>;
  /** Adds what users said of runs, where it arrives apart from the traces, to casebook/feedback/. */
  importFeedback: Method<z.infer<typeof FeedbackRequest>, FeedbackReport>;
  failureClasses: Method<Record<string, never>, readonly FailureClass[]>;
  draftCase: Method<DraftRequest, CaseDraft>;
  /** The draft after a person's choices, with what each line comes from; quick enough to be asked after each key. */
  proposeCase: Method<DraftRequest, CasePreview>;
  makeCase: Method<MakeRequest, MakeReport>;
  proveCases: Method<z.infer<typeof ProveRequest>, readonly ProofReport[]>;
  runCases: Method<RunRequest, RunReport, RunProgress>;
  lastResults: Method<Record<string, never>, readonly LastResult[]>;
  /** Targets of config.yaml by name, with their type. */
  targets: Method<Record<string, never>, { readonly targets: readonly { readonly name: string; readonly type: string }[]; readonly defaultTarget: string | null }>;
}

const nothing = z.strictObject({});

export const engineParsers: Parsers<EngineApi> = {
  importFiles: ImportRequest,
  examineExports: ExamineRequest,
  adviseOnFile: FileRef,
  previewRows: PreviewRequest,
  rememberMap: RememberRequest,
  listTraces: TraceQuery,
  searchTexts: SearchRequest,
  groupTraces: GroupQuery,
  findTrace: TraceRef,
  openTrajectory: TraceRef,
  openPacked: TraceRef,
  readStep: StepRef,
  ...readerParsers,
  ...compareParsers,
  ...exchangeParsers,
  ...caseParsers,
  removeTraces: RemoveRequest,
  rebuildIndex: nothing,
  readOriginal: OriginalRequest,
  watchedSources: nothing,
  setWatched: WatchRequest,
  importWatched: WatchedImportRequest,
  labelTrace: LabelRequest,
  undoLabel: UndoRequest,
  importFeedback: FeedbackRequest,
  failureClasses: nothing,
  draftCase: DraftRequest,
  proposeCase: DraftRequest,
  makeCase: MakeRequest,
  proveCases: ProveRequest,
  runCases: RunRequest,
  lastResults: nothing,
  targets: nothing,
};

/** The worker's start data. */
export type EngineOptions = {
  /** The workspace folder, absolute. */
  readonly workspace: string;
  /** Where the index lives when the workspace folder cannot be written, absolute. */
  readonly fallbackStorage: string;
  /** Of Casebook; a proof says which one made it. */
  readonly version?: string;
};
