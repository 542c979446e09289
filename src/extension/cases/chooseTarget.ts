import * as vscode from 'vscode';
import type { FolderEngine } from '../services/engines.ts';

const storedUnder = 'casebook.chosenTargets';
type Chosen = Readonly<Record<string, string>>;

/** The target that was chosen last in this workspace, by folder; undefined while none was. */
export function targetChosenLast(state: vscode.Memento, folder: string): string | undefined {
  const chosen = state.get<Chosen>(storedUnder, {});
  return Object.hasOwn(chosen, folder) ? chosen[folder] : undefined;
}

/** Asks against which target; the one chosen last comes first. Undefined when the question was put away. */
export async function chooseTarget({ folder, client }: FolderEngine, state: vscode.Memento): Promise<string | undefined> {
  const { targets, defaultTarget } = await client.targets({});
  const last = targetChosenLast(state, folder);
  const items = targets.map(({ name, type }) => ({ label: name, description: [type, name === defaultTarget ? 'the default' : '', name === last ? 'chosen last' : ''].filter(Boolean).join(', ') }));
  const inOrder = [...items.filter(({ label }) => label === last), ...items.filter(({ label }) => label !== last)];
  const chosen = (await vscode.window.showQuickPick(inOrder, { placeHolder: 'Against which target?' }))?.label;
  if (chosen !== undefined) await state.update(storedUnder, { ...state.get<Chosen>(storedUnder, {}), [folder]: chosen });
  return chosen;
}
