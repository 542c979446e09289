import { z } from 'zod';

/**
 * What a person makes of a proposed expectation: as it was seen, by its words however they are written or put, by its type alone, as loose as it
 * goes, or not at all. Each is looser than the one before.
 */
export const Decision = z.enum(['kept', 'worded', 'typed', 'loosened', 'dropped']);
export type Decision = z.infer<typeof Decision>;

/** By the id of the proposal. What is not in it stays as proposed. */
export const Decisions = z.record(z.string(), Decision);
export type Decisions = z.infer<typeof Decisions>;

export type ProposalGroup = 'input' | 'expectations' | 'answer' | 'limits';

/** A piece of a title; `code`: a name or a value out of the trace. */
export type TitlePart = { readonly text: string; readonly code?: true };

/** One thing that a drafted case says or could say, with where it comes from. Plain data. */
export type Proposal = {
  /** The same for the same trace and label. */
  readonly id: string;
  readonly group: ProposalGroup;
  /** As it reads in its present state. */
  readonly title: readonly TitlePart[];
  /** Why it is proposed so, in a sentence. */
  readonly why: string;
  /** Steps of the trajectory that it was seen at. */
  readonly steps: readonly number[];
  /** Who said it, where no step did. */
  readonly saidBy?: 'label' | 'user';
  /** The states it can have, strictest first; one alone cannot be changed. */
  readonly states: readonly Decision[];
  readonly state: Decision;
  /** What it becomes one step looser, and how it reads then; from dropped, back to the loosest. Null where it cannot be looser. */
  readonly looser: { readonly state: Decision; readonly title: readonly TitlePart[] } | null;
};
