import * as vscode from 'vscode';

/** The pages that have keys, by the setting that holds a reader's own. */
type KeyedPage = 'trajectory' | 'compare' | 'review';

/** The reader's own keys of a page, by action, as the setting has them: whatever a person wrote there. */
export function ownKeys(page: KeyedPage): Readonly<Record<string, unknown>> {
  return vscode.workspace.getConfiguration('casebook').get<Record<string, unknown>>(`${page}.keys`, {});
}

export function onOwnKeys(page: KeyedPage, listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration(`casebook.${page}.keys`)) listener();
  });
}
