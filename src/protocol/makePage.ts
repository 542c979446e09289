import { z } from 'zod';
import { Decisions } from '../core/model/proposal.ts';
import type { CasePreview } from './makeApi.ts';
import { caseChoices } from './proposalApi.ts';
import type { CasePlaces } from './proposalApi.ts';
import type { Method, Parsers } from './rpc.ts';

/** Which of the page's traces, from 0. */
const at = z.number().int().nonnegative();
const Choices = z.strictObject({
  at,
  id: caseChoices.id, fromStep: caseChoices.fromStep, text: caseChoices.text, textFor: caseChoices.textFor,
  decisions: Decisions,
  /** Findings to replace. Absent: all, as none is known yet. */
  redact: z.array(z.number().int()).optional(),
  /** A person has confirmed it: only then it becomes active. */
  confirmed: z.boolean(),
  /** One of those that the editor named. */
  folder: z.string().optional(),
  /** The name of a new file in that folder, for all cases of the page. */
  suite: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,79}$/u).optional(),
  /** One of the files that the editor named: it gets the case at its end. */
  append: z.string().optional(),
});
export type MakeChoices = z.infer<typeof Choices>;

export type MakeStart = CasePlaces & {
  readonly traces: readonly { readonly trace: string; readonly title: string }[];
  /** The first trace is to begin there. */
  readonly fromStep: number | null;
};
export type WrittenCase = { readonly id: string; readonly shownFile: string; readonly sentence: string };

/** What the page that makes cases may ask of the editor. It is about traces that the editor knows: a page names no path. */
export interface MakePageApi {
  begin: Method<Record<string, never>, MakeStart>;
  propose: Method<MakeChoices, CasePreview>;
  /** Writes case and recording. Every finding was decided on. A page of one trace is closed then. */
  write: Method<MakeChoices, WrittenCase>;
  /** Opens what was written, and closes the page. */
  finish: Method<Record<string, never>, null>;
  /** The trajectory, at a step. */
  openStep: Method<{ at: number; n?: number | undefined }, null>;
  /** Where a trajectory of the page's traces stands beside: this trace, at a step. The focus stays here. */
  pointAt: Method<{ at: number; n?: number | undefined }, null>;
  openCase: Method<{ id: string }, null>;
  copy: Method<{ text: string }, null>;
  /** Closes the page; where something was changed it is asked first. */
  cancel: Method<{ changed: boolean }, null>;
}

/** What the editor tells the page. */
export interface MakePageEvents {
  /** The first trace is asked for again, from a step on. */
  beginAt: Method<{ fromStep: number }, null>;
}

export const makePageParsers: Parsers<MakePageApi> = {
  begin: z.strictObject({}),
  propose: Choices,
  write: Choices,
  finish: z.strictObject({}),
  openStep: z.strictObject({ at, n: z.number().int().positive().optional() }),
  pointAt: z.strictObject({ at, n: z.number().int().positive().optional() }),
  openCase: z.strictObject({ id: z.string() }),
  copy: z.strictObject({ text: z.string() }),
  cancel: z.strictObject({ changed: z.boolean() }),
};
