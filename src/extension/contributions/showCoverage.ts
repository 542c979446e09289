import * as vscode from 'vscode';
import { DisposableStore } from '../../core/support/disposable.ts';
import { UserError } from '../../core/support/errors.ts';
import type { CoveragePanel } from '../coverage/coveragePanel.ts';
import { chooseFolder } from '../services/chooseFolder.ts';
import type { Services } from '../services/services.ts';

const viewType = 'casebook.coverage';

/** What the cases of a folder guard, one tab a folder. */
export function showCoverage(services: Services): vscode.Disposable {
  const { commands, engines } = services;
  const owned = new DisposableStore();
  const open = new Map<string, CoveragePanel>();

  async function show(panel: vscode.WebviewPanel, folder: string): Promise<void> {
    // The page's protocol brings zod with it, which costs more to load than the rest of the extension.
    const { CoveragePanel } = await import('../coverage/coveragePanel.ts');
    const shown = new CoveragePanel(services, panel, folder);
    open.set(folder, shown);
    shown.onDidClose(() => {
      if (open.get(folder) === shown) open.delete(folder);
      shown.dispose();
    });
  }

  owned.add(commands.register('casebook.showCoverage', async () => {
    const chosen = await chooseFolder(engines, 'The coverage of which folder?');
    if (!chosen) return;
    if (!chosen.hasWorkspace) throw new UserError('no-folder', 'Cases are kept as files in a workspace folder, and none is open.', 'Open the folder of your agent and try again.');
    const { folder, name } = chosen;
    const shown = open.get(folder);
    if (shown) shown.reveal();
    else await show(vscode.window.createWebviewPanel(viewType, engines.all().length > 1 ? `Coverage: ${name}` : 'Coverage', vscode.ViewColumn.Active, { enableFindWidget: true }), folder);
  }));
  owned.add(vscode.window.registerWebviewPanelSerializer(viewType, {
    async deserializeWebviewPanel(panel, state: unknown) {
      const folders = engines.all().filter(({ hasWorkspace }) => hasWorkspace);
      const kept = typeof state === 'object' && state !== null && 'folder' in state ? folders.find(({ folder }) => folder === state.folder) : undefined;
      const found = kept ?? folders[0];
      if (found) await show(panel, found.folder);
      else panel.dispose();
    },
  }));
  owned.add({ dispose: () => open.forEach((each) => each.dispose()) });
  return owned;
}
