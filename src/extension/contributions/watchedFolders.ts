import * as vscode from 'vscode';
import { DisposableStore } from '../../core/support/disposable.ts';
import { UserError } from '../../core/support/errors.ts';
import type { WatchedSource } from '../../protocol/importApi.ts';
import { watchText, watchTooltip } from '../display/watchStatus.ts';
import { chooseFolder } from '../services/chooseFolder.ts';
import type { CommandName } from '../services/commands.ts';
import type { FolderEngine } from '../services/engines.ts';
import { plainItem } from '../services/plainItem.ts';
import type { Services } from '../services/services.ts';
import { FolderWatch } from '../watch/folderWatch.ts';

type Choice = vscode.QuickPickItem & { readonly watch: FolderWatch; readonly source: WatchedSource };

const configOf = (folder: string): vscode.Uri => vscode.Uri.joinPath(vscode.Uri.file(folder), 'casebook', 'config.yaml');
const shown = (folder: string): string => (folder.endsWith('/') ? folder : `${folder}/`);

/** Folders of config.yaml whose new and grown files come in by themselves. Nothing is said of it but in the status bar, unless a file cannot be read. */
export function watchedFolders(services: Services): vscode.Disposable {
  const { commands, engines, notify, log } = services;
  const owned = new DisposableStore();
  const watches = new Map<string, FolderWatch>();
  const status = owned.add(vscode.window.createStatusBarItem('casebook.watched', vscode.StatusBarAlignment.Left, 0));
  status.name = 'Casebook: Watched Folders';
  status.command = 'casebook.showWatched' satisfies CommandName;

  function show(): void {
    const all = [...watches.values()];
    const state = { folders: all.flatMap(({ sources }) => sources.map(({ folder }) => folder)), busy: all.some(({ busy }) => busy), fresh: all.reduce((sum, { fresh }) => sum + fresh, 0) };
    if (state.folders.length === 0) {
      status.hide();
      return;
    }
    status.text = watchText(state);
    status.tooltip = watchTooltip(state);
    status.show();
  }

  function watchOf(engine: FolderEngine): FolderWatch {
    const known = watches.get(engine.folder);
    if (known) return known;
    const watch = new FolderWatch(services, engine, show);
    watches.set(engine.folder, watch);
    return watch;
  }

  /** Most folders have no config.yaml, and their engine need not start for it. */
  async function follow(engine: FolderEngine): Promise<void> {
    const there = engine.hasWorkspace && (await vscode.workspace.fs.stat(configOf(engine.folder)).then(() => true, () => false));
    if (!there && !watches.has(engine.folder)) return;
    watchOf(engine).follow(there ? await engine.client.watchedSources({}) : []);
    show();
  }

  function followAll(): void {
    const open = engines.all();
    for (const [folder, watch] of watches) {
      if (open.some((each) => each.folder === folder)) continue;
      watches.delete(folder);
      watch.dispose();
    }
    show();
    // A broken config.yaml is said by whoever shows the traces.
    for (const each of open) follow(each).catch((error: unknown) => log.warn(`Watched folders of ${each.folder} are not known: ${String(error)}`));
  }

  /** The engine writes the file, which must not be overwritten by an editor later. */
  function refuseUnsaved(folder: string): void {
    const file = configOf(folder).toString();
    if (vscode.workspace.textDocuments.some((document) => document.isDirty && document.uri.toString() === file)) {
      throw new UserError('config-unsaved', 'casebook/config.yaml has changes that are not saved.', 'Save it, then try again.');
    }
  }

  async function set(engine: FolderEngine, path: string, files: string | null, watch: boolean): Promise<void> {
    refuseUnsaved(engine.folder);
    watchOf(engine).follow(await engine.client.setWatched({ path, files, watch }));
    show();
  }

  async function askFor(): Promise<vscode.Uri | undefined> {
    const [first] = engines.all();
    const [folder] = (await vscode.window.showOpenDialog({
      title: 'Watch Folder', openLabel: 'Watch', canSelectFiles: false, canSelectFolders: true, ...(first?.hasWorkspace ? { defaultUri: vscode.Uri.file(first.folder) } : {}),
    })) ?? [];
    return folder;
  }

  async function told(sentence: string): Promise<void> {
    if ((await notify.info(sentence, 'Open Configuration')) !== undefined) await commands.run('casebook.openConfig');
  }

  async function watchFolder(given: vscode.Uri | undefined): Promise<void> {
    const uri = given ?? (await askFor());
    if (!uri) return;
    const chosen = engines.ofFile(uri) ?? (await chooseFolder(engines, 'Whose traces come into this folder?'));
    if (!chosen) return;
    const engine = engines.writable(chosen.folder, 'Settings of a workspace are');
    const isIt = ({ path, files }: WatchedSource): boolean => path === uri.fsPath && files === null;
    if (watches.get(engine.folder)?.sources.some(isIt)) {
      void notify.info(`${vscode.workspace.asRelativePath(uri)}/ is watched already.`);
      return;
    }
    await set(engine, uri.fsPath, null, true);
    const folder = watches.get(engine.folder)?.sources.find(isIt)?.folder ?? uri.fsPath;
    told(`Watching ${shown(folder)}: its new and grown files are imported by themselves. It is noted in casebook/config.yaml.`).catch((error: unknown) => notify.error(error));
  }

  const choices = (): readonly Choice[] => [...watches.values()].flatMap((watch) => watch.sources.map((source) => plainItem({ label: shown(source.folder), description: source.files ?? '', watch, source }, 'eye-closed')));

  async function stop({ watch, source }: Choice): Promise<void> {
    await set(engines.of(watch.folder), source.path, source.files, false);
    told(`Stopped watching ${shown(source.folder)}. What came from it stays.`).catch((error: unknown) => notify.error(error));
  }

  async function stopWatching(): Promise<void> {
    const all = choices();
    const [only] = all;
    if (!only) {
      void notify.info('No folder is watched.');
      return;
    }
    const chosen = all.length === 1 ? only : await vscode.window.showQuickPick(all, { title: 'Stop Watching', placeHolder: 'Which folder?' });
    if (chosen) await stop(chosen);
  }

  async function showWatched(): Promise<void> {
    for (const watch of watches.values()) watch.fresh = 0;
    show();
    await vscode.commands.executeCommand('casebook.traces.focus');
    const stops = choices().map((choice) => ({ ...choice, label: choice.label.replace(') ', ') Stop watching '), run: () => stop(choice) }));
    const chosen = await vscode.window.showQuickPick([
      ...stops,
      { label: '$(eye) Watch another folder…', run: () => watchFolder(undefined) },
      { label: '$(gear) Open configuration', run: async () => void (await commands.run('casebook.openConfig')) },
    ], { title: 'Watched Folders', placeHolder: 'New and grown files are imported by themselves' });
    await chosen?.run();
  }

  const config = owned.add(vscode.workspace.createFileSystemWatcher('**/casebook/config.yaml'));
  for (const event of [config.onDidChange, config.onDidCreate, config.onDidDelete]) owned.add(event(followAll));
  owned.add(engines.onDidChangeFolders(followAll));
  owned.add(commands.register('casebook.watchFolder', watchFolder));
  owned.add(commands.register('casebook.stopWatching', stopWatching));
  owned.add(commands.register('casebook.showWatched', showWatched));
  owned.add({ dispose: () => watches.forEach((watch) => watch.dispose()) });
  followAll();
  return owned;
}
