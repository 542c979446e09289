import * as vscode from 'vscode';
import { bindings, commandOf } from '../../core/display/pageKeys.ts';
import { DisposableStore } from '../../core/support/disposable.ts';
import { UserError } from '../../core/support/errors.ts';
import { traceOf } from '../panel/traceUri.ts';
import { trajectoryView } from '../panel/trajectoryTabs.ts';
import { chooseTrace } from '../services/chooseTrace.ts';
import { Coalesced } from '../services/coalesced.ts';
import type { Services } from '../services/services.ts';

/** Traces as read-only documents in editor tabs. */
export function trajectoryPanel(services: Services): vscode.Disposable {
  const { commands, changes, log, trajectories } = services;
  const owned = new DisposableStore();

  const refresh = owned.add(new Coalesced(() => {
    trajectories.refresh().catch((error: unknown) => log.warn(`A page could not be brought up to date: ${String(error)}`));
  }));
  owned.add(changes.traces.event(() => refresh.request()));
  owned.add(changes.label.event(() => refresh.request()));

  owned.add(commands.register('casebook.openTrajectory', async (given, step) => {
    const ref = await chooseTrace(services, given, 'Open Trajectory');
    if (ref) await trajectories.open(services, ref, step);
  }));
  for (const { action, title } of bindings) {
    if (title !== undefined) owned.add(vscode.commands.registerCommand(commandOf(action), () => trajectories.act(action)));
  }

  owned.add(vscode.window.registerCustomEditorProvider(trajectoryView, {
    openCustomDocument: (uri) => ({ uri, dispose: () => undefined }),
    async resolveCustomEditor({ uri }, panel) {
      const ref = traceOf(uri);
      if (!ref) throw new UserError('no-such-trace', `${uri.toString(true)} names no trace.`, 'Open one from the Traces view.');
      await trajectories.show(services, panel, ref);
    },
  } satisfies vscode.CustomReadonlyEditorProvider, { supportsMultipleEditorsPerDocument: true, webviewOptions: { enableFindWidget: true } }));
  return owned;
}
