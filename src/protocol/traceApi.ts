import { z } from 'zod';
import type { PackedSkeleton, StepDetail, TraceSummary, TrajectorySkeleton } from '../core/model/trajectory.ts';
import type { Method, Parsers } from './rpc.ts';

/** Traces: listed, searched, opened, and a step of them. */

export const TraceQuery = z.strictObject({
  text: z.string().optional(),
  /** A failure class or mode. Null here and below: the traces that have none. */
  failure: z.string().nullable().optional(),
  tool: z.string().nullable().optional(),
  model: z.string().nullable().optional(),
  user: z.string().nullable().optional(),
  role: z.string().nullable().optional(),
  useCase: z.string().nullable().optional(),
  session: z.string().nullable().optional(),
  /** The file it was first read from, as the workspace sees it. */
  file: z.string().optional(),
  /** A file or archive it was read from, be it the first or another one, as the workspace sees it. */
  inFile: z.string().optional(),
  tag: z.string().nullable().optional(),
  /** A signal that it shows, by its id. Asking for one waits until all traces were looked at. */
  signal: z.string().nullable().optional(),
  minLatencyMs: z.number().optional(),
  /** ISO dates or times. */
  since: z.string().optional(),
  until: z.string().optional(),
  unlabelled: z.boolean().optional(),
  failing: z.boolean().optional(),
  /** Who reads: under blind review the labels of others on traces that they have not judged are hidden in what is shown; all labels decide what is found and counted. Empty: nobody. Absent: nothing is hidden. */
  reader: z.string().optional(),
  limit: z.number().int().positive().optional(),
  offset: z.number().int().nonnegative().optional(),
  sort: z.enum(['newest', 'oldest', 'slowest', 'costliest']).optional(),
});
export type TraceQuery = z.infer<typeof TraceQuery>;
export type TraceList = { readonly traces: readonly TraceSummary[]; readonly total: number; readonly failing: number; readonly unlabelled: number; /** Traces whose signals were not looked at yet, of all; absent: none. */ readonly signalsPending?: number; /** A sentence where something of the list could not be read, such as the labels. */ readonly warning?: string };

export const SearchRequest = TraceQuery.omit({ offset: true, sort: true }).extend({
  /** Words must all stand in one text, "quoted words" as a phrase; the last word may go on. */
  text: z.string(),
  /** At most so many hits; 20 where it is not said. */
  limit: z.number().int().positive().max(1000).optional(),
});
export type SearchRequest = z.infer<typeof SearchRequest>;
/** A text that holds the words. `step`: the number of the step that says it, with its name. `excerpt` is one line around them; `from` and `to` mark the match in it, in UTF-16 units; they are equal where it is not marked. */
export type TextHit = { readonly trace: TraceSummary; readonly step: number; readonly name: string; readonly excerpt: string; readonly from: number; readonly to: number };
/** `hits`: of the newest traces first, few of each. `traces`: how many hold the words, with hits or without. */
export type TextHits = { readonly hits: readonly TextHit[]; readonly traces: number; readonly warning?: string };

export const groupings = ['session', 'user', 'role', 'useCase', 'failure', 'tool', 'model', 'tag', 'signal', 'file'] as const;
export type Grouping = (typeof groupings)[number];
/** The traces of a query by what they have in common. A trace that called two tools stands in two groups. */
export const GroupQuery = TraceQuery.omit({ limit: true, offset: true, sort: true, reader: true }).extend({ by: z.enum(groupings) });
export type GroupQuery = z.infer<typeof GroupQuery>;
/** `value`: to be asked for as the query's field of that name; null: the traces that have none. `newestUs`: microseconds since 1970; null where none has a clock. */
export type TraceGroup = { readonly value: string | null; readonly total: number; readonly failing: number; readonly newestUs: number | null };

/** `reader`: as in a TraceQuery. */
export const TraceRef = z.strictObject({ trace: z.string().min(1), reader: z.string().optional() });
export const StepRef = z.strictObject({
  trace: z.string().min(1),
  n: z.number().int().positive(),
  /** Nothing is cut, however large: for a terminal or a file, not for a page. */
  whole: z.boolean().optional(),
  /** With the conversation up to it: what stands near the step. */
  thread: z.boolean().optional(),
  /** With as much of that conversation as a page can hold. */
  long: z.boolean().optional(),
  /** At once with what stands around the step, where the whole trace has to be read first: `partial` says so. */
  soon: z.boolean().optional(),
});

export const OriginalRequest = z.strictObject({
  trace: z.string().min(1),
  /** The record that this step was read from. Absent: all records of the trace. */
  n: z.number().int().positive().optional(),
});
/** Records as they stand in their files, nothing replaced: for a person who asked for them, and for nothing else. */
export type OriginalRecords = { readonly text: string; readonly records: number; readonly bytes: number; /** As the workspace sees them. */ readonly files: readonly string[] };

/** How many of all traces were looked at for signals, while a call waits for that. */
export type SignalProgress = { readonly looked: number; readonly of: number };

export interface TraceApi {
  listTraces: Method<TraceQuery, TraceList, SignalProgress>;
  /** Where words stand, in all traces or those of a query. */
  searchTexts: Method<SearchRequest, TextHits, SignalProgress>;
  /** Largest first; sessions and files with the newest trace first. Those without a value come last. */
  groupTraces: Method<GroupQuery, { readonly groups: readonly TraceGroup[] }, SignalProgress>;
  /** By our id, the export's own id, or a unique prefix of either; a UserError `ambiguous-trace` names the candidates. */
  findTrace: Method<z.infer<typeof TraceRef>, TraceSummary>;
  openTrajectory: Method<z.infer<typeof TraceRef>, TrajectorySkeleton>;
  /** The same for a page. */
  openPacked: Method<z.infer<typeof TraceRef>, PackedSkeleton>;
  readStep: Method<z.infer<typeof StepRef>, StepDetail>;
  /** Reads the source file again; a UserError `source-gone` or `source-changed` where the record is not there any more as it was imported. */
  readOriginal: Method<z.infer<typeof OriginalRequest>, OriginalRecords>;
}

export const traceParsers: Parsers<TraceApi> = {
  listTraces: TraceQuery,
  searchTexts: SearchRequest,
  groupTraces: GroupQuery,
  findTrace: TraceRef,
  openTrajectory: TraceRef,
  openPacked: TraceRef,
  readStep: StepRef,
  readOriginal: OriginalRequest,
};
