import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { appendCase, defaultsForAppended, emptySuite } from '../core/cases/appendCase.ts';
import { parseCaseFile } from '../core/cases/parse.ts';
import { validateCaseFile } from '../core/cases/validate.ts';
import type { Json } from '../core/model/json.ts';
import { UserError } from '../core/support/errors.ts';
import type { Workspace } from './workspace.ts';

/** More than a person chooses from. */
const mostListed = 200;
const caseFileName = /\.case\.(ya?ml|json)$/;

/** Files that hold several cases, and may take one more. */
export interface CaseSuites {
  /** What a case written to this file is merged with. Read again only when the file has changed. */
  defaultsOf(file: string): Json | undefined;
  /** The text of the file with the case at its end; a file that is not there yet becomes a suite of its name. Refuses what would not be valid. */
  withCase(file: string, yaml: string): string;
  /** The first ones of the workspace, as it sees them. */
  list(): readonly string[];
}

export function createCaseSuites(workspace: Workspace): CaseSuites {
  let last: { readonly file: string; readonly stamp: string; readonly defaults: Json | undefined } | undefined;
  return {
    defaultsOf(file) {
      const stat = statSync(file, { throwIfNoEntry: false });
      if (!stat) return undefined;
      const stamp = `${stat.mtimeMs} ${stat.size} ${stat.ino}`;
      if (last?.file !== file || last.stamp !== stamp) last = { file, stamp, defaults: defaultsForAppended(workspace.read(file) ?? '') };
      return last.defaults;
    },
    withCase(file, yaml) {
      const name = basename(file);
      if (!caseFileName.test(name)) throw new UserError('bad-file-name', `${workspace.display(file)} is no name of a case file.`, 'Its name should end in .case.yaml.');
      const text = appendCase(workspace.read(file) ?? emptySuite(name.replace(caseFileName, ''), name.endsWith('.json')), yaml);
      const after = parseCaseFile(text);
      const added = after.cases.at(-1)!.range;
      const error = validateCaseFile(after).find(({ severity, range }) => severity === 'error' && range.start >= added.start && range.end <= added.end);
      if (error) throw new UserError('not-valid-there', `The case would not be valid in ${workspace.display(file)}: ${error.message} (${error.code})`, 'Change the case or the defaults of the file, or write the case to a file of its own.');
      return text;
    },
    list() {
      const holdsSeveral = (file: string): boolean => (file.endsWith('.json') ? /"cases"\s*:/ : /^cases:/m).test(workspace.read(file) ?? '');
      return workspace.caseFiles().filter(holdsSeveral).slice(0, mostListed).map((file) => workspace.display(file));
    },
  };
}
