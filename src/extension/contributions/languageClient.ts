import * as vscode from 'vscode';
import { DisposableStore } from '../../core/support/disposable.ts';
import { Coalesced } from '../services/coalesced.ts';
import type { Services } from '../services/services.ts';

/** The files the server speaks about; see its document selector. */
function isServed({ languageId, uri }: vscode.TextDocument): boolean {
  return uri.scheme === 'file' && (languageId === 'casebook-case' || /\.case\.json$|\/casebook\/(config|taxonomy|release)\.yaml$/.test(uri.path));
}

/** Whether `tools` of config.yaml names this file: the server then speaks of the names and descriptions in it. */
async function isToolFile({ uri }: vscode.TextDocument): Promise<boolean> {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  if (folder === undefined || uri.scheme !== 'file' || !/\.(?:json|ya?ml)$/i.test(uri.path)) return false;
  try {
    const config = new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder.uri, 'casebook', 'config.yaml')));
    const [, named] = /^tools:[ \t]*["']?([^"'\s#[\]]+)/m.exec(config) ?? [];
    return named !== undefined && vscode.Uri.joinPath(folder.uri, named).path === uri.path;
  } catch {
    return false; // no config.yaml, or none that may be read
  }
}

/** Diagnostics, completion, hovers, fixes and lenses of case files, config.yaml, taxonomy.yaml and release.yaml: the language server, from the first such file on. */
export function languageClient({ language, changes, notify }: Services): vscode.Disposable {
  const owned = new DisposableStore();
  const follow = (document: vscode.TextDocument): void => {
    const start = (): void => void language.start().catch((error: unknown) => notify.error(error));
    if (isServed(document)) start();
    else void isToolFile(document).then((named) => named && start());
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
