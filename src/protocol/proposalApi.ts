import { z } from 'zod';
import type { Severity } from '../core/model/problem.ts';
import { Decisions } from '../core/model/proposal.ts';
import type { Proposal } from '../core/model/proposal.ts';
import type { CheckResult } from '../core/model/result.ts';

/** What a person chose of a drafted case. */
export const caseChoices = {
  /** Only what happened from this step on; the turns before it become `messages`. */
  fromStep: z.number().int().positive().optional(),
  decisions: Decisions.optional(),
  /** As an earlier answer named the case: it keeps that name. */
  id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/u).optional(),
  /** The person has confirmed the expectations: the case becomes active where nothing speaks against it (CASES 3). */
  activate: z.boolean().optional(),
  /** Edited by hand: it wins over what was drafted. Choices that it does not have yet are carried into it. */
  text: z.string().max(2_000_000).optional(),
  /** The choices that `text` has. Absent: those of the request. */
  textFor: z.strictObject({ decisions: Decisions.optional(), redact: z.array(z.number().int()).optional() }).optional(),
};

/** Lines from 1, both included; null: it stands nowhere. */
export type ShownProposal = Proposal & { readonly lines: readonly [number, number] | null };
export type ShownProblem = { readonly code: string; readonly severity: Severity; readonly message: string; /** From 1. */ readonly line: number };

/** What a preview shows beside the draft. */
export type ProposedCase = {
  readonly query: string;
  /** As the workspace sees it. */
  readonly shownFile: string;
  /** Which turn of the run the case asks, from 1, where it has several. */
  readonly turn: { readonly nth: number; readonly of: number } | null;
  /** What is said of the run: `labelled fail, tool selection, first wrong step 4`. */
  readonly said: string;
  /** Steps that it may begin at, the first 200. */
  readonly starts: readonly { readonly step: number; readonly name: string }[];
  readonly proposals: readonly ShownProposal[];
  /** Of the text, by the validator of case files; errors keep it from being written. */
  readonly problems: readonly ShownProblem[];
  /** What it would be written as. */
  readonly status: 'active' | 'draft';
  /** Of a case that does not catch its failure: the check that should have failed. */
  readonly held: CheckResult | null;
  /** Choices that were not carried into the edited text, as it says something else there. */
  readonly missed: readonly string[];
  /** What the case takes from the defaults of the file it is added to, such as `tier: support`. */
  readonly fromDefaults: readonly string[];
  /** Nothing stands in the place it is written to. */
  readonly isNewFile: boolean;
  /** Of the traces made into cases together with it: those that ask nearly the same, most alike first. */
  readonly alikeTogether: readonly AlikeTrace[];
};

/** Folders to write to, and files of several cases that may take one more, as the workspace sees them. */
export type CasePlaces = { readonly folders: readonly string[]; readonly suites: readonly string[] };

export type AlikeTrace = { readonly trace: string; readonly similarity: number };
