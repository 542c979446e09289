import * as vscode from 'vscode';
import { DisposableStore } from '../../core/support/disposable.ts';
import { chooseTrace } from '../services/chooseTrace.ts';
import { Coalesced } from '../services/coalesced.ts';
import type { TraceRef } from '../services/commands.ts';
import type { Services } from '../services/services.ts';
import type { TrajectoryPanel } from '../panel/trajectoryPanel.ts';

const viewType = 'casebook.trajectory';
const keyOf = ({ folder, trace }: TraceRef): string => `${folder}#${trace}`;

/** The page keeps what its html named it by; see pageHtml and webview/vscodeApi.ts. */
function identityOf(state: unknown): TraceRef | undefined {
  const identity = typeof state === 'object' && state !== null && 'identity' in state ? state.identity : undefined;
  if (typeof identity !== 'object' || identity === null || !('folder' in identity) || !('trace' in identity)) return undefined;
  const { folder, trace } = identity;
  return typeof folder === 'string' && typeof trace === 'string' ? { folder, trace } : undefined;
}

/** Traces in editor tabs, one tab a trace. */
export function trajectoryPanel(services: Services): vscode.Disposable {
  const { commands, changes, log } = services;
  const owned = new DisposableStore();
  const open = new Map<string, TrajectoryPanel>();

  async function show(panel: vscode.WebviewPanel, ref: TraceRef, step?: number): Promise<void> {
    // The page's protocol brings zod with it, which costs more to load than the rest of the extension.
    const { TrajectoryPanel } = await import('../panel/trajectoryPanel.ts');
    const shown = new TrajectoryPanel(services, panel, ref, step);
    open.set(keyOf(ref), shown);
    shown.onDidClose(() => {
      open.delete(keyOf(ref));
      shown.dispose();
    });
  }

  const refresh = owned.add(new Coalesced(() => {
    for (const panel of open.values()) panel.refresh().catch((error: unknown) => log.warn(`A panel could not be brought up to date: ${String(error)}`));
  }));
  owned.add(changes.traces.event(() => refresh.request()));
  owned.add(changes.label.event(() => refresh.request()));

  owned.add(commands.register('casebook.openTrajectory', async (given, step) => {
    const ref = await chooseTrace(services, given, 'Open Trajectory');
    if (!ref) return;
    const there = open.get(keyOf(ref));
    if (there) return there.reveal(step);
    const panel = vscode.window.createWebviewPanel(viewType, 'Trajectory', vscode.ViewColumn.Active, { enableFindWidget: true });
    await show(panel, { folder: ref.folder, trace: ref.trace }, step);
  }));

  owned.add(vscode.window.registerWebviewPanelSerializer(viewType, {
    async deserializeWebviewPanel(panel, state) {
      const ref = identityOf(state);
      if (ref) await show(panel, ref);
      else panel.dispose();
    },
  }));
  owned.add({ dispose: () => open.forEach((panel) => panel.dispose()) });
  return owned;
}
