import { formatCount, plural } from '../../core/display/numbers.ts';
import type { ImportReport } from '../../protocol/importApi.ts';
import { inEditorWords } from './editorWords.ts';

export type WatchState = { /** As config.yaml writes them. */ readonly folders: readonly string[]; readonly busy: boolean; /** Traces that came by themselves since someone last looked. */ readonly fresh: number };

const folderName = (folder: string): string => (folder.endsWith('/') ? folder : `${folder}/`);

/** For the status bar: "Watching traces/ · 3 new". */
export function watchText({ folders, busy, fresh }: WatchState): string {
  const [first = ''] = folders;
  const what = folders.length === 1 ? folderName(first) : plural(folders.length, 'folder');
  return `$(${busy ? 'sync~spin' : 'eye'}) Watching ${what}${fresh > 0 ? ` · ${formatCount(fresh)} new` : ''}`;
}

export function watchTooltip({ folders, fresh }: WatchState): string {
  const lines = folders.map((folder) => `Watching ${folderName(folder)} for traces`);
  return [...lines, fresh > 0 ? `${plural(fresh, 'new trace')} since you last looked` : 'New and grown files are imported by themselves'].join('\n');
}

export function newTraces({ files }: ImportReport): number {
  return files.reduce((sum, file) => sum + file.new, 0);
}

/** What is wrong with files of a watched folder: a file that is still being written is given a second chance, and nothing is said twice. */
export class WatchTroubles {
  readonly #met = new Map<string, string>();
  readonly #told = new Set<string>();

  /** @returns what is to be told now, a sentence a file; `again`: some files are worth another try before anything is said of them */
  after({ files }: ImportReport): { readonly tell: readonly string[]; readonly again: boolean } {
    const tell: string[] = [];
    let again = false;
    for (const { path, error, leftOut } of files) {
      if (error === null || leftOut !== undefined) {
        this.#met.delete(path);
        continue;
      }
      const key = `${path}\n${error}`;
      if (this.#told.has(key)) continue;
      if (this.#met.get(path) === error) {
        this.#told.add(key);
        tell.push(inEditorWords(error));
      } else {
        this.#met.set(path, error);
        again = true;
      }
    }
    return { tell, again };
  }
}
