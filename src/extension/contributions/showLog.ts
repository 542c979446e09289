import type * as vscode from 'vscode';
import type { Services } from '../services/services.ts';

export function showLog({ commands, showLog: show }: Services): vscode.Disposable {
  return commands.register('casebook.showLog', show);
}
