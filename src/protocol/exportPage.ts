import { z } from 'zod';
import type { FailingBecause } from '../core/model/trajectory.ts';
import type { Label } from '../core/model/label.ts';
import type { ImportProgress } from './importApi.ts';
import type { Method, Parsers } from './rpc.ts';

/** What an export holds, after it was imported. Null: nothing of it could be read, and `error` says why. */
export type ExportView = {
  /** As the workspace sees it. */
  readonly file: string;
  /** What it was read as, and why. */
  readonly format: string | null;
  readonly why: string | null;
  readonly error: string | null;
  readonly canMap: boolean;
  readonly traces: number;
  readonly failing: number;
  readonly warnings: number;
  /** Somebody stopped the import: there may be more in the file. */
  readonly stopped: boolean;
};

/** One line of the list. Null: not recorded. */
export type ExportRow = {
  readonly id: string;
  readonly title: string;
  readonly label: Pick<Label, 'verdict'> | null;
  readonly failing: FailingBecause | null;
  /** What the mark means, in words. */
  readonly outcome: string;
  readonly startUs: number | null;
  readonly steps: number;
  readonly latencyMs: number | null;
  readonly tokens: number | null;
  readonly costUsd: number | null;
};

export interface ExportPageApi {
  /** Imports the file, if it is not known as it is, and says what is in it. */
  open: Method<Record<string, never>, ExportView, Pick<ImportProgress, 'bytesRead' | 'bytes' | 'traces'>>;
  /** In the order of the file's clock, oldest first. */
  list: Method<{ text: string; offset: number; limit: number }, { readonly rows: readonly ExportRow[]; readonly total: number }>;
  openTrace: Method<{ trace: string }, null>;
  openText: Method<Record<string, never>, null>;
  showReport: Method<Record<string, never>, null>;
  mapColumns: Method<Record<string, never>, null>;
}

const nothing = z.strictObject({});
const count = z.number().int().nonnegative();

export const exportPageParsers: Parsers<ExportPageApi> = {
  open: nothing,
  list: z.strictObject({ text: z.string(), offset: count, limit: count.max(500) }),
  openTrace: z.strictObject({ trace: z.string().min(1) }),
  openText: nothing,
  showReport: nothing,
  mapColumns: nothing,
};
