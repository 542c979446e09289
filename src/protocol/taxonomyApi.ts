import { z } from 'zod';
import type { ClassNotes, TaxonomyOverview } from '../core/model/taxonomyOverview.ts';
import type { Method, Parsers } from './rpc.ts';

/** The failure classes, what stands behind them, and how they change: in casebook/taxonomy.yaml, and by labels sorted into them. */

const name = z.string().trim().min(1).max(120);
const text = z.string().max(4000);
/** Ids of traces as labels have them. */
const traces = z.array(z.string().min(1)).max(100_000);

export const TaxonomyEdit = z.discriminatedUnion('kind', [
  /** With traces that are sorted into it: notes that were grouped, or a class that is split. */
  z.strictObject({ kind: z.literal('addClass'), name, definition: text.optional(), traces: traces.optional() }),
  z.strictObject({ kind: z.literal('addMode'), class: z.string(), name, definition: text.optional() }),
  /** Null takes an example out; `exampleTrace` makes one of a labelled trace and its note. */
  z.strictObject({ kind: z.literal('describe'), class: z.string(), mode: z.string().optional(), name: name.optional(), definition: text.optional(), example: text.nullable().optional(), exampleTrace: z.string().optional() }),
  /** What carries it counts for the other one; no label is rewritten. */
  z.strictObject({ kind: z.literal('merge'), class: z.string(), into: z.string() }),
  z.strictObject({ kind: z.literal('retire'), class: z.string() }),
  /** Of a merged or retired class: it is in use again. */
  z.strictObject({ kind: z.literal('restore'), class: z.string() }),
  /** Only what nothing names. */
  z.strictObject({ kind: z.literal('remove'), class: z.string() }),
  /** Null: out of its class. */
  z.strictObject({ kind: z.literal('sort'), traces, class: z.string().nullable(), mode: z.string().optional() }),
]);
export type TaxonomyEdit = z.infer<typeof TaxonomyEdit>;

export const TaxonomyRequest = z.strictObject({ by: z.string().min(1), edit: TaxonomyEdit });
export const TaxonomyUndo = z.strictObject({ by: z.string().min(1), redo: z.boolean().optional() });
/** `said`: what was done, a sentence; `class`: the one that was made or changed; `traces`: whose labels are others now. */
export type TaxonomyReport = { readonly said: string; readonly class: string | null; readonly traces: readonly string[] };

export const NotesRequest = z.strictObject({
  /** Null: notes that stand in no class. */
  class: z.string().nullable(),
  words: z.string().max(500).optional(),
  /** Who reads: what they gave a class themselves stands with no note without one, and under blind review all that others say of traces that they have not reviewed is left out. Absent: nothing is. */
  by: z.string().optional(),
  offset: z.number().int().min(0).optional(),
  limit: z.number().int().min(1).max(1000).optional(),
});

/** `by`: who reads, as of notes. */
export const TaxonomyWanted = z.strictObject({ by: z.string().optional() });

export interface TaxonomyApi {
  taxonomy: Method<z.infer<typeof TaxonomyWanted>, TaxonomyOverview>;
  classNotes: Method<z.infer<typeof NotesRequest>, ClassNotes>;
  /** One change: of the file, of labels, or of both, done as a whole or not at all. */
  changeTaxonomy: Method<z.infer<typeof TaxonomyRequest>, TaxonomyReport>;
  /** Takes back one's last change of this session, or does it again. Null: there is none. Refused where the file was edited since. */
  undoTaxonomy: Method<z.infer<typeof TaxonomyUndo>, TaxonomyReport | null>;
}

export const taxonomyParsers: Parsers<TaxonomyApi> = { taxonomy: TaxonomyWanted, classNotes: NotesRequest, changeTaxonomy: TaxonomyRequest, undoTaxonomy: TaxonomyUndo };
