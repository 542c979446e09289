import * as vscode from 'vscode';
import { plural } from '../../core/display/numbers.ts';
import { UserError } from '../../core/support/errors.ts';
import { chooseCase } from '../cases/chooseCase.ts';
import { searchTrace } from '../services/chooseTrace.ts';
import type { Services } from '../services/services.ts';

/** A trace for a case that names none, or one that is gone: what its failure can be proven on. */
export function linkTrace(services: Services): vscode.Disposable {
  const { commands, changes, engines, notify } = services;
  return commands.register('casebook.linkTrace', async (lens) => {
    const one = await chooseCase(services, lens);
    if (!one) return;
    const uri = vscode.Uri.parse(one.uri);
    const engine = engines.ofFile(uri);
    if (!engine) throw new UserError('outside', 'This case file lies in none of the folders of this window.', 'Open its folder first.');
    const chosen = await searchTrace(services, `Which trace did ${one.caseId} fail in?`, engine);
    if (!chosen) return;
    const document = await vscode.workspace.openTextDocument(uri);
    const { version } = document;
    const { edits, nativeId, recorded, replaced } = await engine.client.linkTrace({ text: document.getText(), caseId: one.caseId, trace: chosen.trace });
    if (document.version !== version) throw new UserError('changed', 'The file was changed meanwhile.', 'Link the trace again.');
    const edit = new vscode.WorkspaceEdit();
    for (const { range, text } of edits) edit.replace(uri, new vscode.Range(document.positionAt(range.start), document.positionAt(range.end)), text);
    await vscode.workspace.applyEdit(edit);
    changes.results.fire({ folder: engine.folder, results: [] });
    const said = [`${one.caseId} is linked to ${nativeId}.`, ...(recorded ? [replaced > 0 ? `Its recording was written; ${plural(replaced, 'likely secret or personal datum', 'likely secrets and personal data')} in it ${replaced === 1 ? 'was' : 'were'} replaced.` : 'Its recording was written.'] : [])].join(' ');
    if ((await notify.info(said, 'Prove Case')) === 'Prove Case') await commands.run('casebook.proveCase', one);
  });
}
