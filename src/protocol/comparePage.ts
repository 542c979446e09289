import { z } from 'zod';
import type { CompareAction } from '../core/display/pageKeys.ts';
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
  /** The reader's own keys, by action, as the setting has them. */
  keys: Method<Record<string, never>, { readonly keys: Readonly<Record<string, unknown>> }>;
}

export interface ComparePageEvents {
  /** A trace of it was imported again or removed. */
  changed: Method<Record<string, never>, null>;
  /** As if the action's key was pressed. */
  act: Method<{ action: CompareAction }, null>;
  keysChanged: Method<{ keys: Readonly<Record<string, unknown>> }, null>;
}

const nothing = z.strictObject({});
export const comparePageParsers: Parsers<ComparePageApi> = {
  open: nothing,
  pair: z.strictObject({ n1: n.nullable(), n2: n.nullable() }),
  swap: nothing,
  openStep: z.strictObject({ side: z.enum(['a', 'b']), n }),
  copy: z.strictObject({ text: z.string(), what: z.string() }),
  keys: nothing,
};
