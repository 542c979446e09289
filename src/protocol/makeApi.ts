import { z } from 'zod';
import type { TextEdit } from '../core/model/problem.ts';
import type { SimilarQuery } from '../core/model/coverage.ts';
import type { CheckResult } from '../core/model/result.ts';
import { mostTogether } from './mostTogether.ts';
import { caseChoices } from './proposalApi.ts';
import type { CasePlaces, ProposedCase } from './proposalApi.ts';
import type { Method, Parsers } from './rpc.ts';

/** A trace made into a case, and its proof. */

/** One likely secret or piece of personal data in a draft. `where` names the field; nothing of the value is repeated but `excerpt`. */
export type RedactionFinding = { readonly id: number; readonly kind: 'secret' | 'personal'; readonly detector: string; readonly where: string; readonly excerpt: string; readonly replacement: string };

export const DraftRequest = z.strictObject({
  trace: z.string(),
  /** Findings to replace; the others are kept as they are. Absent: all. */
  redact: z.array(z.number().int()).optional(),
  /** Where to write, relative to the workspace folder. Absent: casebook/cases/<id>.case.yaml. */
  out: z.string().optional(),
  /** A file of several cases that gets this one at its end, relative to the workspace folder; made where there is none. Wins over `out`. */
  append: z.string().optional(),
  /** Traces that are made into cases at the same time, this one among them or not. */
  together: z.array(z.string()).max(mostTogether).optional(),
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

/** `text`: of the case's file as it stands, saved or not. */
export const LinkRequest = z.strictObject({ text: z.string(), caseId: z.string(), trace: z.string() });
export type LinkReport = {
  /** What the case then says of its source; not applied. */
  readonly edits: readonly TextEdit[];
  /** As the exports call it. */
  readonly nativeId: string;
  readonly recordingFile: string;
  /** A recording was written; false: the case has one of this trace. */
  readonly recorded: boolean;
  /** Likely secrets and personal data that were replaced in it. */
  readonly replaced: number;
};

export interface MakeApi {
  draftCase: Method<DraftRequest, CaseDraft>;
  /** The draft after a person's choices, with what each line comes from; quick enough to be asked after each key. */
  proposeCase: Method<DraftRequest, CasePreview>;
  /** Where a case may be written to. */
  casePlaces: Method<Record<string, never>, CasePlaces>;
  makeCase: Method<MakeRequest, MakeReport>;
  /** Names a trace as the one that a case written by hand comes from, and records it, so that the case can be proven. */
  linkTrace: Method<z.infer<typeof LinkRequest>, LinkReport>;
  proveCases: Method<z.infer<typeof ProveRequest>, readonly ProofReport[]>;
}

export const makeParsers: Parsers<MakeApi> = {
  draftCase: DraftRequest,
  proposeCase: DraftRequest,
  casePlaces: z.strictObject({}),
  makeCase: MakeRequest,
  linkTrace: LinkRequest,
  proveCases: ProveRequest,
};
