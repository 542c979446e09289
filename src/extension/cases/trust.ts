import * as vscode from 'vscode';
import type { FolderEngine } from '../services/engines.ts';
import type { Notify } from '../services/notify.ts';

/** Whether the target may be run here. Restricted Mode allows the replay of a recording, which starts nothing, and says why no other. */
export async function mayRun({ client }: FolderEngine, target: string | undefined, notify: Notify): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true;
  const { targets, defaultTarget } = await client.targets({});
  const wanted = target ?? defaultTarget;
  if (targets.find((each) => each.name === wanted)?.type === 'replay') return true;
  const chosen = await notify.warn('Running is off in Restricted Mode: a target starts a program of this workspace. Reading, labelling, writing and proving cases work.', 'Manage Trust');
  if (chosen) await vscode.commands.executeCommand('workbench.trust.manage');
  return false;
}
