import * as vscode from 'vscode';
import { plural } from '../../core/display/numbers.ts';
import { DisposableStore } from '../../core/support/disposable.ts';
import { chooseTrace, selectedTraces } from '../services/chooseTrace.ts';
import type { TraceRef } from '../services/commands.ts';
import type { Services } from '../services/services.ts';

/** Takes traces out of the index. What people wrote, and the export itself, stay. */
export function removeTrace(services: Services): vscode.Disposable {
  const { commands, changes, engines, notify } = services;

  async function agreed(count: number): Promise<boolean> {
    if (count === 1) return true;
    const chosen = await vscode.window.showWarningMessage(`Remove ${plural(count, 'trace')} from the index?`, { modal: true, detail: 'Labels, cases and the exported files stay. Importing the files again brings the traces back.' }, 'Remove');
    return chosen === 'Remove';
  }

  async function remove(refs: readonly TraceRef[]): Promise<void> {
    for (const ref of refs) await engines.of(ref.folder).client.removeTraces({ trace: ref.trace });
    changes.traces.fire();
    void notify.info(`Removed ${plural(refs.length, 'trace')} from the index. Labels, cases and the export stay.`);
  }

  const owned = new DisposableStore();
  owned.add(commands.register('casebook.removeTrace', async (given, selected) => {
    const marked = selectedTraces(given, selected);
    const one = marked.length > 0 ? undefined : await chooseTrace(services, undefined, 'Remove Trace');
    const refs = one ? [one] : marked;
    if (refs.length > 0 && (await agreed(refs.length))) await remove(refs);
  }));
  return owned;
}
