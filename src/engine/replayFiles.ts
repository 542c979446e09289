import { join } from 'node:path';
import type { ReplayLine } from '../core/model/replayed.ts';
import type { TraceRef } from '../core/model/result.ts';
import type { Redactor } from '../core/redaction/redactor.ts';
import { capturedText } from './capturedTraces.ts';
import { LineFile } from './lineFile.ts';
import type { CapturedTrace } from './targets/target.ts';
import type { Workspace } from './workspace.ts';
import { refuseWrite } from './writing.ts';

/** The files of one replay: a line for each trace as it is done, the spans its target sent, the summary at the end. Each throws a UserError where the disk refuses. */
export type ReplayFiles = {
  readonly folder: string;
  append(line: ReplayLine): void;
  keepTrace(captured: CapturedTrace, replayed: string): TraceRef;
  finish(summary: object): void;
  close(): void;
};

export const replayLinesFile = 'replay.jsonl';

export function openReplayFiles(workspace: Workspace, runId: string, redactor: Redactor): ReplayFiles {
  const folder = join(workspace.runs, runId);
  const file = join(folder, replayLinesFile);
  workspace.write(file, '');
  const lines = new LineFile(file);
  return {
    folder,
    append(line) {
      try {
        lines.append(JSON.stringify(line));
      } catch (error) {
        refuseWrite('A result was not written', file, error);
      }
    },
    keepTrace({ collected, traceId }, replayed) {
      const name = `traces/${collected.traceId}.otlp.jsonl`;
      workspace.write(join(folder, name), capturedText(collected, { 'casebook.run.id': runId, 'casebook.replayed.trace.id': replayed }, redactor));
      return { file: name, traceId };
    },
    // Not summary.json: that is what makes a folder a run of cases.
    finish: (summary) => workspace.write(join(folder, 'replay.json'), `${JSON.stringify(summary, null, 2)}\n`),
    close: () => lines.close(),
  };
}
