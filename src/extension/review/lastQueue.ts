import type * as vscode from 'vscode';

const key = 'casebook.reviewQueue';

/** The part of VS Code's Memento that is used. */
type State = Pick<vscode.Memento, 'get' | 'update'>;

/** The queue that was chosen last in this workspace; null: none was, and the first there is, is shown. */
export function lastQueue(state: State): string | null {
  const kept = state.get<unknown>(key);
  return typeof kept === 'string' && kept !== '' ? kept : null;
}

/** Whether it is another one than before. */
export async function keepLastQueue(state: State, queue: string): Promise<boolean> {
  if (queue === lastQueue(state)) return false;
  await state.update(key, queue);
  return true;
}
