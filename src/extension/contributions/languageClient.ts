import * as vscode from 'vscode';
import { DisposableStore } from '../../core/support/disposable.ts';
import { Coalesced } from '../services/coalesced.ts';
import type { Services } from '../services/services.ts';

const isCaseFile = ({ languageId, uri }: vscode.TextDocument): boolean => uri.scheme === 'file' && (languageId === 'casebook-case' || uri.path.endsWith('.case.json'));

/** Diagnostics, completion, hovers, fixes and lenses of case files: the language server, from the first case file on. */
export function languageClient({ language, changes, notify }: Services): vscode.Disposable {
  const owned = new DisposableStore();
  const follow = (document: vscode.TextDocument): void => {
    if (isCaseFile(document)) language.start().catch((error: unknown) => notify.error(error));
  };
  const refresh = owned.add(new Coalesced(() => language.resultsChanged(), 20, 200));
  owned.add(changes.results.event(() => refresh.request()));
  owned.add(vscode.workspace.onDidGrantWorkspaceTrust(() => refresh.request()));
  owned.add(vscode.workspace.onDidOpenTextDocument(follow));
  vscode.workspace.textDocuments.forEach(follow);
  return owned;
}
