import * as vscode from 'vscode';
import { feedbackDetails, feedbackSentence, hasFeedbackDetails } from '../display/feedbackReport.ts';
import { chooseFolder } from '../services/chooseFolder.ts';
import type { Services } from '../services/services.ts';

/** What users said of runs, where it arrives apart from the traces: ratings, edits, rejections. */
export function importFeedback({ commands, engines, changes, notify, documents }: Services): vscode.Disposable {
  return commands.register('casebook.importFeedback', async () => {
    const chosen = await chooseFolder(engines, 'Which folder does the feedback belong to?');
    if (!chosen) return;
    const { folder, client } = engines.writable(chosen.folder, 'Feedback is');
    const [file] = (await vscode.window.showOpenDialog({
      title: 'Import Feedback', openLabel: 'Import', canSelectMany: false, defaultUri: vscode.Uri.file(folder), filters: { 'Feedback': ['csv', 'jsonl', 'json'], 'All files': ['*'] },
    })) ?? [];
    if (!file) return;
    const report = await client.importFeedback({ path: file.fsPath });
    changes.traces.fire();
    const tell = report.added + report.known === 0 ? notify.warn : notify.info;
    tell(feedbackSentence(report), ...(hasFeedbackDetails(report) ? ['Show Details'] : [])).then(
      (answer) => (answer ? documents.showMarkdown('Feedback', feedbackDetails(report)) : undefined),
    ).then(undefined, (error: unknown) => notify.error(error));
  });
}
