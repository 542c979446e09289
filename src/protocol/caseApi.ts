import type { Catalogue } from '../core/model/catalogue.ts';
import { z } from 'zod';
import type { Method, Parsers } from './rpc.ts';

/** What the engine knows for whoever writes cases. */

const nothing = z.strictObject({});

export interface CaseApi {
  /** What the traces of the index know that a case may name. Made once, and anew when traces came or went. */
  catalogue: Method<Record<string, never>, Catalogue>;
}

export const caseParsers: Parsers<CaseApi> = {
  catalogue: nothing,
};
