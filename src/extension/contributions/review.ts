import * as vscode from 'vscode';
import { ownReviewKeys } from '../../core/display/ownReviewKeys.ts';
import { reviewActions, reviewCommandOf } from '../../core/display/reviewKeys.ts';
import { DisposableStore } from '../../core/support/disposable.ts';
import type { ReviewWanted } from '../../protocol/reviewPage.ts';
import { onOwnKeys, ownKeys } from '../panel/ownKeys.ts';
import type { ReviewPanel } from '../review/reviewPanel.ts';
import { chooseFolder } from '../services/chooseFolder.ts';
import type { Services } from '../services/services.ts';

const viewType = 'casebook.review';

/** The review page, one tab a folder: queues to label through, and what the labels say. */
export function review(services: Services): vscode.Disposable {
  const { commands, engines, notify } = services;
  const owned = new DisposableStore();
  const open = new Map<string, ReviewPanel>();

  async function show(panel: vscode.WebviewPanel, folder: string, wanted: ReviewWanted | null): Promise<void> {
    // The page's protocol brings zod with it, which costs more to load than the rest of the extension.
    const { ReviewPanel } = await import('../review/reviewPanel.ts');
    const shown = new ReviewPanel(services, panel, folder, wanted);
    open.set(folder, shown);
    void tellKeys();
    shown.onDidClose(() => {
      if (open.get(folder) === shown) open.delete(folder);
      shown.dispose();
    });
  }

  owned.add(commands.register('casebook.review', async (given) => {
    const { reviewWantedIn } = await import('../../protocol/reviewPage.ts');
    const wanted = reviewWantedIn(given);
    const chosen = engines.all().find(({ folder }) => folder === wanted?.folder) ?? (await chooseFolder(engines, 'Review the traces of which folder?'));
    if (!chosen) return;
    const { folder, name } = chosen;
    const shown = open.get(folder);
    if (shown) shown.show(wanted);
    else await show(vscode.window.createWebviewPanel(viewType, engines.all().length > 1 ? `Review: ${name}` : 'Review', vscode.ViewColumn.Active, { enableFindWidget: true }), folder, wanted);
  }));
  for (const { action, title, byDigit } of reviewActions) {
    if (title === undefined) continue;
    owned.add(vscode.commands.registerCommand(reviewCommandOf(action), async (given: unknown) => {
      const active = () => [...open.values()].find((panel) => panel.active);
      if (!active()) return;
      // A key bound in the editor brings its digit along.
      const digit = byDigit && typeof given !== 'number' ? Number(await vscode.window.showInputBox({ title, prompt: 'Its digit, 1 to 9', validateInput: (text) => (/^[1-9]?$/u.test(text) ? undefined : 'One digit, 1 to 9') })) : given;
      if (!byDigit || (typeof digit === 'number' && digit > 0)) active()?.act(action, byDigit ? Number(digit) : undefined);
    }));
  }
  let told = '';
  /** What is wrong with keys of one's own, once for each state of the setting. */
  async function tellKeys(): Promise<void> {
    const { troubles } = ownReviewKeys(ownKeys('review'));
    const words = troubles.join(' ');
    if (words === told) return;
    told = words;
    if (words !== '' && (await notify.warn(`casebook.review.keys: ${words}`, 'Open Settings'))) await vscode.commands.executeCommand('workbench.action.openSettings', 'casebook.review.keys');
  }
  owned.add(onOwnKeys('review', () => void tellKeys()));
  owned.add(vscode.window.registerWebviewPanelSerializer(viewType, {
    async deserializeWebviewPanel(panel, state: unknown) {
      const identity = typeof state === 'object' && state !== null && 'identity' in state ? state.identity : undefined;
      const kept = typeof identity === 'object' && identity !== null && 'folder' in identity ? engines.all().find(({ folder }) => folder === identity.folder) : undefined;
      const found = kept ?? engines.all()[0];
      // Tab, queue and trace are in the page's own state.
      if (found) await show(panel, found.folder, null);
      else panel.dispose();
    },
  }));
  owned.add({ dispose: () => open.forEach((each) => each.dispose()) });
  return owned;
}
