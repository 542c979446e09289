import { join } from 'node:path';
import { linkSource } from '../core/cases/linkSource.ts';
import { replaceIn } from '../core/cases/sensitive.ts';
import { UserError } from '../core/support/errors.ts';
import type { MakeApi } from '../protocol/makeApi.ts';
import { createCaseMaterial, recordingTextOf, sourceOf } from './caseMaterial.ts';
import type { EngineContext } from './context.ts';
import { readRecording } from './recordings.ts';

/** A case that was written by hand, or whose trace is gone, gets one. What looks like a secret or personal is replaced in the recording, all of it: nobody is asked. */
export function createLinking(context: EngineContext): Pick<MakeApi, 'linkTrace'> {
  const { workspace } = context;
  const materialOf = createCaseMaterial(context);

  return {
    linkTrace({ text, caseId, trace }) {
      const gathered = materialOf(trace, 'all');
      const { material, sensitive, summary } = gathered;
      const clean = replaceIn(material, sensitive);
      const source = sourceOf(gathered, clean.facts);
      const edits = linkSource(text, caseId, source);
      const recordingFile = join(workspace.recordings, `${caseId}.json`);
      const { recording } = readRecording(workspace, caseId);
      if (recording && recording.source.traceId !== source.traceId) {
        throw new UserError('recording-exists', `${workspace.display(recordingFile)} records another trace.`, 'Delete that file first, if the case is to be proven on this trace.');
      }
      if (!recording) workspace.write(recordingFile, recordingTextOf(caseId, { source, messages: clean.messages, trial: clean.trial }));
      return { edits, nativeId: summary.nativeId, recordingFile, recorded: !recording, replaced: recording ? 0 : sensitive.length };
    },
  };
}
