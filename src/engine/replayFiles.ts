import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ReplayHead, type ReplayLine } from '../core/model/replayed.ts';
import type { TraceRef } from '../core/model/result.ts';
import type { Redactor } from '../core/redaction/redactor.ts';
import { replayLines } from '../core/runs/replayLines.ts';
import { replaySummary } from '../core/runs/replaySummary.ts';
import type { ReplayReport } from '../protocol/replayApi.ts';
import { capturedText } from './capturedTraces.ts';
import { LineFile } from './lineFile.ts';
import type { CapturedTrace } from './targets/target.ts';
import type { Workspace } from './workspace.ts';

/** The files of one replay: a line for each trace as it is done, the spans its target sent, the summary at the end. Each throws a UserError where the disk refuses. */
export type ReplayFiles = {
  readonly folder: string;
  append(line: ReplayLine): void;
  keepTrace(captured: CapturedTrace, replayed: string): TraceRef;
  finish(summary: object): void;
  close(): void;
};

export const replayLinesFile = 'replay.jsonl';
const headFile = 'replay.json';

export function openReplayFiles(workspace: Workspace, runId: string, redactor: Redactor): ReplayFiles {
  const folder = join(workspace.runs, runId);
  const file = join(folder, replayLinesFile);
  workspace.write(file, '');
  const lines = new LineFile(file);
  return {
    folder,
    append: (line) => lines.appendResult(line),
    keepTrace({ collected, traceId }, replayed) {
      const name = `traces/${collected.traceId}.otlp.jsonl`;
      workspace.write(join(folder, name), capturedText(collected, { 'casebook.run.id': runId, 'casebook.replayed.trace.id': replayed }, redactor));
      return { file: name, traceId };
    },
    // Not summary.json: that is what makes a folder a run of cases.
    finish: (summary) => workspace.write(join(folder, headFile), `${JSON.stringify(summary, null, 2)}\n`),
    close: () => lines.close(),
  };
}

function headIn({ runs, read }: Workspace, name: string): ReplayHead | undefined {
  try {
    return ReplayHead.safeParse(JSON.parse(read(join(runs, name, headFile)) ?? 'null')).data;
  } catch {
    return undefined; // somebody else's file
  }
}

/** Read back from its files. */
export function lastReplay(workspace: Workspace): ReplayReport | null {
  const { runs } = workspace;
  const names = existsSync(runs) ? readdirSync(runs).filter((name) => existsSync(join(runs, name, headFile))).sort().reverse() : [];
  for (const name of names) {
    const head = headIn(workspace, name);
    if (!head) continue;
    const traces = replayLines(workspace.read(join(runs, name, replayLinesFile)) ?? '').map(({ observed: _observed, target: _target, ...trace }) => trace);
    const ordered = traces.toSorted((a, b) => (b.startUs ?? -Infinity) - (a.startUs ?? -Infinity) || 0);
    return { ...head, folder: join(runs, name), traces: ordered, summary: replaySummary(ordered) };
  }
  return null;
}
