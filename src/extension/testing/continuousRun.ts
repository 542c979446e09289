import * as vscode from 'vscode';
import { Coalesced } from '../services/coalesced.ts';

/** What is written beside the agent and its cases: saving it changes no result. */
const beside = /(?:^|\/)(?:\.casebook|\.git|\.vscode|node_modules|casebook\/(?:recordings|labels|feedback))\//;

/** Files saved since the last run, of those that may change what cases say. */
export type Saved = readonly vscode.Uri[];

/** Calls `again` after each save, one run at a time, until the token says so. What is saved during a run is in the next one. */
export function afterEachSave(again: (saved: Saved) => Promise<void>, failed: (error: unknown) => void, until: vscode.CancellationToken): void {
  let saved: vscode.Uri[] = [];
  let isRunning = false;
  const soon = new Coalesced(() => {
    if (isRunning || saved.length === 0 || until.isCancellationRequested) return;
    const these = saved;
    saved = [];
    isRunning = true;
    again(these).catch(failed).finally(() => {
      isRunning = false;
      if (saved.length > 0) soon.request();
    });
  }, 150, 300);
  const watching = vscode.workspace.onDidSaveTextDocument(({ uri }) => {
    if (uri.scheme !== 'file' || !vscode.workspace.getWorkspaceFolder(uri) || beside.test(vscode.workspace.asRelativePath(uri, false))) return;
    saved.push(uri);
    soon.request();
  });
  until.onCancellationRequested(() => {
    watching.dispose();
    soon.dispose();
  });
}
