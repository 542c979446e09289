import * as vscode from 'vscode';
import { DisposableStore } from '../../core/support/disposable.ts';
import { Coalesced } from '../services/coalesced.ts';
import type { Services } from '../services/services.ts';

/** Labels, feedback, cases and taxonomy are files, and the command line shares the index: what others change shows up here too. */
export function fileWatching({ changes }: Services): vscode.Disposable {
  const owned = new DisposableStore();
  const told = owned.add(new Coalesced(() => changes.traces.fire(), 200, 1000));
  for (const pattern of ['**/casebook/{labels/*.jsonl,feedback/**,taxonomy.yaml,config.yaml}', '**/*.case.{yaml,yml,json}', '**/.casebook/casebook.db-wal']) {
    const watcher = owned.add(vscode.workspace.createFileSystemWatcher(pattern));
    owned.add(watcher.onDidChange(() => told.request()));
    owned.add(watcher.onDidCreate(() => told.request()));
    owned.add(watcher.onDidDelete(() => told.request()));
  }
  return owned;
}
