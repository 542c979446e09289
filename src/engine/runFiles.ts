import { join } from 'node:path';
import type { CaseResult, Outcome, TraceRef } from '../core/model/result.ts';
import type { Redactor } from '../core/redaction/redactor.ts';
import type { RunStatistics } from '../core/model/runStatistics.ts';
import { capturedText, type CaptureOrigin } from './capturedTraces.ts';
import { LineFile } from './lineFile.ts';
import type { CapturedTrace } from './targets/target.ts';
import type { Workspace } from './workspace.ts';
import { refuseWrite } from './writing.ts';

/** What `summary.json` of a run holds. */
export type RunSummary = {
  readonly runId: string;
  readonly at: string;
  readonly durationMs: number;
  readonly casebook: string;
  readonly cancelled: boolean;
  readonly counts: Readonly<Record<Outcome, number>>;
  readonly statistics: RunStatistics;
  readonly cases: readonly { readonly caseId: string; readonly file: string; readonly target: string; readonly outcome: Outcome; readonly decides: boolean; readonly trials: number; readonly passed: number }[];
};

/** The files of one run: results as they come, the traces its targets sent, the summary at the end. Each throws a UserError where the disk refuses. */
export type RunFiles = {
  readonly folder: string;
  append(result: CaseResult): void;
  /** Without likely secrets; it is imported like any export, when somebody wants to see it. */
  keepTrace(captured: CapturedTrace, origin: CaptureOrigin, redactor: Redactor): TraceRef;
  finish(summary: RunSummary): void;
  /** Lets go of them, however the run ended. */
  close(): void;
};

export function openRunFiles(workspace: Workspace, folder: string): RunFiles {
  const results = join(folder, 'results.jsonl');
  workspace.write(results, '');
  const lines = new LineFile(results);
  return {
    folder,
    // Committed nowhere, but read elsewhere: in CI a path of the machine that ran says nothing.
    append(result) {
      try {
        lines.append(JSON.stringify({ ...result, file: workspace.display(result.file) }));
      } catch (error) {
        refuseWrite('A result was not written', results, error);
      }
    },
    keepTrace({ collected, traceId }, origin, redactor) {
      const file = `traces/${collected.traceId}.otlp.jsonl`;
      workspace.write(join(folder, file), capturedText(collected, origin, redactor));
      return { file, traceId };
    },
    finish: (summary) => workspace.write(join(folder, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`),
    close: () => lines.close(),
  };
}

/** Sorts by time and says when it was: `2026-11-20T10-55-12-4f2a`. */
export function newRunId(now: Date, salt: string): string {
  return `${now.toISOString().slice(0, 19).replaceAll(':', '-')}-${salt}`;
}
