import type { Catalogue } from '../core/model/catalogue.ts';
import type { LastResult } from '../protocol/runApi.ts';
import type { WorkspaceIndex } from './workspaceIndex.ts';

/** What the language service needs of the world. Everything may be unknown; then what depends on it stays silent. */
export interface CaseWorkspace {
  /** Uris of all case files of the folder that holds this one, itself included. */
  caseFiles(uri: string): readonly string[];
  /** As it stands in the editor where it is open, else on disk; undefined when there is no such file. */
  textOf(uri: string): string | undefined;
  /** Of the folder that holds this file; undefined when there is none. */
  configText(uri: string): string | undefined;
  taxonomyText(uri: string): string | undefined;
  releaseText(uri: string): string | undefined;
  recordingText(uri: string, caseId: string): string | undefined;
  recordingUri(uri: string, caseId: string): string | undefined;
  /** Where a file of the `casebook/` folder is or would be, by its path in it; `../` leads beside the folder. */
  casebookUri(uri: string, path: string): string | undefined;
  /** Ids of the recordings of the folder, for the names of tools that were really called. */
  recordedCases(uri: string): readonly string[];
  /** The label journals of the folder, with their texts. */
  labelJournals(uri: string): readonly { readonly uri: string; readonly text: string }[];
  /** A file by its path from the folder that holds `casebook/`; undefined when there is none. */
  textInFolder(uri: string, path: string): string | undefined;
  /** Whether a file stands at a path relative to this one. */
  fileExists(uri: string, path: string): boolean;
  /** Of these trace ids those that are indexed; undefined while nobody has said. */
  knownTraces(ids: readonly string[]): ReadonlySet<string> | undefined;
  /** Over the records of such a trace as they are indexed now; undefined while nobody has said, and where several traces have this id. */
  traceSha256(id: string): string | undefined;
  /** What the traces of the folder that holds this file know; undefined while nobody has said. */
  catalogue(uri: string): Catalogue | undefined;
  /** A link to where a code is explained; undefined when there is no such page. */
  documentation(code: string): string | undefined;
  /** Undefined while nobody has said. */
  lastResult(caseId: string): LastResult | null | undefined;
  now(): Date;
  /** Another number whenever recordings, results, traces or files may be others than before. Settings and case files tell by themselves. */
  generation(): number;
  /** The index of all case files, where somebody keeps one. */
  index?(): WorkspaceIndex;
}
