import { z } from 'zod';
import type { ReviewTabId } from '../core/display/reviewKeys.ts';
import { agreementPageParsers, type AgreementPageApi } from './agreementPage.ts';
import { failureLogPageParsers, type FailureLogPageApi } from './failureLogPage.ts';
import { patternsPageParsers, type PatternsPageApi } from './patternsPage.ts';
import { taxonomyPageParsers, type TaxonomyPageApi } from './taxonomyPage.ts';
import { queuePageParsers } from './queuePage.ts';
import type { QueuePageApi } from './queuePage.ts';
import type { Method, Parsers } from './rpc.ts';

/**
 * What the review page may ask of the editor: the frame's own calls here, those of each tab in a file of its own (`queuePage.ts`, …), joined
 * by one line below in the interface and one in the parsers.
 */
export interface ReviewPageApi extends ReviewFrameApi, AgreementPageApi, FailureLogPageApi, PatternsPageApi, QueuePageApi, TaxonomyPageApi {}

/** What to show when the page opens or is brought to the front. */
export type ReviewWanted = {
  readonly folder?: string | undefined;
  readonly tab?: ReviewTabId | undefined;
  /** Which queue of the Queue tab. */
  readonly queue?: string | undefined;
  /** Instead of a queue: these traces, under a name that says what they share. */
  readonly traces?: { readonly title: string; readonly ids: readonly string[] } | undefined;
  /** The trace to put the focus on. */
  readonly trace?: string | undefined;
};

export type ReviewView = {
  readonly folder: string;
  readonly name: string;
  /** Null until the name was confirmed once. */
  readonly reviewer: string | null;
  /** What was asked for since the page was last there; once. */
  readonly wanted: ReviewWanted | null;
  /** The reader's own keys by action, as the setting has them. */
  readonly keys: Readonly<Record<string, unknown>>;
};

interface ReviewFrameApi {
  open: Method<Record<string, never>, ReviewView>;
  /** Which tab is shown from now on. */
  showsTab: Method<{ tab: ReviewTabId }, null>;
  /** The trace in front of the reviewer from now on, which commands without an argument mean; null where the tab has none. */
  showsTrace: Method<{ trace: string | null }, null>;
  /** How much waits behind each tab; a tab that is not there has no number. */
  badges: Method<Record<string, never>, Partial<Record<ReviewTabId, number>>>;
  copy: Method<{ text: string; what: string }, null>;
  /** In its reader, at a step. */
  openTrace: Method<{ trace: string; step?: number | undefined }, null>;
  /** As one HTML file. */
  shareTrace: Method<{ trace: string }, null>;
  openCase: Method<{ id: string }, null>;
  importTraces: Method<Record<string, never>, null>;
}

/** What may have changed: labels and feedback, traces, cases and runs, or settings files of the folder. */
export type ReviewChange = 'labels' | 'traces' | 'cases' | 'settings';

/** What the editor tells the page unasked. */
export interface ReviewPageEvents {
  changed: Method<{ what: readonly ReviewChange[] }, null>;
  show: Method<{ wanted: ReviewWanted }, null>;
  keysChanged: Method<{ keys: ReviewView['keys'] }, null>;
  /** From the palette, or a key bound in the editor. */
  act: Method<{ action: string; digit?: number | undefined }, null>;
}

const Tab = z.enum(['queue', 'failureLog', 'patterns', 'taxonomy', 'agreement'] satisfies ReviewTabId[]);
const nothing = z.strictObject({});

export const reviewPageParsers: Parsers<ReviewPageApi> = {
  ...agreementPageParsers,
  ...failureLogPageParsers,
  ...patternsPageParsers,
  ...taxonomyPageParsers,
  ...queuePageParsers,
  open: nothing,
  badges: nothing,
  showsTab: z.strictObject({ tab: Tab }),
  showsTrace: z.strictObject({ trace: z.string().min(1).nullable() }),
  shareTrace: z.strictObject({ trace: z.string().min(1) }),
  copy: z.strictObject({ text: z.string(), what: z.string() }),
  openTrace: z.strictObject({ trace: z.string().min(1), step: z.number().int().positive().optional() }),
  openCase: z.strictObject({ id: z.string().min(1) }),
  importTraces: nothing,
};

const Wanted = z.object({ folder: z.string(), tab: Tab, queue: z.string(), traces: z.object({ title: z.string(), ids: z.array(z.string()) }), trace: z.string() }).partial();

/** What a command was given, which may be anything. */
export function reviewWantedIn(given: unknown): ReviewWanted | null {
  return Wanted.safeParse(given).data ?? null;
}
