import * as vscode from 'vscode';
import { inertText } from '../../core/display/inertText.ts';

export type ProgressReport = (message: string, share?: number) => void;

/**
 * Runs work that may take long under a notification with Cancel. `report` takes how much of the whole is done, in [0, 1].
 * The signal aborts when the user cancels; the work then throws or returns what it has.
 */
export function withProgress<T>(title: string, work: (signal: AbortSignal, report: ProgressReport) => Promise<T>): Thenable<T> {
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title: inertText(title), cancellable: true }, async (progress, token) => {
    const controller = new AbortController();
    const cancelling = token.onCancellationRequested(() => controller.abort());
    let shown = 0;
    try {
      return await work(controller.signal, (message, share) => {
        const percent = share === undefined ? shown : Math.min(100, Math.max(shown, share * 100));
        progress.report({ message: inertText(message), increment: percent - shown });
        shown = percent;
      });
    } finally {
      cancelling.dispose();
    }
  });
}
