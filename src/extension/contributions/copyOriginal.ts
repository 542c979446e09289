import * as vscode from 'vscode';
import { formatBytes, plural } from '../../core/display/numbers.ts';
import { traceName } from '../display/traceRow.ts';
import { chooseTrace } from '../services/chooseTrace.ts';
import { askFirst } from '../services/notify.ts';
import type { Services } from '../services/services.ts';

/** A record as its file has it, on the clipboard: the one thing that shows what redaction replaced, so it asks first. */
export function copyOriginal(services: Services): vscode.Disposable {
  const { commands, engines } = services;
  return commands.register('casebook.copyOriginal', async (given, step) => {
    const ref = await chooseTrace(services, given, 'Copy Original Record');
    if (!ref) return;
    const { client } = engines.of(ref.folder);
    const { trace } = ref;
    const n = typeof step === 'number' ? step : undefined;
    const summary = await client.findTrace({ trace });
    const what = n === undefined ? traceName(summary) : `step ${n} of ${traceName(summary)}`;
    const detail = `It is read from ${summary.file}, where likely secrets and personal data are not replaced. The clipboard will hold them as they are.`;
    if ((await askFirst(`Copy the original record of ${what}?`, detail, 'warning', 'Copy Original')) !== 'Copy Original') return;
    const { text, bytes, records } = await client.readOriginal({ trace, ...(n === undefined ? {} : { n }) });
    await vscode.env.clipboard.writeText(text);
    vscode.window.setStatusBarMessage(`Copied ${plural(records, 'original record')}, ${formatBytes(bytes)}`, 5000);
  });
}
