import * as vscode from 'vscode';
import type { FolderEngine } from '../services/engines.ts';
import { plainItem } from '../services/plainItem.ts';

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
  const items = targets.map(({ name, type }) => plainItem({ label: name, description: [type, name === defaultTarget ? 'the default' : '', name === last ? 'chosen last' : ''].filter(Boolean).join(', '), name }));
  const inOrder = [...items.filter(({ name }) => name === last), ...items.filter(({ name }) => name !== last)];
  const chosen = (await vscode.window.showQuickPick(inOrder, { placeHolder: 'Against which target?' }))?.name;
  if (chosen !== undefined) await state.update(storedUnder, { ...state.get<Chosen>(storedUnder, {}), [folder]: chosen });
  return chosen;
}
