import * as vscode from 'vscode';
import { DisposableStore } from '../../core/support/disposable.ts';
import type { ReportPanel } from '../report/reportPanel.ts';
import type { Services } from '../services/services.ts';

const viewType = 'casebook.importReport';

/** What the last import said, in one tab. */
export function importReport(services: Services): vscode.Disposable {
  const { commands, reports } = services;
  const owned = new DisposableStore();
  let open: ReportPanel | undefined;

  async function show(panel: vscode.WebviewPanel): Promise<void> {
    // The page's protocol brings zod with it, which costs more to load than the rest of the extension.
    const { ReportPanel } = await import('../report/reportPanel.ts');
    const shown = new ReportPanel(services, panel);
    open = shown;
    shown.onDidClose(() => {
      if (open === shown) open = undefined;
      shown.dispose();
    });
  }

  const tellWhetherThere = () => void vscode.commands.executeCommand('setContext', 'casebook.hasImportReport', reports.last() !== undefined);
  tellWhetherThere();
  owned.add(reports.onDidChange(tellWhetherThere));

  owned.add(commands.register('casebook.showImportReport', async () => {
    if (open) open.reveal();
    else await show(vscode.window.createWebviewPanel(viewType, 'Import Report', vscode.ViewColumn.Active, { enableFindWidget: true }));
  }));
  owned.add(vscode.window.registerWebviewPanelSerializer(viewType, { deserializeWebviewPanel: (panel) => show(panel) }));
  owned.add({ dispose: () => open?.dispose() });
  return owned;
}
