import type * as vscode from 'vscode';
import { progressText } from '../display/importProgress.ts';
import { hasDetails } from '../display/importReport.ts';
import { rebuildSentence } from '../display/rebuildReport.ts';
import { chooseFolder } from '../services/chooseFolder.ts';
import { withProgress } from '../services/progress.ts';
import type { Services } from '../services/services.ts';

/** Reads all files again that traces came from: after an update that reads more, or when the index looks wrong. */
export function rebuildIndex({ commands, engines, changes, notify, reports }: Services): vscode.Disposable {
  return commands.register('casebook.rebuildIndex', async () => {
    const folder = await chooseFolder(engines, 'The index of which folder?');
    if (!folder) return;
    const report = await withProgress('Rebuilding the index', (signal, show) =>
      folder.client.rebuildIndex({}, { signal, onProgress: (progress) => show(progressText(progress), progress.bytes > 0 ? progress.bytesRead / progress.bytes : undefined) }));
    changes.traces.fire();
    await reports.keep(folder.folder, report);
    const tell = report.gone.length > 0 || report.files.some(({ error, leftOut }) => error !== null && leftOut === undefined) ? notify.warn : notify.info;
    // Not awaited: the message stays until it is put away, and the command is done.
    tell(rebuildSentence(report), ...(hasDetails(report) ? ['Show Report'] : [])).then(
      (chosen) => (chosen ? commands.run('casebook.showImportReport') : undefined),
    ).then(undefined, (error: unknown) => notify.error(error));
  });
}
