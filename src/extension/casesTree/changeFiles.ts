import * as vscode from 'vscode';
import type { CaseChange } from '../../protocol/caseApi.ts';
import { UserError } from '../../core/support/errors.ts';
import type { Engines } from '../services/engines.ts';
import type { LensArguments } from '../../protocol/lsp.ts';

/** What a file held before and holds now; null: it is not there. */
type Changed = { readonly uri: vscode.Uri; readonly before: Uint8Array; readonly after: Uint8Array | null };
export type CaseEdits = { readonly files: readonly Changed[]; undo(): Promise<void> };

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const readBytes = (uri: vscode.Uri): Thenable<Uint8Array | undefined> => vscode.workspace.fs.readFile(uri).then((bytes) => bytes, () => undefined);
const same = (a: Uint8Array | undefined, b: Uint8Array | null): boolean => (b === null ? a === undefined : a !== undefined && a.length === b.length && a.every((byte, at) => byte === b[at]));

/** Changes cases in their files and saves these; a removed case takes its recording along. Unsaved edits are saved with it. */
export async function changeCases(engines: Engines, cases: readonly LensArguments[], change: CaseChange): Promise<CaseEdits> {
  const first = new Map<string, Uint8Array>();
  const last = new Map<string, Uint8Array | null>();
  const keep = (uri: vscode.Uri, before: Uint8Array, after: Uint8Array | null): void => {
    if (!first.has(uri.toString())) first.set(uri.toString(), before);
    last.set(uri.toString(), after);
  };
  for (const { uri: written, caseId } of cases) {
    const uri = vscode.Uri.parse(written);
    const engine = engines.ofFile(uri);
    if (!engine) throw new UserError('outside', 'This case file lies in none of the folders of this window.', 'Open its folder first.');
    const document = await vscode.workspace.openTextDocument(uri);
    const before = await vscode.workspace.fs.readFile(uri);
    const { edits, wholeFile } = await engine.client.changeCase({ text: document.getText(), caseId, change });
    if (wholeFile) {
      // What is unsaved would bring the file back.
      if (document.isDirty) await document.save();
      const whole = await vscode.workspace.fs.readFile(uri);
      await vscode.workspace.fs.delete(uri);
      keep(uri, whole, null);
    } else {
      const edit = new vscode.WorkspaceEdit();
      for (const { range, text } of edits) edit.replace(uri, new vscode.Range(document.positionAt(range.start), document.positionAt(range.end)), text);
      if (!(await vscode.workspace.applyEdit(edit)) || !(await document.save())) throw new UserError('not-saved', `${vscode.workspace.asRelativePath(uri)} could not be changed.`, 'Check that the file may be written, and try again.');
      keep(uri, before, bytesOf(document.getText()));
    }
    const recording = vscode.Uri.joinPath(vscode.Uri.file(engine.folder), 'casebook', 'recordings', `${caseId}.json`);
    const recorded = change.kind === 'remove' ? await readBytes(recording) : undefined;
    if (recorded) {
      await vscode.workspace.fs.delete(recording);
      keep(recording, recorded, null);
    }
  }
  const files = [...first].map(([uri, before]): Changed => ({ uri: vscode.Uri.parse(uri), before, after: last.get(uri) ?? null }));
  return { files, undo: () => putBack(files) };
}

/** All or nothing: what somebody has edited since is not written over. */
async function putBack(files: readonly Changed[]): Promise<void> {
  for (const { uri, after } of files) {
    const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
    const now = after !== null && open?.isDirty ? bytesOf(open.getText()) : await readBytes(uri);
    if (!same(now, after)) throw new UserError('edited-since', `${vscode.workspace.asRelativePath(uri)} has changed since, so it was left as it is.`, 'Undo the change in the file, or with your version control.');
  }
  for (const { uri, before } of files) await vscode.workspace.fs.writeFile(uri, before);
}
