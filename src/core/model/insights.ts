import type { Measured } from './signals.ts';

/**
 * What can be said of a whole trace without a model and without a reference. Worked out when the trace is open and its rows are
 * on the screen, never stored. Steps are named by their number; texts are the redacted ones.
 */

/** A thing to look at, with where and why (METRICS: signals). `steps`: where it shows, first to last; empty: the run as a whole. */
export type Signal = {
  /** Of the registry: `retryStorm`. */
  readonly id: string;
  readonly title: string;
  readonly steps: readonly number[];
  /** One sentence fragment that names values and steps: `same arguments sent 3 times to getOrder`. */
  readonly why: string;
  /** A word or two for the step's row, such as `1 stale`. */
  readonly tag: string;
  /** The rows that carry the tag; absent: the first of `steps`. */
  readonly tagAt?: readonly number[];
  readonly severity: 'warning' | 'error';
  /** How often signals of this kind were right on real traces; null: none was judged. */
  readonly measured: Measured | null;
  /** Told last, and off by default where traces are listed by their signals. */
  readonly quiet?: true;
};

/**
 * Consecutive steps that repeat: attempts of one call, or rounds of several. `steps` are all in it, in reading order; `rounds[i]` is the
 * first step of round i.
 */
export type Repeat = {
  readonly kind: 'retry' | 'loop' | 'repeat';
  readonly steps: readonly number[];
  readonly rounds: readonly number[];
  /** `3 attempts, same arguments, never recovered`. */
  readonly words: string;
  /** Null: there was nothing to recover from. */
  readonly recovered: boolean | null;
};

/** One thing wrong with the arguments of a call, by the schema its tool was offered with. `path`: JSON pointer into the arguments. */
export type ArgumentProblem = { readonly path: string; readonly message: string };

/** What is known of one call beyond its own record. */
export type CallStanding = {
  /** The step that ran it; null where no step did, then `callId` says which one it is. */
  readonly step: number | null;
  readonly callId: string | null;
  /** Null: the tool's schema was not recorded. */
  readonly problems: readonly ArgumentProblem[] | null;
  /** How many there are, where `problems` holds only the first. */
  readonly problemCount: number;
  /** False: tools were offered, and this is none of them. Null: not recorded which were. */
  readonly offered: boolean | null;
  /** The latest step before with the same name and arguments, and whether the result was the same (null: one of them is not recorded). */
  readonly sameAs: { readonly step: number; readonly sameResult: boolean | null } | null;
};

/** A tool the model could have called anywhere in the run. `calledAt`: steps that did. */
export type OfferedTool = { readonly name: string; readonly description: string | null; readonly calledAt: readonly number[] };

/** Where in the trace a value stands. `n` steps by number; offsets are UTF-16 units into the text that is shown for it, null where it is found in JSON. */
export type ValueSource = { readonly step: number; readonly in: 'result' | 'document' | 'user' | 'system' | 'arguments'; readonly document: string | null };

/** A number, date, time, id or quoted passage in what the model said. `start`, `end`: UTF-16 units into the text part. */
export type SaidValue = {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly kind: 'number' | 'date' | 'time' | 'id' | 'quote' | 'citation';
  /** Results first, then documents, the user, the system and arguments, of one kind the nearest first; at most five, none of them later than the text. Empty: found in no result, no document and nothing the user said. */
  readonly sources: readonly ValueSource[];
  /** A number that stands nowhere, but follows from numbers at `sources`: `464 + 202`. Absent: it stands there. */
  readonly computed?: string;
};

/** The values of one text that a step said: of the `part`th text part of its output messages, counted over all of them from 0. */
export type SaidValues = { readonly step: number; readonly part: number; readonly values: readonly SaidValue[] };

/** A retrieved document beyond its own record. `index`: place in the step's documents. */
export type DocumentStanding = {
  readonly step: number;
  readonly index: number;
  readonly id: string | null;
  /** Whole days between its last change and the run; null where either is not recorded. */
  readonly ageDays: number | null;
  readonly stale: boolean | null;
  /** Steps whose text cites it by id, title or source. Null: nothing in the run cites anything, so that not citing says nothing. */
  readonly citedAt: readonly number[] | null;
  /** An earlier step that had retrieved the same document. */
  readonly seenAt: number | null;
};

/** A model call and how full its window was. Tokens: null where not recorded. */
export type ContextCall = {
  readonly step: number;
  readonly promptTokens: number | null;
  readonly window: number | null;
  readonly messages: number;
  readonly documents: number;
  /** Why it is known that something was cut before or in this call: `prompt cut by 83 %`, `compacted`, `stopped at the limit`. */
  readonly cut: string | null;
};

/** What was waited for before a step, in words that follow how long: `waiting for the user`. */
export type WaitCause = { readonly step: number; readonly cause: string };

export type Insights = {
  readonly signals: readonly Signal[];
  /** Titles of the signals that were not looked for. */
  readonly signalsOff: readonly string[];
  readonly repeats: readonly Repeat[];
  /** Only where the trace says so. */
  readonly waits: readonly WaitCause[];
  readonly calls: readonly CallStanding[];
  /** Null: no step records which tools were offered. */
  readonly tools: readonly OfferedTool[] | null;
  readonly said: readonly SaidValues[];
  readonly documents: readonly DocumentStanding[];
  readonly context: readonly ContextCall[];
  /** Where the windows come from: the day of the table, or config.yaml. Null: no window is known. */
  readonly windowsFrom: string | null;
  /** A sentence for each list above that was too long to send whole. */
  readonly cut: readonly string[];
};

/** One message of a prompt beside the same place in the prompt before. Text as it would be read: parts joined, calls and results as JSON. */
export type PromptChange = {
  readonly change: 'same' | 'added' | 'removed' | 'changed';
  readonly role: 'system' | 'user' | 'assistant' | 'tool';
  readonly name: string | null;
  readonly before: string | null;
  readonly after: string | null;
};

/** What changed between the prompt of a model call and that of the call before it in the same conversation. */
export type PromptChanges = {
  /** The model call whose prompt it is: that which was asked for, else the one that a step belongs to. Null: none is called up to there. */
  readonly n: number | null;
  /** The call it is compared with; null: it is the first. */
  readonly before: number | null;
  /** In order; runs of `same` are not listed but counted by an entry of their own. */
  readonly messages: readonly (PromptChange | { readonly change: 'same'; readonly count: number })[];
  readonly tools: { readonly added: readonly string[]; readonly removed: readonly string[]; readonly changed: readonly string[] };
  /** Settings of the call that differ, such as model or temperature, by the export's own names. */
  readonly settings: readonly { readonly name: string; readonly before: string | null; readonly after: string | null }[];
};
