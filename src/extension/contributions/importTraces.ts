import { isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';
import { DisposableStore } from '../../core/support/disposable.ts';
import type { ImportReport } from '../../protocol/importApi.ts';
import { progressText } from '../display/importProgress.ts';
import { hasDetails, importSentence } from '../display/importReport.ts';
import { chooseFolder } from '../services/chooseFolder.ts';
import type { FolderEngine } from '../services/engines.ts';
import { withProgress } from '../services/progress.ts';
import type { Services } from '../services/services.ts';

/** Exports of agents' runs come in by dialog, by drag and drop on the tree, and from the Explorer's menu. */
export function importTraces({ commands, engines, changes, notify, reports }: Services): vscode.Disposable {
  async function askFor(what: 'files' | 'folder', folder: FolderEngine): Promise<readonly vscode.Uri[] | undefined> {
    // A dialog for both at once offers folders only on Windows and Linux.
    const files = what === 'files';
    return vscode.window.showOpenDialog({
      title: files ? 'Import Traces' : 'Import Traces from Folder',
      openLabel: 'Import',
      canSelectFiles: files,
      canSelectFolders: !files,
      canSelectMany: true,
      ...(folder.hasWorkspace ? { defaultUri: vscode.Uri.file(folder.folder) } : {}),
      ...(files ? { filters: { 'Trace exports': ['json', 'jsonl', 'ndjson', 'gz', 'tgz', 'zst', 'zip', 'tar', 'eval', 'traj', 'csv', 'tsv', 'txt', 'log', 'vscdb', 'db'], 'All files': ['*'] } } : {}),
    });
  }

  async function report(result: ImportReport, folder: string): Promise<void> {
    const sentence = importSentence(result);
    const failed = result.traces === 0 && !result.cancelled;
    // Of several files of rows, the report offers it for each.
    const [mappable, ...others] = result.files.filter((file) => file.mappable !== undefined);
    const actions = [...(mappable && others.length === 0 ? ['Map Columns…'] : []), ...(result.traces > 0 ? ['Show Traces'] : []), ...(hasDetails(result) ? ['Show Report'] : [])];
    const chosen = await (failed ? notify.warn(sentence, ...actions) : notify.info(sentence, ...actions));
    if (chosen === 'Map Columns…' && mappable) await commands.run('casebook.mapColumns', isAbsolute(mappable.path) ? mappable.path : join(folder, mappable.path));
    if (chosen === 'Show Report') await commands.run('casebook.showImportReport');
    if (chosen === 'Show Traces') await vscode.commands.executeCommand('casebook.traces.focus');
  }

  async function run(uris: readonly vscode.Uri[], { client, folder }: FolderEngine): Promise<ImportReport> {
    const result = await withProgress('Importing traces', (signal, show) =>
      client.importFiles({ paths: uris.map((uri) => uri.fsPath) }, {
        signal,
        onProgress: (progress) => {
          show(progressText(progress), progress.bytes > 0 ? progress.bytesRead / progress.bytes : undefined);
          // The first rows can be used while the rest comes in.
          changes.traces.fire();
        },
      }));
    changes.traces.fire();
    if (result.traces > 0) await vscode.commands.executeCommand('setContext', 'casebook.hasTraces', true);
    await reports.keep(folder, result);
    // Not awaited: the message stays until it is put away, and the command is done.
    void report(result, folder);
    return result;
  }

  async function importFrom(what: 'files' | 'folder', given: readonly vscode.Uri[]): Promise<ImportReport | undefined> {
    const [first] = given;
    const folder = (first && engines.ofFile(first)) ?? (await chooseFolder(engines, 'Which folder do these traces belong to?'));
    if (!folder) return undefined;
    const uris = given.length > 0 ? given : await askFor(what, folder);
    return uris && uris.length > 0 ? run(uris, folder) : undefined;
  }

  const owned = new DisposableStore();
  // The button of a tree passes what is selected in it: that is no file.
  owned.add(commands.register('casebook.importTraces', (file, selected) => importFrom('files', (selected?.length ? selected : [file]).filter((each) => each instanceof vscode.Uri))));
  owned.add(commands.register('casebook.importFolder', () => importFrom('folder', [])));
  return owned;
}
