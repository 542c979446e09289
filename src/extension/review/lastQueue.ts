import type * as vscode from 'vscode';

const key = 'casebook.reviewQueue';
const first = 'week';

/** The part of VS Code's Memento that is used. */
type State = Pick<vscode.Memento, 'get' | 'update'>;

/** The queue that somebody labelled in last, in this workspace; `week` until somebody did. */
export function lastQueue(state: State): string {
  const kept = state.get<unknown>(key);
  return typeof kept === 'string' && kept !== '' ? kept : first;
}

export async function keepLastQueue(state: State, queue: string | null | undefined): Promise<void> {
  if (queue && queue !== lastQueue(state)) await state.update(key, queue);
}
