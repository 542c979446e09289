import * as vscode from 'vscode';
import { UserError } from '../../core/support/errors.ts';
import type { LiveRun } from '../cases/caseRuns.ts';

/** Names the run in the configuration of its session. */
const runKey = 'casebookRun';

/**
 * Attaches the JavaScript debugger to the programs of a run that wait on `port`, from its first trial to its last. Ending the session
 * ends the run, and the other way round.
 */
export function debugRun(live: LiveRun, port: number, failed: (error: unknown) => void): void {
  const name = `${live.shown.title} ${port}`;
  const isOurs = ({ configuration, parentSession }: vscode.DebugSession): boolean => configuration[runKey] === port && !parentSession;
  let session: vscode.DebugSession | undefined;
  let attaching: Promise<void> | undefined;
  let isOver = false;

  async function attach(): Promise<void> {
    const { folder } = live.engine;
    const started = await vscode.debug.startDebugging(vscode.workspace.getWorkspaceFolder(vscode.Uri.file(folder)), {
      type: 'node', request: 'attach', name, address: '127.0.0.1', port, cwd: folder, continueOnAttach: true,
      // Each trial is a program of its own on the same port. After the last one the run ends, and the session with it, before it looks for another.
      restart: { delay: 1000, maxAttempts: 60 },
      skipFiles: ['<node_internals>/**'], [runKey]: port,
    }, { suppressSaveBeforeStart: true });
    if (started || isOver) return;
    live.cancel();
    throw new UserError('no-debugger', 'The JavaScript debugger did not start, so the run was ended.', 'Enable the built-in extension JavaScript Debugger and try again.');
  }

  const first = live.onProgress(({ running }) => {
    if (running.length === 0) return;
    first.dispose();
    attaching = attach().catch(failed);
  });
  const starting = vscode.debug.onDidStartDebugSession((each) => {
    if (isOurs(each)) session = each;
  });
  const ending = vscode.debug.onDidTerminateDebugSession((each) => {
    if (isOurs(each) && !isOver) live.cancel();
  });
  const end = async (): Promise<void> => {
    isOver = true;
    first.dispose();
    // The last trial may have ended before its session had begun.
    await attaching;
    starting.dispose();
    ending.dispose();
    if (session) await vscode.debug.stopDebugging(session);
  };
  void live.ended.catch(() => undefined).finally(end);
}
