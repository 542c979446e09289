import { basename, isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../core/support/errors.ts';
import type { ImportedFile } from '../../protocol/importApi.ts';
import type { Handlers } from '../../protocol/rpc.ts';
import type { KeptReport, ReportPageApi } from '../../protocol/reportPage.ts';
import { inEditorWords } from '../display/editorWords.ts';
import { importDetails, importSentence } from '../display/importReport.ts';
import type { Services } from '../services/services.ts';

/** Maps the columns of the rows of a file. Offered where it is there. */
const mapColumns = 'casebook.mapColumns';

/** What an import report is answered. */
export function answerReport({ commands, engines, reports }: Services): Handlers<ReportPageApi> {
  function kept(): KeptReport {
    const last = reports.last();
    if (!last) throw new UserError('no-report', 'The report is no longer kept.', 'Import the files again: what is known already is not read twice.');
    return last;
  }

  function fileOf(number: number): { readonly folder: string; readonly file: ImportedFile } {
    const { folder, report } = kept();
    const file = report.files[number];
    if (!file) throw new UserError('no-report', 'Another import has taken the place of this report.', 'Open the report again.');
    return { folder, file };
  }

  return {
    async open() {
      const last = reports.last();
      if (!last) return null;
      const refusals = Object.fromEntries(last.report.files.flatMap(({ error }, number) => (error === null ? [] : [[number, inEditorWords(error)]])));
      return { ...last, sentence: importSentence(last.report), refusals, canMap: (await vscode.commands.getCommands(true)).includes(mapColumns) };
    },
    advice({ file: number }, { signal }) {
      const { folder, file } = fileOf(number);
      return engines.of(folder).client.adviseOnFile({ file: file.path }, { signal });
    },
    async reveal({ file: number, warning: which }) {
      const { folder, file } = fileOf(number);
      const warning = which === undefined ? undefined : file.warnings[which];
      await openAt(folder, warning?.file ?? file.path, warning?.line ?? 1);
      return null;
    },
    async mapColumns({ file: number }) {
      const { folder, file } = fileOf(number);
      await vscode.commands.executeCommand(mapColumns, vscode.Uri.file(pathOf(folder, file.path)));
      return null;
    },
    async copyMarkdown() {
      await vscode.env.clipboard.writeText(importDetails(kept().report));
      vscode.window.setStatusBarMessage('Copied the report as Markdown', 3000);
      return null;
    },
    async copy({ text, what }) {
      await vscode.env.clipboard.writeText(text);
      vscode.window.setStatusBarMessage(`Copied ${what}`, 3000);
      return null;
    },
    async showTraces() {
      await vscode.commands.executeCommand('casebook.traces.focus');
      return null;
    },
    async importMore() {
      await commands.run('casebook.importTraces');
      return null;
    },
  };
}

const pathOf = (folder: string, file: string): string => (isAbsolute(file) ? file : join(folder, file));

async function openAt(folder: string, file: string, line: number): Promise<void> {
  const uri = vscode.Uri.file(pathOf(folder, file));
  const found = await vscode.workspace.fs.stat(uri).then(({ type }) => type, () => undefined);
  if (found === undefined) {
    const archive = /\.(?:zip|eval|tar|tgz|tar\.(?:gz|zst))(?=[/\\])/i.exec(file);
    if (archive) throw new UserError('in-archive', `${basename(file)} lies in the archive ${file.slice(0, archive.index + archive[0].length)}.`, 'Unpack it to look at its lines.');
    throw new UserError('source-gone', `${file} has moved or was deleted. What was read from it is kept.`, 'Put the file back, or import it from where it is now.');
  }
  if ((found & vscode.FileType.Directory) !== 0) {
    await vscode.commands.executeCommand('revealFileInOS', uri);
    return;
  }
  const start = new vscode.Position(line - 1, 0);
  // Not showTextDocument: it refuses the very large files that exports often are.
  await vscode.commands.executeCommand('vscode.open', uri, { selection: new vscode.Range(start, start) });
}
