import * as vscode from 'vscode';
import { bindings, commandOf } from '../../core/display/pageKeys.ts';
import { DisposableStore } from '../../core/support/disposable.ts';
import { UserError } from '../../core/support/errors.ts';
import { traceOf, traceUri } from '../panel/traceUri.ts';
import type { TrajectoryPanel } from '../panel/trajectoryPanel.ts';
import { chooseTrace } from '../services/chooseTrace.ts';
import { Coalesced } from '../services/coalesced.ts';
import type { TraceRef } from '../services/commands.ts';
import type { Services } from '../services/services.ts';

export const trajectoryView = 'casebook.trajectory';
const keyOf = ({ folder, trace }: TraceRef): string => `${folder}#${trace}`;

/** Traces as read-only documents in editor tabs. */
export function trajectoryPanel(services: Services): vscode.Disposable {
  const { commands, changes, engines, log } = services;
  const owned = new DisposableStore();
  const open = new Set<TrajectoryPanel>();
  /** The step to show in a tab that is about to open. */
  const steps = new Map<string, number>();

  const refresh = owned.add(new Coalesced(() => {
    for (const panel of open) panel.refresh().catch((error: unknown) => log.warn(`A panel could not be brought up to date: ${String(error)}`));
  }));
  owned.add(changes.traces.event(() => refresh.request()));
  owned.add(changes.label.event(() => refresh.request()));

  owned.add(commands.register('casebook.openTrajectory', async (given, step) => {
    const ref = await chooseTrace(services, given, 'Open Trajectory');
    if (!ref) return;
    const { folder, trace } = ref;
    const summary = await engines.of(folder).client.findTrace({ trace });
    const key = keyOf({ folder, trace: summary.id });
    const there = [...open].find((panel) => keyOf(panel.ref) === key);
    if (there) return there.reveal(step);
    if (step !== undefined) steps.set(key, step);
    await vscode.commands.executeCommand('vscode.openWith', traceUri(folder, summary), trajectoryView, { preview: true } satisfies vscode.TextDocumentShowOptions);
  }));

  // Without a tab in front there is nothing to act on; the palette does not offer them then.
  for (const { action, title } of bindings) {
    if (title !== undefined) owned.add(vscode.commands.registerCommand(commandOf(action), () => [...open].find((panel) => panel.active)?.act(action)));
  }

  owned.add(vscode.window.registerCustomEditorProvider(trajectoryView, {
    openCustomDocument: (uri) => ({ uri, dispose: () => undefined }),
    async resolveCustomEditor({ uri }, panel) {
      const ref = traceOf(uri);
      if (!ref) throw new UserError('no-such-trace', `${uri.toString(true)} names no trace.`, 'Open one from the Traces view.');
      // The page's protocol brings zod with it, which costs more to load than the rest of the extension.
      const { TrajectoryPanel } = await import('../panel/trajectoryPanel.ts');
      const step = steps.get(keyOf(ref));
      steps.delete(keyOf(ref));
      const shown = new TrajectoryPanel(services, panel, ref, step);
      open.add(shown);
      shown.onDidClose(() => {
        open.delete(shown);
        shown.dispose();
      });
    },
  } satisfies vscode.CustomReadonlyEditorProvider, { supportsMultipleEditorsPerDocument: true, webviewOptions: { enableFindWidget: true } }));
  owned.add({ dispose: () => open.forEach((panel) => panel.dispose()) });
  return owned;
}
