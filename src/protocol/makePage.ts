import { z } from 'zod';
import { Decisions } from '../core/model/proposal.ts';
import type { CasePreview } from './makeApi.ts';
import { caseChoices } from './proposalApi.ts';
import type { Method, Parsers } from './rpc.ts';

const shared = {
  id: caseChoices.id, fromStep: caseChoices.fromStep, text: caseChoices.text, textFor: caseChoices.textFor,
  decisions: Decisions,
  /** Findings to replace. Absent: all, as none is known yet. */
  redact: z.array(z.number().int()).optional(),
  /** One of those that the editor named. */
  folder: z.string().optional(),
};
const Choices = z.strictObject(shared);
export type MakeChoices = z.infer<typeof Choices>;

/** What the page that makes a case may ask of the editor. It is about one trace, which the editor knows: a page names no path. */
export interface MakePageApi {
  propose: Method<MakeChoices, CasePreview>;
  /** Writes case and recording, opens the file and closes the page. Every finding was decided on. */
  write: Method<MakeChoices, null>;
  /** The trajectory, at a step. */
  openStep: Method<{ n?: number | undefined }, null>;
  /** Moves the trajectory to a step where it stands beside, and leaves the focus here. */
  pointAt: Method<{ n: number }, null>;
  openCase: Method<{ id: string }, null>;
  copy: Method<{ text: string }, null>;
  /** Closes the page; where something was changed it is asked first. */
  cancel: Method<{ changed: boolean }, null>;
}

export const makePageParsers: Parsers<MakePageApi> = {
  propose: Choices,
  write: Choices,
  openStep: z.strictObject({ n: z.number().int().positive().optional() }),
  pointAt: z.strictObject({ n: z.number().int().positive() }),
  openCase: z.strictObject({ id: z.string() }),
  copy: z.strictObject({ text: z.string() }),
  cancel: z.strictObject({ changed: z.boolean() }),
};
