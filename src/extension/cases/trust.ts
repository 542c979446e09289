import * as vscode from 'vscode';
import { UserError } from '../../core/support/errors.ts';
import type { RunRequest } from '../../protocol/runApi.ts';
import type { FolderEngine } from '../services/engines.ts';
import type { Notify } from '../services/notify.ts';

const restricted = 'Running is off in Restricted Mode: a target starts a program of this workspace. Reading, labelling, writing and proving cases work.';

async function isReplay({ client }: FolderEngine, target: string | undefined): Promise<boolean> {
  const { targets, defaultTarget } = await client.targets({});
  const wanted = target ?? defaultTarget;
  return targets.find((each) => each.name === wanted)?.type === 'replay';
}

/** Whether the target may be run here. Restricted Mode allows the replay of a recording, which starts nothing, and says why no other. */
export async function mayRun(engine: FolderEngine, target: string | undefined, notify: Notify): Promise<boolean> {
  if (vscode.workspace.isTrusted || (await isReplay(engine, target))) return true;
  // Not awaited: the message stays as long as it likes, and what was asked for has ended.
  void notify.warn(restricted, 'Manage Trust').then((chosen) => chosen && vscode.commands.executeCommand('workbench.trust.manage'));
  return false;
}

/** The request as it may be run: in Restricted Mode the targets that cases themselves name are not asked, only recordings. */
export async function withinTrust(engine: FolderEngine, request: RunRequest): Promise<RunRequest> {
  if (vscode.workspace.isTrusted) return request;
  if (!(await isReplay(engine, request.target))) throw new UserError('restricted', restricted, 'Trust the workspace to run its agent.');
  return { ...request, target: request.target ?? 'replay' };
}
