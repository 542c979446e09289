import * as vscode from 'vscode';
import { DisposableStore } from '../../core/support/disposable.ts';
import type { ImportReport, WatchedSource } from '../../protocol/importApi.ts';
import { newTraces, WatchTroubles } from '../display/watchStatus.ts';
import { ChangedFiles } from '../services/changedFiles.ts';
import type { FolderEngine } from '../services/engines.ts';
import type { Services } from '../services/services.ts';

/** A file that could not be read may still be being written: it is tried once more before anything is said. */
const secondTryMs = 3000;
/** Our own files change with every import, and would have us look again for ever. */
const ours = /[\\/](\.casebook|\.git|node_modules)([\\/]|$)/;

const keyOf = (sources: readonly WatchedSource[]): string => JSON.stringify(sources.map(({ path, files }) => [path, files]));

/** The watched folders of one workspace folder: what comes into them is imported, quietly. */
export class FolderWatch implements vscode.Disposable {
  readonly #services: Services;
  readonly #engine: FolderEngine;
  readonly #onChange: () => void;
  readonly #changed: ChangedFiles;
  readonly #troubles = new WatchTroubles();
  #watchers = new DisposableStore();
  #retry: ReturnType<typeof setTimeout> | undefined;
  #disposed = false;
  sources: readonly WatchedSource[] = [];
  busy = false;
  fresh = 0;

  /** @param onChange what is watched, or how it stands, has changed */
  constructor(services: Services, engine: FolderEngine, onChange: () => void) {
    this.#services = services;
    this.#engine = engine;
    this.#onChange = onChange;
    this.#changed = new ChangedFiles((paths) => this.#import(paths));
  }

  get folder(): string {
    return this.#engine.folder;
  }

  /** Watches what config.yaml says now, and reads what came while nobody was watching. */
  follow(sources: readonly WatchedSource[]): void {
    if (keyOf(sources) === keyOf(this.sources)) return;
    this.sources = sources;
    this.#watchers.dispose();
    this.#watchers = new DisposableStore();
    for (const { path } of sources) {
      const watcher = this.#watchers.add(vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(vscode.Uri.file(path), '**/*'), false, false, true));
      const add = ({ fsPath }: vscode.Uri): void => {
        if (!ours.test(fsPath)) this.#changed.add(fsPath);
      };
      this.#watchers.add(watcher.onDidCreate(add));
      this.#watchers.add(watcher.onDidChange(add));
    }
    for (const { path } of sources) this.#changed.add(path);
    this.#onChange();
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#retry);
    this.#watchers.dispose();
    this.#changed.dispose();
  }

  async #import(paths: readonly string[]): Promise<void> {
    if (this.#disposed) return;
    const { changes, log } = this.#services;
    this.#show(true);
    try {
      const report = await this.#engine.client.importWatched({ paths: [...paths] }, { onProgress: () => changes.traces.fire() });
      if (report.files.length === 0) return;
      this.fresh += newTraces(report);
      changes.traces.fire();
      const { tell, again } = this.#troubles.after(report);
      if (again) this.#retry = setTimeout(() => paths.forEach((path) => this.#changed.add(path)), secondTryMs);
      if (tell.length > 0) this.#tell(tell, report);
    } catch (error) {
      // The folder was closed meanwhile, or config.yaml is broken, which the view says.
      log.warn(`A watched folder of ${this.folder} could not be imported: ${String(error)}`);
    } finally {
      this.#show(false);
    }
  }

  #show(busy: boolean): void {
    this.busy = busy;
    if (!this.#disposed) this.#onChange();
  }

  #tell(sentences: readonly string[], report: ImportReport): void {
    const { commands, notify, reports } = this.#services;
    const [first = ''] = sentences;
    const sentence = sentences.length === 1 ? first : `${sentences.length} files of watched folders could not be read. ${first}`;
    const show = async (): Promise<void> => {
      if ((await notify.warn(sentence, 'Show Report')) === undefined) return;
      await reports.keep(this.folder, report);
      await commands.run('casebook.showImportReport');
    };
    // Not awaited: the message stays until it is put away.
    show().catch((error: unknown) => notify.error(error));
  }
}
