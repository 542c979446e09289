import * as vscode from 'vscode';
import type { Engines, FolderEngine } from './engines.ts';
import { plainItem } from './plainItem.ts';

/** The only folder, or the one chosen; undefined when the question was put away. */
export async function chooseFolder(engines: Engines, question: string): Promise<FolderEngine | undefined> {
  const all = engines.all();
  const [only] = all;
  if (all.length === 1) return only;
  const picked = await vscode.window.showQuickPick(all.map((each) => plainItem({ label: each.name, description: each.folder, each })), { placeHolder: question });
  return picked?.each;
}
