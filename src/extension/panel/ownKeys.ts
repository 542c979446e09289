import * as vscode from 'vscode';

/** The reader's own keys of the trajectory page, by action, as the setting has them: whatever a person wrote there. */
export function ownKeys(): Readonly<Record<string, unknown>> {
  return vscode.workspace.getConfiguration('casebook').get<Record<string, unknown>>('trajectory.keys', {});
}

export function onOwnKeys(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration('casebook.trajectory.keys')) listener();
  });
}
