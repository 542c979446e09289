import { readFileSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CaseIndex } from '../language/caseIndex.ts';
import { indexEntryOfText } from '../language/indexEntry.ts';
import { cacheLine, readCache, writeCache } from './indexCache.ts';
import type { CachedFile } from './indexCache.ts';

/** So long work goes on before whoever waits is answered. */
const sliceMs = 5;
/** As many changes are kept at once; fewer are read again the next time. */
const many = 100;
const isCaseName = (name: string): boolean => /\.case\.(ya?ml|json)$/i.test(name);

/**
 * Fills the index from the files of a folder, in slices between which requests are answered, and follows their changes.
 * `settled` is called when all that was to be read has been, each time.
 */
export class Indexing {
  readonly #index: CaseIndex;
  readonly #isOpen: (uri: string) => boolean;
  readonly #settled: () => void;
  readonly #roots = new Map<string, Map<string, CachedFile>>();
  #work: Promise<void> = Promise.resolve();
  #sliceStart = performance.now();
  #waiting = 0;

  constructor(index: CaseIndex, isOpen: (uri: string) => boolean, settled: () => void) {
    this.#index = index;
    this.#isOpen = isOpen;
    this.#settled = settled;
  }

  /** Reads the case files under `casebook/` of this folder, the first time it is named. */
  addRoot(root: string): void {
    if (this.#roots.has(root)) return;
    this.#roots.set(root, new Map());
    this.#next(() => this.#readRoot(root));
  }

  /** Files that were made, changed or removed. */
  changed(root: string, paths: readonly string[]): void {
    const known = this.#roots.get(root);
    const cases = paths.filter(isCaseName);
    if (!known || cases.length === 0) return;
    this.#next(async () => {
      for (const path of cases) {
        this.#read(path, known);
        await this.#pause();
      }
      if (cases.length > many) await this.#keep(root, known);
    });
  }

  /** A file that is no longer on screen counts as it stands on disk. */
  closed(root: string, path: string): void {
    const known = this.#roots.get(root);
    known?.delete(path);
    if (known) this.#next(async () => void this.#read(path, known));
  }

  #next(work: () => Promise<void>): void {
    this.#waiting += 1;
    this.#work = this.#work.then(work).finally(() => {
      this.#waiting -= 1;
      if (this.#waiting > 0) return;
      this.#index.whole = true;
      this.#settled();
    });
  }

  async #readRoot(root: string): Promise<void> {
    const known = this.#roots.get(root) ?? new Map<string, CachedFile>();
    for (const cached of readCache(cachePath(root))) {
      known.set(cached.path, cached);
      await this.#pause();
    }
    const folder = join(root, 'casebook', 'cases');
    const names = await readdir(folder, { recursive: true }).catch(() => []); // no such folder yet
    const paths = new Set(names.filter(isCaseName).map((name) => join(folder, name)));
    let fresh = 0;
    for (const path of known.keys()) if (!paths.has(path)) known.delete(path);
    for (const path of paths) {
      if (this.#read(path, known)) fresh += 1;
      await this.#pause();
    }
    if (fresh > 0) await this.#keep(root, known);
  }

  /** Whether the file had to be read. */
  #read(path: string, known: Map<string, CachedFile>): boolean {
    const uri = pathToFileURL(path).href;
    const stat = statSync(path, { throwIfNoEntry: false });
    if (!stat?.isFile()) {
      known.delete(path);
      if (!this.#isOpen(uri)) this.#index.remove(uri);
      return true;
    }
    const before = known.get(path);
    const isSame = before?.mtimeMs === stat.mtimeMs && before.size === stat.size;
    const file = isSame ? { uri, ...before.file } : entryAt(path, uri, stat.size);
    if (!isSame) known.set(path, { path, mtimeMs: stat.mtimeMs, size: stat.size, file });
    if (!this.#isOpen(uri)) this.#index.put(file);
    return !isSame;
  }

  async #keep(root: string, known: ReadonlyMap<string, CachedFile>): Promise<void> {
    const lines: string[] = [];
    for (const each of known.values()) {
      lines.push(cacheLine(each));
      await this.#pause();
    }
    await writeCache(cachePath(root), lines);
  }

  async #pause(): Promise<void> {
    if (performance.now() - this.#sliceStart < sliceMs) return;
    await new Promise((resolve) => { setImmediate(resolve); });
    this.#sliceStart = performance.now();
  }
}

const cachePath = (root: string): string => join(root, '.casebook', 'case-index.jsonl');

/** Nothing that a person wrote is this large. */
const largest = 16 * 1024 * 1024;
const entryAt = (path: string, uri: string, size: number): ReturnType<typeof indexEntryOfText> => indexEntryOfText(uri, size > largest ? '' : textAt(path));

function textAt(path: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch {
    return ''; // gone since it was listed, or not to be read: it holds nothing for the index
  }
}
