import type { CodeLens } from 'vscode';
import { lensCommands } from '../../protocol/lsp.ts';

/** In Restricted Mode the Run lens stays where it is and says why it does nothing; the server does not know about trust. */
export function lensesFor(lenses: CodeLens[] | null | undefined, trusted: boolean): CodeLens[] | null | undefined {
  if (!trusted) for (const { command } of lenses ?? []) if (command?.command === lensCommands.run) command.title = `${command.title} (needs trust)`;
  return lenses;
}
