import type { Catalogue } from '../core/model/catalogue.ts';
import type { CasePath } from '../core/model/result.ts';
import type { KnownTrace } from './caseApi.ts';
import type { LastResult } from './runApi.ts';

/** Requests beyond LSP between the editor and the language server. Names and shapes only, so that both sides agree. */

/** server → editor: what the server cannot know without the index. */
export const lastResultsRequest = 'casebook/lastResults';
export type LastResultsResult = readonly LastResult[];

/** server → editor: which of these trace ids the index holds, with the hash over their records. Null when there is no index to ask. */
export const knownTracesRequest = 'casebook/knownTraces';
export type KnownTracesParams = { readonly ids: readonly string[] };
export type KnownTracesResult = readonly KnownTrace[] | null;

/** server → editor: what the traces of the folder that holds this file know. Null when there is no index to ask. */
export const catalogueRequest = 'casebook/catalogue';
export type CatalogueParams = { readonly uri: string };
export type CatalogueResult = Catalogue | null;

/** editor → server: results changed, so lenses are to be asked for again. */
export const resultsChangedNotification = 'casebook/resultsChanged';

/** editor → server: where expectations stand in a case file. A path that is gone gives the range of its nearest parent. */
export const expectationRangesRequest = 'casebook/expectationRanges';
export type ExpectationRangesParams = { readonly uri: string; readonly caseId: string; readonly paths: readonly CasePath[] };
export type LspRange = { readonly start: { readonly line: number; readonly character: number }; readonly end: { readonly line: number; readonly character: number } };
export type ExpectationRangesResult = readonly (LspRange | null)[];

/** editor → server: the cases of one file, for lenses' commands and Test Explorer. */
export const casesInFileRequest = 'casebook/casesInFile';
export type CasesInFileParams = { readonly uri: string };
export type CasesInFileResult = readonly { readonly id: string; readonly range: LspRange }[];

/** Commands that lenses and quick fixes name; the editor registers them. */
export const lensCommands = {
  run: 'casebook.runCase',
  prove: 'casebook.proveCase',
  openTrace: 'casebook.openCaseTrace',
  showResult: 'casebook.showCaseResult',
} as const;
/** What each of them gets. */
export type LensArguments = { readonly uri: string; readonly caseId: string };
