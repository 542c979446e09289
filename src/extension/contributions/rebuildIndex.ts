import { join } from 'node:path';
import * as vscode from 'vscode';
import { DisposableStore } from '../../core/support/disposable.ts';
import { progressText } from '../display/importProgress.ts';
import { hasDetails } from '../display/importReport.ts';
import { changedSentence, changedSettings } from '../display/readingSettings.ts';
import { rebuildSentence } from '../display/rebuildReport.ts';
import { chooseFolder } from '../services/chooseFolder.ts';
import type { FolderEngine } from '../services/engines.ts';
import { withProgress } from '../services/progress.ts';
import type { Services } from '../services/services.ts';

/** Reads all files again that traces came from: after an update that reads more, or when the index looks wrong. */
export function rebuildIndex({ commands, engines, changes, notify, reports }: Services): vscode.Disposable {
  async function rebuild(folder: FolderEngine): Promise<void> {
    const report = await withProgress('Rebuilding the index', (signal, show) =>
      folder.client.rebuildIndex({}, { signal, onProgress: (progress) => show(progressText(progress), progress.bytes > 0 ? progress.bytesRead / progress.bytes : undefined) }));
    changes.traces.fire();
    await reports.keep(folder.folder, report);
    const tell = report.gone.length > 0 || report.files.some(({ error, leftOut }) => error !== null && leftOut === undefined) ? notify.warn : notify.info;
    // Not awaited: the message stays until it is put away, and the command is done.
    tell(rebuildSentence(report), ...(hasDetails(report) ? ['Show Report'] : [])).then(
      (chosen) => (chosen ? commands.run('casebook.showImportReport') : undefined),
    ).then(undefined, (error: unknown) => notify.error(error));
  }

  /** What config.yaml said when it was last opened or saved: an editor tells of a change when it is made. */
  const texts = new Map<string, string>();
  const isConfig = ({ uri }: vscode.TextDocument) => uri.scheme === 'file' && uri.path.endsWith('/casebook/config.yaml');
  function remember(document: vscode.TextDocument): void {
    if (isConfig(document)) texts.set(document.uri.toString(), document.getText());
  }

  async function offer(document: vscode.TextDocument): Promise<void> {
    const before = texts.get(document.uri.toString());
    remember(document);
    const folder = engines.ofFile(document.uri);
    if (before === undefined || !folder || document.uri.fsPath !== join(folder.folder, 'casebook', 'config.yaml')) return;
    const changed = changedSettings(before, document.getText());
    if (changed.length === 0 || (await folder.client.listTraces({ limit: 1 })).total === 0) return;
    if ((await notify.info(changedSentence(changed), 'Rebuild Index')) !== undefined) await rebuild(folder);
  }

  const owned = new DisposableStore();
  owned.add(commands.register('casebook.rebuildIndex', async () => {
    const folder = await chooseFolder(engines, 'The index of which folder?');
    if (folder) await rebuild(folder);
  }));
  for (const document of vscode.workspace.textDocuments) remember(document);
  owned.add(vscode.workspace.onDidOpenTextDocument(remember));
  owned.add(vscode.workspace.onDidCloseTextDocument(({ uri }) => texts.delete(uri.toString())));
  owned.add(vscode.workspace.onDidSaveTextDocument((document) => {
    if (isConfig(document)) offer(document).catch((error: unknown) => notify.error(error));
  }));
  return owned;
}
