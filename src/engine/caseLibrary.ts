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

export type LibraryCase = StandingCase & CasePlace & { readonly hasRecording: boolean };
/** `line`: 0-based, on which it begins. */
export type CasePlace = { readonly suite: string | null; readonly line: number };
export type BrokenCase = CasePlace & { readonly caseId: string; readonly file: string };
export type Library = {
  /** The well-formed ones, in the order of their files. */
  readonly cases: readonly LibraryCase[];
  /** Those that are not well formed, and the files that cannot be read at all, a sentence each. */
  readonly broken: readonly BrokenCase[];
  readonly unreadable: readonly string[];
  /** How all but archived cases ask. */
  readonly wordings: QueryIndex<LibraryCase>;
};

type ReadCase = CasePlace & { readonly value: EvalCase };
type ReadFile = { readonly stamp: string; readonly cases: readonly ReadCase[]; readonly broken: readonly BrokenCase[]; readonly unreadable: string | null };
type Standing = { readonly value: EvalCase; readonly stamp: string; readonly standing: Pick<LibraryCase, 'undecided' | 'proofHolds' | 'hasRecording'> };

/** All cases of a workspace and how they stand. What has not changed on disk is not read again. */
export function createCaseLibrary(workspace: Workspace): { read(): Slices<Library> } {
  const files = new Map<string, ReadFile>();
  const standings = new Map<string, Standing>();
  let last: { readonly signature: string; readonly library: Library } | undefined;

  function readFile(file: string, stamp: string): ReadFile {
    try {
      const text = workspace.read(file) ?? '';
      const name = workspace.display(file);
      const lineAt = linesOf(text);
      const cases: ReadCase[] = [];
      const broken: BrokenCase[] = [];
      for (const { id, suite, value, range } of parseCaseFile(text, name).cases) {
        const place = { suite, line: lineAt(range.start) };
        if (value === null) broken.push({ ...place, caseId: id ?? name, file: name });
        else cases.push({ ...place, value });
      }
      return { stamp, cases, broken, unreadable: null };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return { stamp, cases: [], broken: [], unreadable: error.message };
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
      const found: (ReadCase & { readonly path: string; readonly recordingStamp: string })[] = [];
      const stamps: string[] = [];
      const unreadable: string[] = [];
      const broken: BrokenCase[] = [];
      for (const path of paths) {
        const stamp = stampOf(path);
        const known = files.get(path);
        const read = known?.stamp === stamp ? known : readFile(path, stamp);
        files.set(path, read);
        broken.push(...read.broken);
        if (read.unreadable !== null) unreadable.push(read.unreadable);
        stamps.push(path, stamp);
        for (const each of read.cases) {
          const { value } = each;
          const recordingStamp = failureOf(value) === null ? '' : stampOf(join(workspace.recordings, `${value.id}.json`));
          stamps.push(recordingStamp);
          found.push({ ...each, path, recordingStamp });
        }
        yield;
      }
      const signature = stamps.join('\n');
      if (last?.signature === signature) return last.library;

      const cases: LibraryCase[] = [];
      const wordings = createQueryIndex<LibraryCase>();
      for (const { path, value, suite, line, recordingStamp } of found) {
        const each: LibraryCase = { caseId: value.id, file: workspace.display(path), suite, line, value: inlineSchema(value, path, workspace), ...standingOf(value, `${path}\n${value.id}`, recordingStamp) };
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

/** The line of offsets that grow: a text is gone through once, however many cases it holds. */
function linesOf(text: string): (offset: number) => number {
  let [line, next] = [0, text.indexOf('\n')];
  return (offset) => {
    for (; next >= 0 && next < offset; next = text.indexOf('\n', next + 1)) line++;
    return line;
  };
}
