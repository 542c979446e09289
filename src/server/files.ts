import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Files of the workspace as they stand on disk. Texts are kept until the editor says that a file changed. */
export interface Files {
  /** Undefined when there is no such file, or it cannot be read. */
  textOf(uri: string): string | undefined;
  caseFiles(uri: string): readonly string[];
  /** A file of the `casebook/` folder that this file belongs to, by its path in it. */
  inCasebook(uri: string, path: string): string | undefined;
  /** A file that config.yaml names, by its path from the folder that holds `casebook/`. The editor does not watch it, so its date is looked at. */
  inFolder(uri: string, path: string): string | undefined;
  /** Where such a file is or would be. */
  uriInCasebook(uri: string, path: string): string | undefined;
  recordedCases(uri: string): readonly string[];
  /** Paths of the label journals, from the folder that holds `casebook/`. The editor does not watch them. */
  labelJournals(uri: string): readonly string[];
  /** The place in the page of all codes that explains this one. */
  documentation(code: string): string | undefined;
  fileExists(uri: string, path: string): boolean;
  /** The path of the nearest folder above a file that holds `casebook/`, else of its workspace folder; undefined where there is neither. */
  rootOf(uri: string): string | undefined;
  /** The path of a file that has a place on disk. */
  pathOf(uri: string): string | undefined;
  /** The workspace folder that holds this file; undefined when none does. */
  folderOf(uri: string): string | undefined;
  setFolders(uris: readonly string[]): void;
  /** The file was made, changed or removed. */
  changed(uri: string): void;
}

const isCaseName = (name: string): boolean => /\.case\.(ya?ml|json)$/i.test(name);
const isJournal = (path: string): boolean => /[\\/]casebook[\\/]labels[\\/][^\\/]+\.jsonl$/.test(path);
/** Nothing that a person wrote is this large. */
const largest = 16 * 1024 * 1024;

/** `page`: the file in which each code has a heading. */
export function createFiles(page?: string): Files {
  let folders: readonly string[] = [];
  const texts = new Map<string, string | undefined>();
  const unwatched = new Map<string, { readonly stamp: string | undefined; readonly text: string | undefined }>();
  const lists = new Map<string, readonly string[]>();
  /** Of folders. It is asked for at each key, for each case. */
  const roots = new Map<string, string | undefined>();
  let headings: ReadonlyMap<string, number> | undefined;

  function read(path: string): string | undefined {
    if (texts.has(path)) return texts.get(path);
    const text = readText(path);
    texts.set(path, text);
    return text;
  }

  function readUnwatched(file: string): string | undefined {
    const stamp = stampOf(file);
    const known = unwatched.get(file);
    if (known?.stamp === stamp) return known?.text;
    const text = stamp === undefined ? undefined : readText(file);
    unwatched.set(file, { stamp, text });
    return text;
  }

  function rootOf(uri: string): string | undefined {
    const path = pathOf(uri);
    if (path === undefined) return undefined;
    const from = dirname(path);
    if (!roots.has(from)) roots.set(from, rootAbove(path));
    return roots.get(from);
  }

  function rootAbove(path: string): string | undefined {
    const folder = folders.find((each) => path.startsWith(each + sep));
    for (let at = dirname(path); ; at = dirname(at)) {
      if (existsSync(join(at, 'casebook'))) return at;
      if (at === folder || at === dirname(at)) return folder;
    }
  }

  function listed(path: string, list: (path: string) => readonly string[]): readonly string[] {
    const known = lists.get(path);
    if (known) return known;
    const made = list(path);
    lists.set(path, made);
    return made;
  }

  return {
    textOf(uri) {
      const path = pathOf(uri);
      if (path === undefined) return undefined;
      return isJournal(path) ? readUnwatched(path) : read(path);
    },
    caseFiles(uri) {
      const root = rootOf(uri);
      return root === undefined ? [] : listed(join(root, 'casebook', 'cases'), (path) => namesUnder(path).filter(isCaseName).map((name) => pathToFileURL(join(path, name)).href));
    },
    inCasebook(uri, path) {
      const root = rootOf(uri);
      return root === undefined ? undefined : read(join(root, 'casebook', path));
    },
    inFolder(uri, path) {
      const root = rootOf(uri);
      return root === undefined ? undefined : readUnwatched(resolve(root, path));
    },
    uriInCasebook(uri, path) {
      const root = rootOf(uri);
      return root === undefined ? undefined : pathToFileURL(join(root, 'casebook', path)).href;
    },
    documentation(code) {
      if (page === undefined) return undefined;
      headings ??= headingsIn(readText(page) ?? '');
      const line = headings.get(code);
      return line === undefined ? undefined : `${pathToFileURL(resolve(page)).href}#L${line}`;
    },
    recordedCases(uri) {
      const root = rootOf(uri);
      return root === undefined ? [] : listed(join(root, 'casebook', 'recordings'), (path) => namesUnder(path).filter((name) => name.endsWith('.json') && !name.includes(sep)).map((name) => name.slice(0, -'.json'.length)));
    },
    labelJournals(uri) {
      const root = rootOf(uri);
      return root === undefined ? [] : namesUnder(join(root, 'casebook', 'labels')).filter((name) => name.endsWith('.jsonl') && !name.includes(sep)).sort().map((name) => `casebook/labels/${name}`);
    },
    fileExists(uri, path) {
      const from = pathOf(uri);
      return from !== undefined && existsSync(resolve(dirname(from), path));
    },
    rootOf,
    pathOf,
    folderOf(uri) {
      const path = pathOf(uri);
      return path === undefined ? undefined : folders.find((each) => path.startsWith(each + sep));
    },
    setFolders(uris) {
      folders = uris.flatMap((uri) => pathOf(uri) ?? []);
      lists.clear();
      roots.clear();
    },
    changed(uri) {
      const path = pathOf(uri);
      if (path === undefined) return;
      texts.delete(path);
      lists.clear();
      roots.clear();
    },
  };
}

function pathOf(uri: string): string | undefined {
  try {
    return fileURLToPath(uri);
  } catch {
    return undefined; // untitled:, vscode-vfs: and the like have no place on disk
  }
}

function readText(path: string): string | undefined {
  try {
    // Editors show a text without its byte order mark, and count columns so.
    return statSync(path).size > largest ? undefined : readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch {
    return undefined; // what is not there or may not be read is unknown here; commands that need it say why
  }
}

/** Another one when the file has changed; undefined when there is none to read. */
function stampOf(path: string): string | undefined {
  try {
    const stat = statSync(path);
    return stat.isFile() ? `${stat.mtimeMs} ${stat.size}` : undefined;
  } catch {
    return undefined; // as above
  }
}

function namesUnder(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } catch {
    return []; // no such folder yet
  }
}

/** Lines of `### CBxxx` and `### CTxxx`, counted from 1: editors open a file at a line, not at a heading. */
const headingsIn = (text: string): ReadonlyMap<string, number> => new Map(text.split('\n').flatMap((line, index): [string, number][] => {
  const code = /^#+ (C[BT]\d{3})\b/.exec(line)?.[1];
  return code === undefined ? [] : [[code, index + 1]];
}));
