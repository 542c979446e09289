import { relative } from 'node:path';
import { parseCaseFile } from '../core/cases/parse.ts';
import type { CaseFile } from '../core/cases/parse.ts';
import type { CasePath, CaseResult } from '../core/model/result.ts';
import type { Workspace } from '../engine/workspace.ts';
import { positionAt } from '../core/support/positions.ts';

/** Where in its file an expectation of a case stands, as `file:line:column` from the current folder. */
export interface Places {
  of(result: Pick<CaseResult, 'file' | 'caseId'>, path: CasePath): string;
}

/** Files are read once, when a failed check first asks for one. */
export function createPlaces(workspace: Workspace, cwd: string): Places {
  const files = new Map<string, CaseFile | undefined>();
  const read = (file: string): CaseFile | undefined => {
    const text = workspace.read(file);
    return text === undefined ? undefined : parseCaseFile(text, file);
  };
  return {
    of({ file, caseId }, path) {
      const full = workspace.resolve(file);
      if (!files.has(full)) files.set(full, read(full));
      const parsed = files.get(full);
      const found = parsed?.cases.find((each) => each.id === caseId);
      if (parsed === undefined || found === undefined) return relative(cwd, full);
      const { line, column } = positionAt(parsed.text, found.rangeOf(path).start);
      return `${relative(cwd, full)}:${line}:${column}`;
    },
  };
}
