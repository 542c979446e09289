import * as vscode from 'vscode';
import { DisposableStore } from '../../core/support/disposable.ts';
import type { Services } from '../services/services.ts';

/** "Reopen Editor With… Casebook" on an export: the traces in it, or the only one at once. */
export function exportEditor(services: Services): vscode.Disposable {
  const owned = new DisposableStore();
  owned.add(vscode.window.registerCustomEditorProvider('casebook.export', {
    openCustomDocument: (uri) => ({ uri, dispose: () => undefined }),
    async resolveCustomEditor({ uri }, panel) {
      // The page's protocol brings zod with it, which costs more to load than the rest of the extension.
      const { ExportPanel } = await import('../export/exportPanel.ts');
      const shown = new ExportPanel(services, panel, uri);
      panel.onDidDispose(() => shown.dispose());
    },
  } satisfies vscode.CustomReadonlyEditorProvider, { supportsMultipleEditorsPerDocument: true, webviewOptions: { enableFindWidget: true } }));
  return owned;
}
