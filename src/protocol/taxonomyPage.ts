import { z } from 'zod';
import type { ClassNotes, TaxonomyOverview } from '../core/model/taxonomyOverview.ts';
import { NotesRequest, TaxonomyEdit } from './taxonomyApi.ts';
import type { TaxonomyReport } from './taxonomyApi.ts';
import type { Method, Parsers } from './rpc.ts';

/** What the Taxonomy tab of the review page asks for. */
const Edit = z.strictObject({ edit: TaxonomyEdit });
const Undo = z.strictObject({ redo: z.boolean() });
const nothing = z.strictObject({});

export interface TaxonomyPageApi {
  readTaxonomy: Method<z.infer<typeof nothing>, TaxonomyOverview>;
  readNotes: Method<z.infer<typeof NotesRequest>, ClassNotes>;
  /** Null: no name was given to label under. */
  editTaxonomy: Method<z.infer<typeof Edit>, TaxonomyReport | null>;
  undoTaxonomyEdit: Method<z.infer<typeof Undo>, TaxonomyReport | null>;
  openTaxonomyFile: Method<z.infer<typeof nothing>, null>;
}

export const taxonomyPageParsers: Parsers<TaxonomyPageApi> = { readTaxonomy: nothing, readNotes: NotesRequest, editTaxonomy: Edit, undoTaxonomyEdit: Undo, openTaxonomyFile: nothing };
