import { z } from 'zod';
import type { ComparedPayload, Comparison } from '../core/model/comparison.ts';
import type { Method, Parsers } from './rpc.ts';

const n = z.number().int().positive();

/** What the page of a comparison may ask of the editor. */
export interface ComparePageApi {
  open: Method<Record<string, never>, Comparison>;
  pair: Method<{ n1: number | null; n2: number | null }, ComparedPayload>;
  /** From now on the other way round; the comparison is asked for anew. */
  swap: Method<Record<string, never>, Comparison>;
  openStep: Method<{ side: 'a' | 'b'; n: number }, null>;
  copy: Method<{ text: string; what: string }, null>;
}

export interface ComparePageEvents {
  /** A trace of it was imported again or removed. */
  changed: Method<Record<string, never>, null>;
}

const nothing = z.strictObject({});
export const comparePageParsers: Parsers<ComparePageApi> = {
  open: nothing,
  pair: z.strictObject({ n1: n.nullable(), n2: n.nullable() }),
  swap: nothing,
  openStep: z.strictObject({ side: z.enum(['a', 'b']), n }),
  copy: z.strictObject({ text: z.string(), what: z.string() }),
};
