import * as vscode from 'vscode';
import { DisposableStore } from '../../core/support/disposable.ts';
import { UserError } from '../../core/support/errors.ts';
import { chooseRun } from '../runs/chooseRun.ts';
import type { RunPanel } from '../runs/runPanel.ts';
import { runRefIn, type RunRef } from '../runs/runRef.ts';
import { chooseFolder } from '../services/chooseFolder.ts';
import type { Services } from '../services/services.ts';

const viewType = 'casebook.run';

/** What came of a run, a tab each: of the one that was named, or one of the list. */
export function showRun(services: Services): vscode.Disposable {
  const { commands, engines } = services;
  const owned = new DisposableStore();
  const open = new Set<RunPanel>();

  async function show(panel: vscode.WebviewPanel, ref: RunRef, caseId?: string): Promise<void> {
    // The page's protocol brings zod with it, which costs more to load than the rest of the extension.
    const { RunPanel } = await import('../runs/runPanel.ts');
    const shown = new RunPanel(services, panel, ref, caseId);
    open.add(shown);
    shown.onDidClose(() => {
      open.delete(shown);
      shown.dispose();
    });
  }

  /** The run of the list that is asked for; an empty name where there is none, which the page then says. */
  async function choose(): Promise<RunRef | undefined> {
    const chosen = await chooseFolder(engines, 'The runs of which folder?');
    if (!chosen) return undefined;
    if (!chosen.hasWorkspace) throw new UserError('no-folder', 'Cases are run in a workspace folder, and none is open.', 'Open the folder of your agent and try again.');
    const run = await chooseRun(chosen);
    return run === undefined ? undefined : { folder: chosen.folder, run: run ?? '' };
  }

  owned.add(commands.register('casebook.showRun', async (given) => {
    const ref = runRefIn(given) ?? (await choose());
    if (!ref) return;
    const shown = [...open].find(({ folder, run }) => folder === ref.folder && run === ref.run);
    const caseId = typeof given?.caseId === 'string' ? given.caseId : undefined;
    if (!shown) return show(vscode.window.createWebviewPanel(viewType, 'Run', vscode.ViewColumn.Active, { enableFindWidget: true }), ref, caseId);
    shown.reveal();
    if (caseId !== undefined) shown.goTo(caseId);
  }));
  owned.add(vscode.window.registerWebviewPanelSerializer(viewType, {
    async deserializeWebviewPanel(panel, state: unknown) {
      const ref = runRefIn(state);
      if (ref && engines.all().some(({ folder }) => folder === ref.folder)) await show(panel, ref);
      else panel.dispose();
    },
  }));
  owned.add({ dispose: () => open.forEach((each) => each.dispose()) });
  return owned;
}
