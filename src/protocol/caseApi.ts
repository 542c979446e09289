import type { Catalogue } from '../core/model/catalogue.ts';
import type { Coverage, SimilarQuery } from '../core/model/coverage.ts';
import type { CaseList } from '../core/model/caseRow.ts';
import type { TextEdit } from '../core/model/problem.ts';
import { CaseStatus } from '../core/model/evalCase.ts';
import { z } from 'zod';
import type { Method, Parsers } from './rpc.ts';

/** What the engine knows for whoever writes cases. */

const nothing = z.strictObject({});

export const TraceIds = z.strictObject({
  /** Ours, or the exports' own. */
  ids: z.array(z.string()),
});
/** `id`: as it was asked for. `sha256`: over the records it was read from; null where several traces have this id. */
export type KnownTrace = { readonly id: string; readonly sha256: string | null };

export const SimilarRequest = z.strictObject({
  query: z.string(),
  /** How much alike at least, from 0 to 1; 0.8 where it is not said. */
  least: z.number().min(0).max(1).optional(),
  /** The id of a case that is not to be named: the one that asks. */
  except: z.string().optional(),
});

/** What people do to a case from a list, without opening its file. */
export const CaseChange = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('status'), status: CaseStatus }),
  /** `until`: the day on which it is looked at again. */
  z.strictObject({ kind: z.literal('quarantine'), reason: z.string().min(1), until: z.string().optional(), owner: z.string().optional() }),
  z.strictObject({ kind: z.literal('reviewed'), by: z.string().min(1), at: z.string() }),
  z.strictObject({ kind: z.literal('remove') }),
]);
export type CaseChange = z.infer<typeof CaseChange>;
/** `text`: of the case's file as it stands, saved or not. */
export const CaseChangeRequest = z.strictObject({ text: z.string(), caseId: z.string(), change: CaseChange });

export const CaseListRequest = z.strictObject({
  /** The revision of the list that the caller holds. */
  held: z.number().int().optional(),
});

export interface CaseApi {
  /** All cases with how they stand and what they said last. What has not changed on disk is not read again. */
  listCases: Method<z.infer<typeof CaseListRequest>, CaseList>;
  /** The smallest edits of a case file; nothing is written. `wholeFile`: it holds nothing but this case, and is to be removed as a whole. */
  changeCase: Method<z.infer<typeof CaseChangeRequest>, { readonly edits: readonly TextEdit[]; readonly wholeFile: boolean }>;
  /** The coverage as a report to copy. */
  coverageMarkdown: Method<Record<string, never>, { readonly markdown: string }>;
  /** What the traces of the index know that a case may name. Made once, and anew when traces came or went. */
  catalogue: Method<Record<string, never>, Catalogue>;
  /** Of these ids those that the index holds, in the same order. */
  knownTraces: Method<z.infer<typeof TraceIds>, readonly KnownTrace[]>;
  /** What the cases guard, held against live traffic and the failures that people labelled. */
  coverage: Method<Record<string, never>, Coverage>;
  /** Cases that ask nearly the same, archived ones left out: most alike first, at most 20, each once. */
  similarQueries: Method<z.infer<typeof SimilarRequest>, readonly SimilarQuery[]>;
}

export const caseParsers: Parsers<CaseApi> = {
  catalogue: nothing,
  knownTraces: TraceIds,
  listCases: CaseListRequest,
  changeCase: CaseChangeRequest,
  coverageMarkdown: nothing,
  coverage: nothing,
  similarQueries: SimilarRequest,
};
