import { existsSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { plural } from '../core/display/numbers.ts';
import type { CaseResult, Outcome, TraceRef, TrialLine } from '../core/model/result.ts';
import type { Redactor } from '../core/redaction/redactor.ts';
import { junitXml, type RunHashes } from '../core/runs/junitXml.ts';
import type { RunStatistics } from '../core/model/runStatistics.ts';
import { UserError } from '../core/support/errors.ts';
import type { RunReport } from '../protocol/runApi.ts';
import { capturedText, type CaptureOrigin } from './capturedTraces.ts';
import type { DiskRefusals } from './diskRefusals.ts';
import { LineFile } from './lineFile.ts';
import { holdRun, letGoOfRun, readManifest, writeManifest, type RunManifest } from './runs/runManifest.ts';
import type { CapturedTrace } from './targets/target.ts';
import type { Workspace } from './workspace.ts';

/** What `summary.json` of a run holds: a run that has none did not end. */
export type RunSummary = {
  readonly runId: string;
  readonly at: string;
  readonly durationMs: number;
  readonly casebook: string;
  readonly cancelled: boolean;
  readonly counts: Readonly<Record<Outcome, number>>;
  readonly statistics: RunStatistics;
  readonly cases: readonly { readonly caseId: string; readonly file: string; readonly target: string; readonly outcome: Outcome; readonly decides: boolean; readonly trials: number; readonly passed: number;
    /** Mean of the trials that recorded one; null where none did. */
    readonly costUsd: number | null }[];
  /** Cases that were cut off, for what they cost; absent where there are none. */
  readonly unfinished?: readonly { readonly caseId: string; readonly target: string; readonly costUsd: number | null }[];
} & Pick<RunReport, 'shard' | 'resumed' | 'cached' | 'stopped' | 'notRun' | 'warnings'>;

/**
 * The files of one run: what it is of, before anything else; trials as they come; the traces its targets sent; the summary at the end. Each
 * throws a UserError where the disk refuses.
 */
export type RunFiles = {
  readonly folder: string;
  append(line: TrialLine): void;
  /** Without likely secrets; it is imported like any export, when somebody wants to see it. */
  keepTrace(captured: CapturedTrace, origin: CaptureOrigin, redactor: Redactor): TraceRef;
  /** With a report for CI servers beside the summary. */
  finish(summary: RunSummary, results: readonly CaseResult[]): void;
  /** Lets go of them, however the run ended. */
  close(): void;
};

/** A power cut takes no more than this. */
const syncEveryMs = 1000;

const resultsIn = (folder: string): string => join(folder, 'results.jsonl');

/** The lines that were written to their end. None where the file is not there. */
export function* wholeLines(file: string): Generator<string> {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  let from = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, from)) {
    yield bytes.toString('utf8', from, at);
    from = at + 1;
  }
}

/** Half a line that a kill left behind would spoil the next one. */
function cutToWholeLines(file: string): void {
  if (!existsSync(file)) return;
  const bytes = readFileSync(file);
  const whole = bytes.lastIndexOf(10) + 1;
  if (whole < bytes.length) truncateSync(file, whole);
}

function hashesOf({ targets, items }: RunManifest): RunHashes {
  const cases = new Map(items.map(({ caseId, target, sha256 }) => [`${caseId}\0${target}`, sha256]));
  return { targets, caseOf: ({ caseId, target }) => cases.get(`${caseId}\0${target}`) };
}

/** Results of cases that are run again may be replaced; those of others would be lost. */
function refuseOverOtherCases(workspace: Workspace, folder: string, manifest: RunManifest): void {
  const there = workspace.read(join(folder, 'run.json')) === undefined ? undefined : readManifest(workspace, folder);
  const again = new Set(manifest.items.map(({ caseId }) => caseId));
  const lost = there?.items.filter(({ caseId }) => !again.has(caseId)) ?? [];
  if (there === undefined || lost.length === 0) return;
  throw new UserError('other-run', `${workspace.display(folder)} holds the results of another run, ${there.runId}, with ${plural(lost.length, 'case')} that this one does not run.`, 'Name another folder, or remove that one.');
}

/**
 * @param goesOn what the folder holds is kept; else it is of another run and is replaced
 * @param disk without the file that says what it is of, a run can be made all the same, and not gone on with
 */
export function openRunFiles(workspace: Workspace, folder: string, manifest: RunManifest, goesOn: boolean, disk: DiskRefusals): RunFiles {
  const results = resultsIn(folder);
  if (goesOn) cutToWholeLines(results);
  else {
    refuseOverOtherCases(workspace, folder, manifest);
    workspace.write(results, '');
  }
  // A run without a summary is one that has not ended.
  const [summary, junit] = [join(folder, 'summary.json'), join(folder, 'junit.xml')];
  for (const old of [summary, junit]) if (statSync(old, { throwIfNoEntry: false })?.isFile()) rmSync(old);
  disk.try(() => {
    if (!goesOn) writeManifest(workspace, folder, manifest);
    holdRun(workspace, folder);
  });
  const lines = new LineFile(results);
  const syncing = setInterval(() => lines.sync(), syncEveryMs).unref();
  return {
    folder,
    append: (line) => lines.appendResult(line),
    keepTrace({ collected, traceId }, origin, redactor) {
      const file = `traces/${collected.traceId}.otlp.jsonl`;
      workspace.write(join(folder, file), capturedText(collected, origin, redactor));
      return { file, traceId };
    },
    finish(found, of) {
      workspace.write(summary, `${JSON.stringify(found, null, 2)}\n`);
      workspace.write(junit, junitXml({ ...found, results: of, hashes: hashesOf(manifest), fileName: workspace.display }));
    },
    close() {
      clearInterval(syncing);
      lines.sync();
      lines.close();
      letGoOfRun(folder);
    },
  };
}

/** Sorts by time, also of runs in one second, and says when it was: `2026-11-20T10-55-12-083-4f2a`. */
export function newRunId(now: Date, salt: string): string {
  return `${now.toISOString().slice(0, 23).replaceAll(/[:.]/g, '-')}-${salt}`;
}
