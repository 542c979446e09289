import { z } from 'zod';
import type { ExportedCase } from '../core/exchange/exportCases.ts';
import type { ImportedCase } from '../core/exchange/importCases.ts';
import type { ItemProblem, LeftOut, PeerId } from '../core/exchange/peer.ts';
import type { Method, Parsers } from './rpc.ts';

/** Cases to and from the files of other tools. Paths are absolute. */

export const ExportCasesRequest = z.strictObject({
  /** Ids of cases, and paths of case files and folders. Empty: all of the workspace. */
  cases: z.array(z.string().min(1)),
  to: z.string().min(1),
  /** Where to write. Absent: the text is in the report, and nothing is written. */
  out: z.string().min(1).optional(),
  overwrite: z.boolean().optional(),
});
export const ImportCasesRequest = z.strictObject({
  path: z.string().min(1),
  /** Absent: told by the content. */
  from: z.string().min(1).optional(),
  /** One file for all of it. Absent: casebook/cases/<suite>.case.yaml, or such a name that is free. */
  out: z.string().min(1).optional(),
  overwrite: z.boolean().optional(),
  /** What becomes of a case whose id the workspace has. Absent: nothing is written while there is one. */
  existing: z.enum(['skip', 'rename']).optional(),
  /** Only say what would come in. */
  dryRun: z.boolean().optional(),
});

export type PeerName = { readonly id: PeerId; readonly title: string; readonly extensions: readonly string[] };
export type ExportCasesReport = {
  readonly to: PeerName;
  /** Null where nothing was written. */
  readonly file: string | null;
  readonly text: string | null;
  readonly cases: readonly ExportedCase[];
  /** Cases that are not well formed and were left out. */
  readonly problems: readonly { readonly file: string; readonly id: string; readonly message: string }[];
};
export type WrittenSuite = {
  readonly suite: string | null;
  readonly file: string;
  readonly cases: number;
  /** What the validator says of the file, by severity, and its codes with how often. */
  readonly errors: number; readonly warnings: number; readonly hints: number;
  readonly codes: Readonly<Record<string, number>>;
};
export type ImportCasesReport = {
  readonly from: PeerName;
  /** How the tool was known by the content; null where it was named. */
  readonly why: string | null;
  readonly written: boolean;
  readonly files: readonly WrittenSuite[];
  readonly cases: readonly ImportedCase[];
  readonly problems: readonly ItemProblem[];
  readonly leftOut: readonly LeftOut[];
  /** Ids that the workspace has already. */
  readonly clashes: readonly string[];
};

export interface ExchangeApi {
  exchangePeers: Method<Record<string, never>, readonly PeerName[]>;
  exportCases: Method<z.infer<typeof ExportCasesRequest>, ExportCasesReport>;
  importCases: Method<z.infer<typeof ImportCasesRequest>, ImportCasesReport>;
}

export const exchangeParsers: Parsers<ExchangeApi> = { exchangePeers: z.strictObject({}), exportCases: ExportCasesRequest, importCases: ImportCasesRequest };
