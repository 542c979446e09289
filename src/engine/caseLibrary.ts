import { statSync } from 'node:fs';
import { join } from 'node:path';
import { parseCaseFile } from '../core/cases/parse.ts';
import { proofHolds } from '../core/cases/prove.ts';
import { failureOf } from '../core/cases/readings.ts';
import { undecidedOf } from '../core/cases/undecided.ts';
import type { StandingCase } from '../core/coverage/caseAbout.ts';
import { wordingsOf } from '../core/coverage/caseAbout.ts';
import type { QueryIndex } from '../core/coverage/queries.ts';
import { createQueryIndex } from '../core/coverage/queries.ts';
import type { EvalCase } from '../core/model/evalCase.ts';
import { UserError } from '../core/support/errors.ts';
import type { Slices } from '../core/support/slices.ts';
import { readRecording } from './recordings.ts';
import { inlineSchema } from './schemaFiles.ts';
import type { Workspace } from './workspace.ts';

export type LibraryCase = StandingCase & { readonly hasRecording: boolean };
export type Library = {
  /** The well-formed ones, in the order of their files. */
  readonly cases: readonly LibraryCase[];
  /** How many are not well formed, and the files that cannot be read at all, a sentence each. */
  readonly broken: number;
  readonly unreadable: readonly string[];
  /** How all but archived cases ask. */
  readonly wordings: QueryIndex<LibraryCase>;
};

type ReadFile = { readonly stamp: string; readonly cases: readonly EvalCase[]; readonly broken: number; readonly unreadable: string | null };
type Standing = { readonly value: EvalCase; readonly stamp: string; readonly standing: Pick<LibraryCase, 'undecided' | 'proofHolds' | 'hasRecording'> };

/** All cases of a workspace and how they stand. What has not changed on disk is not read again. */
export function createCaseLibrary(workspace: Workspace): { read(): Slices<Library> } {
  const files = new Map<string, ReadFile>();
  const standings = new Map<string, Standing>();
  let last: { readonly signature: string; readonly library: Library } | undefined;

  function readFile(file: string, stamp: string): ReadFile {
    try {
      const { cases } = parseCaseFile(workspace.read(file) ?? '', workspace.display(file));
      const values = cases.flatMap(({ value }) => (value === null ? [] : [value]));
      return { stamp, cases: values, broken: cases.length - values.length, unreadable: null };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return { stamp, cases: [], broken: 0, unreadable: error.message };
    }
  }

  /** Only a case that names a failure depends on its recording. */
  function standingOf(value: EvalCase, key: string, stamp: string): Standing['standing'] {
    const known = standings.get(key);
    if (known?.value === value && known.stamp === stamp) return known.standing;
    const recording = failureOf(value) === null ? null : readRecording(workspace, value.id).recording;
    const standing = { undecided: undecidedOf(value, () => recording), proofHolds: proofHolds(value, recording ?? undefined), hasRecording: recording !== null };
    standings.set(key, { value, stamp, standing });
    return standing;
  }

  return {
    *read() {
      const paths = workspace.caseFiles();
      yield;
      const found: { readonly path: string; readonly value: EvalCase; readonly recordingStamp: string }[] = [];
      const stamps: string[] = [];
      const unreadable: string[] = [];
      let broken = 0;
      for (const path of paths) {
        const stamp = stampOf(path);
        const known = files.get(path);
        const read = known?.stamp === stamp ? known : readFile(path, stamp);
        files.set(path, read);
        broken += read.broken;
        if (read.unreadable !== null) unreadable.push(read.unreadable);
        stamps.push(path, stamp);
        for (const value of read.cases) {
          const recordingStamp = failureOf(value) === null ? '' : stampOf(join(workspace.recordings, `${value.id}.json`));
          stamps.push(recordingStamp);
          found.push({ path, value, recordingStamp });
        }
        yield;
      }
      const signature = stamps.join('\n');
      if (last?.signature === signature) return last.library;

      const cases: LibraryCase[] = [];
      const wordings = createQueryIndex<LibraryCase>();
      for (const { path, value, recordingStamp } of found) {
        const each: LibraryCase = { caseId: value.id, file: workspace.display(path), value: inlineSchema(value, path, workspace), ...standingOf(value, `${path}\n${value.id}`, recordingStamp) };
        cases.push(each);
        if (each.undecided?.kind !== 'archived') for (const wording of wordingsOf(each)) wordings.add(each, wording);
        yield;
      }
      const library: Library = { cases, broken, unreadable, wordings };
      last = { signature, library };
      return library;
    },
  };
}

/** Another one when the file has changed; empty where there is none. */
function stampOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? '' : `${stat.mtimeMs} ${stat.size} ${stat.ino}`;
}
