import { statSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { parseCaseFile, type ParsedCase } from '../core/cases/parse.ts';
import { validateCaseFile } from '../core/cases/validate.ts';
import type { Problem } from '../core/model/problem.ts';
import { nearest } from '../core/support/nearest.ts';
import { UserError } from '../core/support/errors.ts';
import type { Workspace } from './workspace.ts';

/** One case of a file. `problem` is the first error in it, with its line; a case that is not well formed has no `parsed.value` either. */
export type FoundCase = { readonly file: string; readonly id: string; readonly parsed: ParsedCase | null; readonly text: string; readonly problem: string | null };

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}

/** The text, or the sentence that says why there is none: one file that cannot be read does not keep the others from running. */
function readText(workspace: Workspace, file: string): { readonly text: string } | { readonly problem: string } {
  try {
    const text = workspace.read(file);
    return text === undefined ? { problem: 'the file is gone' } : { text };
  } catch (error) {
    if (error instanceof UserError) return { problem: [error.message, error.hint].filter(Boolean).join(' ') };
    throw error;
  }
}

function casesOf(workspace: Workspace, file: string): readonly FoundCase[] {
  const read = readText(workspace, file);
  if ('problem' in read) return [{ file, id: workspace.display(file), parsed: null, text: '', problem: read.problem }];
  const { text } = read;
  const caseFile = parseCaseFile(text, workspace.display(file));
  // Where the text is not even YAML, that comes first: what was read of it is a guess.
  const errors = [...caseFile.problems, ...validateCaseFile(caseFile)].filter((problem) => problem.severity === 'error');
  const said = (problem: Problem | undefined): string | null => (problem ? `line ${lineAt(text, problem.range.start)}: ${problem.code} ${problem.message}` : null);
  if (caseFile.cases.length === 0) return [{ file, id: workspace.display(file), parsed: null, text, problem: said(errors[0]) ?? 'the file holds no case' }];
  const isIn = ({ range }: ParsedCase, { range: { start } }: Problem): boolean => start >= range.start && start <= range.end;
  // What is wrong outside all cases, such as with the defaults, concerns each of them.
  const common = errors.find((problem) => !caseFile.cases.some((each) => isIn(each, problem)));
  const ofCase = (parsed: ParsedCase): string | null => said(errors.find((problem) => problem === common || isIn(parsed, problem)));
  return caseFile.cases.map((parsed) => ({ file, id: parsed.id ?? workspace.display(file), parsed, text, problem: ofCase(parsed) ?? (parsed.value ? null : 'the case is not well formed') }));
}

/**
 * Cases by id, or by the absolute path of a file or folder; all of the workspace when nothing is named. A broken case is found too, with its problem. A path or id
 * that is not there is a UserError.
 */
export const findCases = (workspace: Workspace, names: readonly string[]): readonly FoundCase[] => [...eachCase(workspace, names)];

/** The same file by file: of what was read of a file before, nothing is held. */
export function* eachCase(workspace: Workspace, names: readonly string[]): Generator<FoundCase> {
  const paths = names.filter((name) => isAbsolute(name));
  const gone = paths.find((path) => statSync(path, { throwIfNoEntry: false }) === undefined);
  if (gone !== undefined) throw new UserError('no-such-file', `${gone} does not exist.`, 'Check the path, or name a case by its id.');
  const ids = names.filter((name) => !isAbsolute(name));
  const files = names.length === 0 || paths.length > 0 ? workspace.caseFiles(names.length === 0 ? undefined : paths) : [];
  if (ids.length === 0) {
    for (const file of files) yield* casesOf(workspace, file);
    return;
  }

  const fromPaths = files.flatMap((file) => casesOf(workspace, file));
  const all = workspace.caseFiles().flatMap((file) => casesOf(workspace, file));
  const known = new Set(all.map((each) => each.id));
  const unknown = ids.find((id) => !known.has(id));
  if (unknown !== undefined) {
    const near = nearest(unknown, known);
    throw new UserError('no-such-case', `There is no case ${unknown}${near === undefined ? '' : `; did you mean ${near}?`}`, 'Name a case by its id, or its file.');
  }
  const wanted = new Set(ids);
  const listed = new Set(fromPaths.map((each) => `${each.file}#${each.id}`));
  yield* [...fromPaths, ...all.filter((each) => wanted.has(each.id) && !listed.has(`${each.file}#${each.id}`))];
}
