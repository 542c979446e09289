import type { CodeLens } from 'vscode';
import { lensCommands, type LensArguments } from '../../protocol/lsp.ts';

/** What the server does not know of a case. */
export type LensState = { readonly running: boolean; /** Since its last result. */ readonly edited: boolean };

/** `$(error) Fail on faulty: getOrder was never called` is "$(history) Fail on faulty, before the last edit". */
function beforeEdit(title: string): string {
  return `$(history) ${title.replace(/^\$\([^)]*\) /, '').replace(/:.*$/s, '')}, before the last edit`;
}

/**
 * What the window knows goes into the lenses' words: that a case is running, that it was edited since its last result, and
 * that in Restricted Mode nothing runs. The lens stays where it is and says so.
 */
export function lensesFor(lenses: CodeLens[] | null | undefined, trusted: boolean, stateOf: (caseId: string) => LensState): CodeLens[] | null | undefined {
  for (const { command } of lenses ?? []) {
    const [given] = (command?.arguments ?? []) as readonly LensArguments[];
    if (!command || !given) continue;
    if (command.command === lensCommands.run) {
      if (stateOf(given.caseId).running) command.title = '$(loading~spin) Running…';
      else if (!trusted) command.title = `${command.title} (needs trust)`;
    }
    if (command.command === lensCommands.showResult && stateOf(given.caseId).edited) command.title = beforeEdit(command.title);
  }
  return lenses;
}
