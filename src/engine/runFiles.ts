import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { CaseResult, Outcome } from '../core/model/result.ts';
import type { Workspace } from './workspace.ts';

/** What `summary.json` of a run holds. */
export type RunSummary = {
  readonly runId: string;
  readonly at: string;
  readonly durationMs: number;
  readonly casebook: string;
  readonly cancelled: boolean;
  readonly counts: Readonly<Record<Outcome, number>>;
  readonly cases: readonly { readonly caseId: string; readonly file: string; readonly target: string; readonly outcome: Outcome; readonly decides: boolean; readonly trials: number; readonly passed: number }[];
};

/** The files of one run: results as they come, the summary at the end. `close` lets go of them, however the run ended. */
export type RunFiles = { readonly folder: string; append(result: CaseResult): void; finish(summary: RunSummary): void; close(): void };

export function openRunFiles(workspace: Workspace, folder: string): RunFiles {
  const results = join(folder, 'results.jsonl');
  workspace.write(results, '');
  const open = openSync(results, 'a');
  return {
    folder,
    // Committed nowhere, but read elsewhere: in CI a path of the machine that ran says nothing.
    append: (result) => void writeSync(open, `${JSON.stringify({ ...result, file: workspace.display(result.file) })}\n`),
    finish: (summary) => workspace.write(join(folder, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`),
    close: () => closeSync(open),
  };
}

/** Sorts by time and says when it was: `2026-11-20T10-55-12-4f2a`. */
export function newRunId(now: Date, salt: string): string {
  return `${now.toISOString().slice(0, 19).replaceAll(':', '-')}-${salt}`;
}
