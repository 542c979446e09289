import type { Catalogue } from '../core/model/catalogue.ts';
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

export interface CaseApi {
  /** What the traces of the index know that a case may name. Made once, and anew when traces came or went. */
  catalogue: Method<Record<string, never>, Catalogue>;
  /** Of these ids those that the index holds, in the same order. */
  knownTraces: Method<z.infer<typeof TraceIds>, readonly KnownTrace[]>;
}

export const caseParsers: Parsers<CaseApi> = {
  catalogue: nothing,
  knownTraces: TraceIds,
};
