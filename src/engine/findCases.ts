import { statSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { parseCaseFile, type CaseFile, type ParsedCase } from '../core/cases/parse.ts';
import { nearest } from '../core/support/nearest.ts';
import { UserError } from '../core/support/errors.ts';
import type { Workspace } from './workspace.ts';

/** One case of a file. `problem` is why it cannot be used, with its line; then `value` is of no use. */
export type FoundCase = { readonly file: string; readonly id: string; readonly parsed: ParsedCase | null; readonly text: string; readonly problem: string | null };

export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}

function problemOf({ problems, text }: CaseFile, parsed: ParsedCase): string | null {
  const inside = problems.find((each) => each.severity === 'error' && each.range.start >= parsed.range.start && each.range.start <= parsed.range.end);
  if (inside) return `line ${lineAt(text, inside.range.start)}: ${inside.code} ${inside.message}`;
  if (parsed.value) return null;
  const [issue] = parsed.issues;
  const path = issue?.path.filter((key) => typeof key !== 'symbol') ?? [];
  const line = lineAt(text, (issue ? parsed.rangeOf(path) : parsed.range).start);
  return `line ${line}: ${path.length === 0 ? '' : `${path.join('.')}: `}${issue?.message ?? 'the case is not well formed'}`;
}

function casesOf(workspace: Workspace, file: string): readonly FoundCase[] {
  const text = workspace.read(file);
  if (text === undefined) throw new UserError('no-such-file', `${file} does not exist.`, 'Check the path, or name a case by its id.');
  const parsed = parseCaseFile(text, workspace.display(file));
  if (parsed.cases.length > 0) return parsed.cases.map((each) => ({ file, id: each.id ?? workspace.display(file), parsed: each, text, problem: problemOf(parsed, each) }));
  const [problem] = parsed.problems;
  return [{ file, id: workspace.display(file), parsed: null, text, problem: problem ? `line ${lineAt(text, problem.range.start)}: ${problem.code} ${problem.message}` : 'the file holds no case' }];
}

function isPath(name: string): boolean {
  return isAbsolute(name) || statSync(name, { throwIfNoEntry: false }) !== undefined;
}

/**
 * Cases by id, file or folder; all of the workspace when nothing is named. A broken case is found too, with its problem. A path or id
 * that is not there is a UserError.
 */
export function findCases(workspace: Workspace, names: readonly string[]): readonly FoundCase[] {
  const paths = names.filter(isPath);
  const gone = paths.find((path) => statSync(path, { throwIfNoEntry: false }) === undefined);
  if (gone !== undefined) throw new UserError('no-such-file', `${gone} does not exist.`, 'Check the path, or name a case by its id.');
  const ids = names.filter((name) => !isPath(name));
  const fromPaths = names.length === 0 || paths.length > 0 ? workspace.caseFiles(names.length === 0 ? undefined : paths).flatMap((file) => casesOf(workspace, file)) : [];
  if (ids.length === 0) return fromPaths;

  const all = workspace.caseFiles().flatMap((file) => casesOf(workspace, file));
  const known = new Set(all.map((each) => each.id));
  const unknown = ids.find((id) => !known.has(id));
  if (unknown !== undefined) {
    const near = nearest(unknown, known);
    throw new UserError('no-such-case', `There is no case ${unknown}${near === undefined ? '' : `; did you mean ${near}?`}`, 'Name a case by its id, or its file.');
  }
  const listed = new Set(fromPaths.map((each) => `${each.file}#${each.id}`));
  return [...fromPaths, ...all.filter((each) => ids.includes(each.id) && !listed.has(`${each.file}#${each.id}`))];
}
