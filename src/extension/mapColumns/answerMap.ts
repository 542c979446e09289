import { basename } from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../core/support/errors.ts';
import type { ColumnMap } from '../../core/model/columnMap.ts';
import type { ImportReport, RowsPreview } from '../../protocol/importApi.ts';
import type { MapPageApi, MapView, RememberFor } from '../../protocol/mapPage.ts';
import type { Handlers } from '../../protocol/rpc.ts';
import { inEditorWords } from '../display/editorWords.ts';
import { progressText } from '../display/importProgress.ts';
import { importSentence } from '../display/importReport.ts';
import { withProgress } from '../services/progress.ts';
import type { Services } from '../services/services.ts';

/** A file whose columns are mapped. Plain data, so that a page can keep it. `folder` is the workspace folder's path. */
export type MappedFile = { readonly folder: string; readonly path: string };

/** What a page that maps the columns of one file is answered. */
export function answerMap({ engines, changes, commands, notify, reports, log }: Services, { folder, path }: MappedFile, close: () => void): Handlers<MapPageApi> {
  const engine = () => engines.of(folder);
  let last: RowsPreview | undefined;

  async function preview(map: ColumnMap | undefined, signal: AbortSignal): Promise<RowsPreview> {
    last = await engine().client.previewRows({ path, ...(map === undefined ? {} : { map }) }, { signal });
    return last;
  }

  async function importWith(map: ColumnMap): Promise<ImportReport> {
    const report = await withProgress('Importing traces', (signal, show) => engine().client.importFiles({ paths: [path], map }, {
      signal,
      onProgress: (progress) => {
        show(progressText(progress), progress.bytes > 0 ? progress.bytesRead / progress.bytes : undefined);
        changes.traces.fire();
      },
    }));
    changes.traces.fire();
    if (report.traces === 0) throw new UserError('nothing-mapped', report.cancelled ? 'The import was cancelled before the first trace.' : inEditorWords(report.files.find(({ error }) => error !== null)?.error ?? `No trace came of ${basename(path)}.`));
    await vscode.commands.executeCommand('setContext', 'casebook.hasTraces', true);
    await reports.keep(folder, report);
    return report;
  }

  /** Said and not thrown: the traces are there by then. */
  async function rememberFor(map: ColumnMap, remember: RememberFor, place: RowsPreview['remember']): Promise<string> {
    if (remember === 'not' || !engine().hasWorkspace) return '';
    const inFolder = place.folder === null ? {} : { folder: place.folder };
    try {
      const { where, config } = await engine().client.rememberMap({ map, ...inFolder, ...(remember === 'files' || place.folder === null ? { files: place.files } : {}) });
      return `. The column map for ${where} is in ${config}`;
    } catch (error) {
      notify.error(error);
      return '';
    }
  }

  async function tell(report: ImportReport, remembered: string): Promise<void> {
    const chosen = await notify.info(importSentence(report) + remembered, 'Show Traces', 'Show Report');
    if (chosen === 'Show Traces') await vscode.commands.executeCommand('casebook.traces.focus');
    if (chosen === 'Show Report') await commands.run('casebook.showImportReport');
  }

  return {
    async open({ map }, { signal }): Promise<MapView> {
      return { ...(await preview(map, signal)), canRemember: engine().hasWorkspace };
    },
    preview: ({ map }, { signal }) => preview(map, signal),
    async import({ map, remember }, { signal }) {
      const { remember: place } = last ?? (await preview(map, signal));
      const report = await importWith(map);
      const remembered = await rememberFor(map, remember, place);
      // Not awaited: the message stays until it is put away.
      tell(report, remembered).then(undefined, (error: unknown) => log.warn(`The import could not be told: ${String(error)}`));
      close();
      return null;
    },
    cancel() {
      close();
      return null;
    },
    async reveal({ line }) {
      const disk = last?.disk ?? path;
      if (disk !== path) throw new UserError('in-archive', `${basename(path)} lies in the archive ${basename(disk)}.`, 'Unpack it to look at its lines.');
      const start = new vscode.Position(line - 1, 0);
      // Not showTextDocument: it refuses the very large files that exports often are.
      await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(path), { selection: new vscode.Range(start, start), viewColumn: vscode.ViewColumn.Beside });
      return null;
    },
  };
}
