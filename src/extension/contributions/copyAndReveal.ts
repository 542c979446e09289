import { isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';
import { plural } from '../../core/display/numbers.ts';
import { DisposableStore } from '../../core/support/disposable.ts';
import { UserError } from '../../core/support/errors.ts';
import { chooseTrace, chooseTraces } from '../services/chooseTrace.ts';
import type { TraceRef } from '../services/commands.ts';
import type { Services } from '../services/services.ts';
import { traceName } from '../display/traceRow.ts';

/** The id of a trace on the clipboard, and the line of its export in an editor. */
export function copyAndReveal(services: Services): vscode.Disposable {
  const { commands, engines } = services;

  async function placeOf({ folder, trace }: TraceRef, step: number | undefined): Promise<{ readonly file: string; readonly line: number }> {
    const { client } = engines.of(folder);
    if (step !== undefined) {
      const { place } = await client.readStep({ trace, n: step });
      if (place) return place;
    }
    const { file, steps } = await client.findTrace({ trace });
    const first = steps > 0 ? (await client.readStep({ trace, n: 1 })).place : null;
    return { file: first?.file ?? file, line: first?.line ?? 1 };
  }

  async function reveal(ref: TraceRef, step: number | undefined): Promise<void> {
    const { file, line } = await placeOf(ref, step);
    const uri = vscode.Uri.file(isAbsolute(file) ? file : join(ref.folder, file));
    const found = await vscode.workspace.fs.stat(uri).then(() => true, () => false);
    if (!found) throw new UserError('source-gone', `${file} has moved or was deleted. The summary, labels and cases are kept.`, 'Put the file back, or import it from where it is now.');
    const start = new vscode.Position(line - 1, 0);
    // Not showTextDocument: it refuses the very large files that exports often are.
    await vscode.commands.executeCommand('vscode.open', uri, { selection: new vscode.Range(start, start) });
  }

  const owned = new DisposableStore();
  owned.add(commands.register('casebook.revealSource', async (given, step) => {
    const ref = await chooseTrace(services, given, 'Reveal Source File');
    if (ref) await reveal(ref, typeof step === 'number' ? step : undefined);
  }));
  owned.add(commands.register('casebook.copyTraceId', async (given, selected) => {
    const refs = await chooseTraces(services, given, selected, 'Copy Trace Id');
    const [first] = refs;
    if (!first) return;
    await vscode.env.clipboard.writeText(refs.map((ref) => ref.trace).join('\n'));
    const what = refs.length > 1 ? plural(refs.length, 'trace id') : `${first.trace}, ${traceName(await engines.of(first.folder).client.findTrace({ trace: first.trace }))}`;
    vscode.window.setStatusBarMessage(`Copied ${what}`, 5000);
  }));
  return owned;
}
