import { existsSync, globSync, lstatSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { UserError } from '../core/support/errors.ts';
import { nearest } from '../core/support/nearest.ts';

const hasWildcard = (text: string): boolean => /[*?[\]{}]/.test(text);

/** "Did you mean …" for a path that is not there; a hint all the same where nothing is near. */
export function suggestFile(path: string): string {
  const folder = dirname(path);
  if (!existsSync(folder)) return `There is no folder ${folder} either.`;
  const name = nearest(basename(path), statSync(folder).isDirectory() ? readdirSync(folder) : []);
  return name === undefined ? 'Check the spelling, and the folder you are in.' : `Did you mean ${join(folder, name)}?`;
}

/** A path that exists, or what a pattern matches; undefined for what is neither. */
type Found = { readonly path: string } | { readonly matches: readonly string[] };

function find(operand: string, cwd: string): Found | undefined {
  const path = resolve(cwd, operand);
  if (existsSync(path)) return { path };
  if (!hasWildcard(operand)) return undefined;
  // Node 20 has no globSync; a shell that expands patterns does not need it.
  if (typeof globSync !== 'function') throw new UserError('runtime', `Node ${process.versions.node} cannot look for ${operand}.`, 'Name the files or their folder, or use Node 22 or newer.');
  return { matches: globSync(operand, { cwd }).map((each) => resolve(cwd, each)).sort() };
}

function noMatch(operand: string): UserError {
  return new UserError('unknown-file', `No file matches ${operand}.`, 'Check the pattern; put it in quotes so that your shell leaves it alone.');
}

function missing(operand: string, cwd: string): UserError {
  return new UserError('unknown-file', `There is no file or folder ${operand}.`, suggestFile(resolve(cwd, operand)));
}

/** What a person typed as files, folders and patterns, as full paths. One that is not there ends the command before anything is done. */
export function expandPaths(operands: readonly string[], cwd: string): readonly string[] {
  const paths = operands.flatMap((operand) => {
    const found = find(operand, cwd);
    if (found === undefined) {
      // A link that leads nowhere is there; whoever reads it says what is wrong with it.
      const path = resolve(cwd, operand);
      if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) return [path];
      throw missing(operand, cwd);
    }
    if ('path' in found) return [found.path];
    if (found.matches.length === 0) throw noMatch(operand);
    return found.matches;
  });
  return [...new Set(paths)];
}

/** As `expandPaths` for case files. A file named outright is taken whatever its name; a pattern finds case files only. */
export function expandCasePaths(operands: readonly string[], cwd: string): readonly string[] {
  return expandCaseOperands(operands, cwd, (operand) => {
    throw missing(operand, cwd);
  });
}

/** As `expandCasePaths`, where an operand may be a case id too: what looks like a path must exist, anything else is handed on. */
export function expandCases(operands: readonly string[], cwd: string): readonly string[] {
  return expandCaseOperands(operands, cwd, (operand) => {
    if (/[/\\]|\.(ya?ml|json)$/.test(operand)) throw missing(operand, cwd);
    return operand;
  });
}

const isCaseFile = (path: string): boolean => /\.case\.(ya?ml|json)$/.test(path);

function expandCaseOperands(operands: readonly string[], cwd: string, otherwise: (operand: string) => string): readonly string[] {
  const cases = operands.flatMap((operand) => {
    const found = find(operand, cwd);
    if (found === undefined) return [otherwise(operand)];
    if ('path' in found) return [found.path];
    const files = found.matches.filter((path) => isCaseFile(path) || statSync(path).isDirectory());
    if (files.length === 0) throw noMatch(operand);
    return files;
  });
  return [...new Set(cases)];
}

/** The full path of a folder that is there; else what was typed, which may be the id of a run. */
export function folderOr(name: string, cwd: string): string {
  const path = resolve(cwd, name);
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() || name.includes('/') || isAbsolute(name) ? path : name;
}
