import type { Catalogue } from '../core/model/catalogue.ts';
import type { Coverage, SimilarQuery } from '../core/model/coverage.ts';
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

export interface CaseApi {
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
  coverage: nothing,
  similarQueries: SimilarRequest,
};
