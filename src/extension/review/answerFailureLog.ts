import { basename } from 'node:path';
import * as vscode from 'vscode';
import { blindSentence, failureImportDetail, failureImportSentence } from '../../core/display/failureWords.ts';
import { plural } from '../../core/display/numbers.ts';
import type { FailureLogPageApi } from '../../protocol/failureLogPage.ts';
import type { Handlers } from '../../protocol/rpc.ts';
import { giveLabelAgain, takeBackLabel } from '../label/recordLabel.ts';
import { askFirst } from '../services/notify.ts';
import type { Services } from '../services/services.ts';

/** What the Failure log tab of a folder is answered. */
export function answerFailureLog(services: Services, folder: string): Handlers<FailureLogPageApi> {
  const { commands, engines, reviewer, changes } = services;
  const engine = () => engines.of(folder).client;

  return {
    async readFailures(request, { signal }) {
      const [log, failureClasses] = await Promise.all([engine().failureLog({ ...request, by: reviewer.current() ?? '' }, { signal }), engine().failureClasses({}, { signal })]);
      return { ...log, failureClasses };
    },
    async editFailure({ trace, edit, all }) {
      const { client } = engines.writable(folder, 'Labels are');
      const by = await reviewer.ensure();
      if (!by) return null;
      const report = await client.editFailure({ trace, by, edit, blind: !all });
      changes.label.fire({ folder, trace, label: null });
      return report;
    },
    async undoFailureEdit({ redo }) {
      const report = redo ? await giveLabelAgain(services, { folder }) : await takeBackLabel(services, { folder });
      return report && { said: `${redo ? 'Done again' : 'Taken back'}: ${report.undone}${report.traces.length > 1 ? ` of ${plural(report.traces.length, 'run')}` : ''}` };
    },
    async importFailures() {
      const { client } = engines.writable(folder, 'Labels are');
      const [file] = (await vscode.window.showOpenDialog({
        title: 'Import Failure Log', openLabel: 'Import', canSelectMany: false, defaultUri: vscode.Uri.file(folder), filters: { 'Tables': ['csv', 'tsv', 'txt'], 'All files': ['*'] },
      })) ?? [];
      const by = file && await reviewer.ensure();
      if (!file || !by) return null;
      const preview = await client.importFailures({ path: file.fsPath, by, dryRun: true });
      if (preview.added === 0) return { said: failureImportSentence(preview) };
      const answer = await askFirst(`Import ${plural(preview.added, 'failure')} from ${basename(file.fsPath)}?`, failureImportDetail(preview, by), 'info', 'Import');
      if (answer !== 'Import') return null;
      const report = await client.importFailures({ path: file.fsPath, by });
      changes.traces.fire();
      return { said: failureImportSentence(report) };
    },
    async exportFailures({ to, copy, ...choice }, { signal }) {
      const { text, rows, hidden } = await engine().exportFailures({ ...choice, to, by: reviewer.current() ?? '' }, { signal });
      const whole = hidden === 0 ? '' : `. ${blindSentence(hidden, choice.all === true)}`;
      if (copy) {
        await vscode.env.clipboard.writeText(text);
        return { said: `Copied ${plural(rows, 'failure')}${whole}` };
      }
      const ending = to === 'csv' ? 'csv' : 'md';
      const target = await vscode.window.showSaveDialog({ title: 'Export Failure Log', saveLabel: 'Export', defaultUri: vscode.Uri.joinPath(vscode.Uri.file(folder), `failures.${ending}`), filters: to === 'csv' ? { CSV: ['csv'] } : { Markdown: ['md'] } });
      if (!target) return null;
      await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
      return { said: `Wrote ${plural(rows, 'failure')} to ${basename(target.fsPath)}${whole}` };
    },
    async makeCaseOf({ trace }) {
      const made = await commands.run('casebook.makeCase', { folder, trace });
      return made ? { said: made.sentence } : null;
    },
  };
}
