import * as vscode from 'vscode';
import type { Sides } from './compareUri.ts';

export const compareViewType = 'casebook.compare';

/** Two runs side by side, in a tab named so. `keepFocus`: what asked for it goes on, such as a list of them. */
export async function openComparison(sides: Sides, title: string, { keepFocus = false } = {}): Promise<void> {
  // It brings zod with it, which costs more to load than the rest of the extension.
  const { compareUri } = await import('./compareUri.ts');
  await vscode.commands.executeCommand('vscode.openWith', compareUri(sides, title), compareViewType, { preview: true, preserveFocus: keepFocus } satisfies vscode.TextDocumentShowOptions);
}
