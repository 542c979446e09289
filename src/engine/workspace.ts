import { accessSync, appendFileSync, constants, existsSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { messageOf, UserError } from '../core/support/errors.ts';
import { makeFolder, refuseWrite } from './writing.ts';

/** The folders and files of one workspace folder (DESIGN 4). Nothing is created before something must be written. */
export interface Workspace {
  readonly folder: string;
  readonly casebook: string;
  readonly cases: string;
  readonly recordings: string;
  readonly labels: string;
  readonly feedback: string;
  readonly configFile: string;
  readonly taxonomyFile: string;
  readonly releaseFile: string;
  /** Where the rebuildable part lives: `.casebook/`, or the fallback where the folder cannot be written. */
  readonly index: string;
  readonly runs: string;
  /** `.casebook/`, where it is there and may not be written, so that the index lies elsewhere. */
  readonly locked: string | undefined;
  /** With forward slashes, relative to the folder; absolute where the file lies outside. */
  display(file: string): string;
  resolve(file: string): string;
  /** Undefined when there is no such file. */
  read(file: string): string | undefined;
  /** Whole or not at all: written beside the file, then renamed over it; over what a link leads to. What is no file is written to as it is. */
  write(file: string, text: string): void;
  /** All `*.case.yaml` and `*.case.json` under `casebook/cases`, or under the given files and folders, sorted. */
  caseFiles(from?: readonly string[]): readonly string[];
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

export function createWorkspace(folder: string, fallbackStorage: string): Workspace {
  const casebook = join(folder, 'casebook');
  const own = join(folder, '.casebook');
  const index = isWritable(existsSync(own) ? own : folder) ? own : fallbackStorage;

  function ensureFolder(path: string): void {
    if (existsSync(path)) return;
    makeFolder(path);
    if (path === index || path.startsWith(index + sep)) writeFileSync(join(index, '.gitignore'), '*\n');
  }

  function casesUnder(path: string): string[] {
    if (statSync(path).isFile()) return [path];
    return readdirSync(path, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile() && /\.case\.(ya?ml|json)$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name));
  }

  return {
    folder,
    casebook,
    cases: join(casebook, 'cases'),
    recordings: join(casebook, 'recordings'),
    labels: join(casebook, 'labels'),
    feedback: join(casebook, 'feedback'),
    configFile: join(casebook, 'config.yaml'),
    taxonomyFile: join(casebook, 'taxonomy.yaml'),
    releaseFile: join(casebook, 'release.yaml'),
    index,
    runs: join(index, 'runs'),
    locked: index !== own && existsSync(own) ? own : undefined,
    display(file) {
      const path = relative(folder, file);
      return path.startsWith('..') || isAbsolute(path) ? file : path.split(sep).join('/');
    },
    resolve: (file) => resolve(folder, file),
    read(file) {
      try {
        return readFileSync(file, 'utf8');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw new UserError('cannot-read', `${file} cannot be read: ${messageOf(error)}`, 'Check that the file exists and that you may read it.');
      }
    },
    write(file, text) {
      const there = statSync(file, { throwIfNoEntry: false });
      // A device, a pipe, what /dev/stdout stands for: it is written to, and stays what it is.
      const isStream = (there !== undefined && !there.isFile() && !there.isDirectory()) || /^\/(dev\/(std|fd\/)|proc\/.*\/fd\/)/.test(file);
      const target = there?.isFile() && !isStream ? realpathSync(file) : file;
      const beside = `${target}.${process.pid}.tmp`;
      try {
        if (isStream) return appendFileSync(file, text);
        ensureFolder(dirname(target));
        writeFileSync(beside, text);
        renameSync(beside, target);
      } catch (error) {
        // A file that stands where a folder should would be the error that is told.
        if (existsSync(beside)) rmSync(beside);
        refuseWrite('Nothing was written', file, error);
      }
    },
    caseFiles(from) {
      const roots = from ?? (existsSync(join(casebook, 'cases')) ? [join(casebook, 'cases')] : []);
      return [...new Set(roots.flatMap(casesUnder))].sort();
    },
  };
}
