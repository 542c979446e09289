import { join } from 'node:path';
import { firstIssueInWords } from '../core/cases/structureIssues.ts';
import { Recording } from '../core/model/recording.ts';
import { messageOf } from '../core/support/errors.ts';
import type { Workspace } from './workspace.ts';

/** A recording, or the sentence that says why there is none to read. */
export type RecordingRead = { readonly recording: Recording; readonly problem: null } | { readonly recording: null; readonly problem: string; readonly isMissing: boolean };

/** `casebook/recordings/<case id>.json`. */
export function readRecording(workspace: Workspace, caseId: string): RecordingRead {
  const file = join(workspace.recordings, `${caseId}.json`);
  const name = workspace.display(file);
  const text = workspace.read(file);
  if (text === undefined) return { recording: null, isMissing: true, problem: `${name} is missing: make the case again from its trace, or restore the file from version control.` };
  try {
    const read = Recording.safeParse(JSON.parse(text));
    if (read.success) return { recording: read.data, problem: null };
    return { recording: null, isMissing: false, problem: `${name} is not a recording of this version: ${firstIssueInWords(read.error.issues)}. Restore the file from version control, or make the case again.` };
  } catch (error) {
    return { recording: null, isMissing: false, problem: `${name} is not JSON: ${messageOf(error)}. Restore the file from version control, or make the case again.` };
  }
}
