import * as vscode from 'vscode';
import { DisposableStore } from '../../core/support/disposable.ts';
import { Coalesced } from '../services/coalesced.ts';
import type { Services } from '../services/services.ts';

/** The files the server speaks about; see its document selector. */
function isServed({ languageId, uri }: vscode.TextDocument): boolean {
  return uri.scheme === 'file' && (languageId === 'casebook-case' || /\.case\.json$|\/casebook\/(config|taxonomy|release)\.yaml$/.test(uri.path));
}

/** Diagnostics, completion, hovers, fixes and lenses of case files, config.yaml, taxonomy.yaml and release.yaml: the language server, from the first such file on. */
export function languageClient({ language, changes, notify }: Services): vscode.Disposable {
  const owned = new DisposableStore();
  const follow = (document: vscode.TextDocument): void => {
    if (isServed(document)) language.start().catch((error: unknown) => notify.error(error));
  };
  const refresh = owned.add(new Coalesced(() => language.resultsChanged(), 20, 200));
  owned.add(changes.results.event(() => refresh.request()));
  owned.add(changes.running.event(() => refresh.request()));
  // An import tells of each batch.
  const refreshLater = owned.add(new Coalesced(() => language.resultsChanged(), 1000, 5000));
  owned.add(changes.traces.event(() => refreshLater.request()));
  owned.add(vscode.workspace.onDidGrantWorkspaceTrust(() => refresh.request()));
  owned.add(vscode.workspace.onDidOpenTextDocument(follow));
  vscode.workspace.textDocuments.forEach(follow);
  return owned;
}
