import { z } from 'zod';
import { ColumnMap } from '../core/model/columnMap.ts';
import type { RowsPreview } from './importApi.ts';
import type { Method, Parsers } from './rpc.ts';

/** For which files the map is kept: those with names like this one's, all in its folder, or none. */
export type RememberFor = 'files' | 'folder' | 'not';

export type MapView = RowsPreview & {
  /** A workspace folder is open, which has a config.yaml. */
  readonly canRemember: boolean;
};

/** What the page that maps columns may ask of the editor. It is about one file, which the editor knows: a page names no path. */
export interface MapPageApi {
  /** With the map that the page kept, if any; else with the guess. */
  open: Method<{ map?: ColumnMap | undefined }, MapView>;
  preview: Method<{ map: ColumnMap }, RowsPreview>;
  /** Imports the file, remembers the map, and closes the page. A UserError says why nothing came of it. */
  import: Method<{ map: ColumnMap; remember: RememberFor }, null>;
  cancel: Method<Record<string, never>, null>;
  /** The file in an editor, at a line. */
  reveal: Method<{ line: number }, null>;
}

const nothing = z.strictObject({});

export const mapPageParsers: Parsers<MapPageApi> = {
  open: z.strictObject({ map: ColumnMap.optional() }),
  preview: z.strictObject({ map: ColumnMap }),
  import: z.strictObject({ map: ColumnMap, remember: z.enum(['files', 'folder', 'not']) }),
  cancel: nothing,
  reveal: z.strictObject({ line: z.number().int().positive() }),
};
