import { z } from 'zod';
import type { Coverage } from '../core/model/coverage.ts';
import type { Method, Parsers } from './rpc.ts';

/** The coverage of one workspace folder. */
export type CoverageView = { readonly folder: string; readonly name: string; readonly coverage: Coverage };

const SliceName = z.enum(['failure', 'tool', 'useCase', 'tag', 'role']);
/** What rows of the page are of: a way to divide traces. */
export type SliceName = z.infer<typeof SliceName>;
const SliceRow = z.strictObject({ by: SliceName, value: z.string() });

/** What the coverage page may ask of the editor. */
export interface CoveragePageApi {
  open: Method<Record<string, never>, CoverageView>;
  /** `file`: as the coverage names it. */
  openCase: Method<{ caseId: string; file: string }, null>;
  openTrace: Method<{ trace: string }, null>;
  /** The view Traces, with only those that have this value. */
  showTraces: Method<z.infer<typeof SliceRow>, null>;
  /** The view Cases, with only those that speak of it. */
  showCases: Method<z.infer<typeof SliceRow>, null>;
  copyMarkdown: Method<Record<string, never>, null>;
  importTraces: Method<Record<string, never>, null>;
  makeCase: Method<Record<string, never>, null>;
}

export interface CoveragePageEvents {
  /** Cases, labels, traces or results changed. */
  coverageChanged: Method<Record<string, never>, null>;
}

const nothing = z.strictObject({});

export const coveragePageParsers: Parsers<CoveragePageApi> = {
  open: nothing,
  openCase: z.strictObject({ caseId: z.string(), file: z.string() }),
  openTrace: z.strictObject({ trace: z.string() }),
  showTraces: SliceRow,
  showCases: SliceRow,
  copyMarkdown: nothing,
  importTraces: nothing,
  makeCase: nothing,
};
