import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../core/support/errors.ts';
import type { Log } from '../../core/support/log.ts';
import type { WorkerApi } from '../../protocol/firstScreenApi.ts';
import type { Client } from '../../protocol/rpc.ts';
import { createEngineThread, type EngineThread } from './engineThread.ts';

/** One workspace folder with its index. */
export type FolderEngine = {
  /** Absolute path; what a `TraceRef` names. */
  readonly folder: string;
  readonly name: string;
  /** False in a window without a folder: traces can be read there, but labels and cases have nowhere to live. */
  readonly hasWorkspace: boolean;
  readonly client: Client<WorkerApi>;
};

/** The engines of this window: one per workspace folder, each started by the first call that needs it. */
export interface Engines extends vscode.Disposable {
  all(): readonly FolderEngine[];
  /** Throws a UserError when the folder has been closed. The folder of a kept run has an engine too: what its targets sent is looked at there and counts nowhere else. */
  of(folder: string): FolderEngine;
  /** Whether it is the folder of a run that is kept in a folder of this window. */
  isOfRun(folder: string): boolean;
  /** The engine of the folder that holds the file; undefined when none does. */
  ofFile(file: vscode.Uri): FolderEngine | undefined;
  /** As `of`, but refuses a window without a folder, with a sentence that starts with `what`, such as "Labels are". */
  writable(folder: string, what: string): FolderEngine;
  readonly onDidChangeFolders: vscode.Event<void>;
}

/** A name of its own for each folder in the storage they share. */
function storageName(folder: string): string {
  let hash = 0;
  for (const unit of folder) hash = (Math.imul(hash, 31) + (unit.codePointAt(0) ?? 0)) >>> 0;
  return `${basename(folder).replaceAll(/[^\w.-]/g, '_') || 'folder'}-${hash.toString(16)}`;
}

export function createEngines(context: vscode.ExtensionContext, log: Log, onDied: (sentence: string) => void): Engines {
  const threads = new Map<string, EngineThread>();
  const foldersChanged = new vscode.EventEmitter<void>();
  const storage = context.globalStorageUri.fsPath;
  const { version } = context.extension.packageJSON as { readonly version: string };
  const withoutFolder = join(storage, 'no-folder');

  function engineOf(folder: string, name: string, hasWorkspace: boolean): FolderEngine {
    let thread = threads.get(folder);
    if (!thread) {
      const engine = { workspace: folder, fallbackStorage: join(storage, storageName(folder)), version };
      thread = createEngineThread({ file: context.asAbsolutePath('dist/worker.js'), engine, log, onDied });
      threads.set(folder, thread);
    }
    return { folder, name, hasWorkspace, client: thread.client };
  }

  function all(): readonly FolderEngine[] {
    const folders = (vscode.workspace.workspaceFolders ?? []).filter((each) => each.uri.scheme === 'file');
    if (folders.length === 0) return [engineOf(withoutFolder, 'No folder', false)];
    return folders.map((each) => engineOf(each.uri.fsPath, each.name, true));
  }

  /** Traces of trials are no traces of real use: in the folder's index they would be replayed, reviewed and counted as such. */
  function isOfRun(folder: string): boolean {
    return all().some((each) => each.hasWorkspace && join(each.folder, '.casebook', 'runs', basename(folder)) === folder);
  }

  function of(folder: string): FolderEngine {
    const found = all().find((each) => each.folder === folder) ?? (isOfRun(folder) ? engineOf(folder, basename(folder), false) : undefined);
    if (!found) throw new UserError('folder-closed', `The folder ${folder} is not open in this window.`, 'Open it and try again.');
    return found;
  }

  const watching = vscode.workspace.onDidChangeWorkspaceFolders(() => {
    const open = new Set(all().map((each) => each.folder));
    for (const [folder, thread] of threads) {
      if (open.has(folder) || isOfRun(folder)) continue;
      threads.delete(folder);
      void thread.dispose();
    }
    foldersChanged.fire();
  });

  return {
    all,
    of,
    isOfRun,
    ofFile(file) {
      const folder = vscode.workspace.getWorkspaceFolder(file);
      return folder?.uri.scheme === 'file' ? of(folder.uri.fsPath) : undefined;
    },
    writable(folder, what) {
      const found = of(folder);
      if (found.hasWorkspace) return found;
      if (isOfRun(folder)) throw new UserError('trial', `${what} kept for traces of the folder, and this is one of a trial.`, 'Import it from the folder “traces” of its run to work with it as with any other.');
      throw new UserError('no-folder', `${what} kept as files in a workspace folder, and none is open.`, 'Open the folder of your agent and try again.');
    },
    onDidChangeFolders: foldersChanged.event,
    dispose() {
      watching.dispose();
      foldersChanged.dispose();
      for (const thread of threads.values()) void thread.dispose();
      threads.clear();
    },
  };
}
