import * as vscode from 'vscode';
import type { ImportReport } from '../../protocol/importApi.ts';
import type { ExportPageApi } from '../../protocol/exportPage.ts';
import type { Handlers } from '../../protocol/rpc.ts';
import { inEditorWords } from '../display/editorWords.ts';
import { outcomeWords, rowTitle, tokensOf } from '../display/traceRow.ts';
import type { FolderEngine } from '../services/engines.ts';
import type { Services } from '../services/services.ts';

/**
 * What the page of an export is answered.
 * @param onlyTrace told the trace of a file that holds one alone, which is then shown instead of a list
 */
export function answerExport({ commands, changes, reports, reviewer }: Services, { client, folder }: FolderEngine, file: vscode.Uri, onlyTrace: (trace: string) => void): Handlers<ExportPageApi> {
  let shownAs: string | undefined;

  async function keep(report: ImportReport): Promise<void> {
    if (report.traces === 0) return;
    changes.traces.fire();
    await vscode.commands.executeCommand('setContext', 'casebook.hasTraces', true);
  }

  return {
    async open(_, { signal, progress }) {
      const report = await client.importFiles({ paths: [file.fsPath] }, { signal, onProgress: ({ bytesRead, bytes, traces }) => progress({ bytesRead, bytes, traces }) });
      await keep(report);
      await reports.keep(folder, report);
      // An archive is told entry by entry; a file of a folder that is one run, by that run.
      const [first, ...more] = report.files;
      const own = vscode.workspace.asRelativePath(file, false);
      shownAs = more.length === 0 && first ? first.path : own;
      const list = await client.listTraces({ inFile: shownAs, sort: 'oldest', limit: 2 });
      const [only, another] = list.traces;
      if (only && !another) onlyTrace(only.id);
      return {
        file: shownAs,
        format: first?.format ?? null, why: first?.why ?? null,
        error: list.total > 0 ? null : inEditorWords(first?.error ?? 'It holds no trace.'),
        canMap: first?.mappable !== undefined,
        traces: list.total, failing: list.failing,
        warnings: report.files.reduce((sum, each) => sum + each.warningCount, 0),
        stopped: report.cancelled,
      };
    },
    async list({ text, offset, limit }) {
      const words = text.trim();
      const { traces, total } = await client.listTraces({ ...(shownAs === undefined ? {} : { inFile: shownAs }), ...(words === '' ? {} : { text: words }), reader: reviewer.reader(), sort: 'oldest', offset, limit });
      return {
        total,
        rows: traces.map((each) => ({
          id: each.id, title: rowTitle(each), label: each.label && { verdict: each.label.verdict }, failing: each.failing, outcome: outcomeWords(each, (id) => id),
          startUs: each.startUs, steps: each.steps, latencyMs: each.latencyMs, tokens: tokensOf(each), costUsd: each.costUsd,
        })),
      };
    },
    async openTrace({ trace }) {
      await commands.run('casebook.openTrajectory', { folder, trace });
      return null;
    },
    async openText() {
      await vscode.commands.executeCommand('vscode.openWith', file, 'default');
      return null;
    },
    async showReport() {
      await commands.run('casebook.showImportReport');
      return null;
    },
    async mapColumns() {
      await commands.run('casebook.mapColumns', file);
      return null;
    },
  };
}
