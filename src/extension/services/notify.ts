import * as vscode from 'vscode';
import { inertText } from '../../core/display/inertText.ts';
import { isAbort, messageOf, UserError } from '../../core/support/errors.ts';
import type { Log } from '../../core/support/log.ts';
import { RemoteError } from '../../protocol/rpc.ts';
import type { CommandName } from './commands.ts';
import { sentenceOf } from './errorSentence.ts';

/** The one place that decides how an error is shown (DESIGN 7), and that makes plain text of what agents and cases say in messages. */
export interface Notify {
  /** A user's error as its sentence and hint; a cancellation not at all; a bug once, with the way to its stack. */
  error(error: unknown): void;
  /** Resolves to the title of the action chosen; undefined when the message was put away. */
  info<Title extends string>(message: string, ...actions: readonly Title[]): Thenable<Title | undefined>;
  warn<Title extends string>(message: string, ...actions: readonly Title[]): Thenable<Title | undefined>;
}

/** What mends an error of a code. `calm`: nothing is wrong, so it is no error in the window's console either. */
type Remedy = { readonly title: string; readonly command: string; readonly calm?: boolean };

const remedies: Readonly<Record<string, Remedy>> = {
  'no-folder': { title: 'Open Folder', command: 'vscode.openFolder', calm: true },
  'not-imported': { title: 'Import Traces…', command: 'casebook.importTraces' satisfies CommandName, calm: true },
  'broken-config': { title: 'Open Configuration', command: 'casebook.openConfig' satisfies CommandName },
  'no-target': { title: 'Open Configuration', command: 'casebook.openConfig' satisfies CommandName },
};

function remedyFor(code: string, sentence: string): Remedy | undefined {
  // The taxonomy is read as settings are, and is another file.
  return code === 'broken-config' && !/config\.yaml/.test(sentence) ? undefined : remedies[code];
}

async function showSentence(sentence: string, remedy: Remedy | undefined): Promise<void> {
  const show = remedy?.calm ? vscode.window.showWarningMessage : vscode.window.showErrorMessage;
  const chosen = await show(inertText(sentence), ...(remedy ? [remedy.title] : []));
  if (chosen && remedy) await vscode.commands.executeCommand(remedy.command);
}

export function createNotify(log: Log, showLog: () => void): Notify {
  const shown = new Set<string>();

  async function showBug(message: string): Promise<void> {
    // The same bug would otherwise come up again with every refresh.
    if (shown.has(message)) return;
    shown.add(message);
    const chosen = await vscode.window.showErrorMessage(inertText(message), 'Show Log');
    if (chosen) showLog();
  }

  return {
    error(error) {
      if (isAbort(error) || error instanceof vscode.CancellationError) return;
      const sentence = sentenceOf(error);
      if (sentence === undefined) {
        log.error('Unexpected error', error);
        void showBug(error instanceof RemoteError ? error.message : `Something in Casebook itself went wrong: ${messageOf(error)}`);
      } else {
        log.warn(sentence);
        void showSentence(sentence, error instanceof UserError || error instanceof RemoteError ? remedyFor(error.code, sentence) : undefined);
      }
    },
    info: (message, ...actions) => vscode.window.showInformationMessage(inertText(message), ...actions),
    warn: (message, ...actions) => vscode.window.showWarningMessage(inertText(message), ...actions),
  };
}

/** A question that nothing goes on without; undefined when it was put away. `tone` is how grave it looks. */
export function askFirst<Title extends string>(question: string, detail: string, tone: 'info' | 'warning', ...actions: readonly Title[]): Thenable<Title | undefined> {
  const show = tone === 'warning' ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
  return show(inertText(question), { modal: true, ...(detail === '' ? {} : { detail: inertText(detail) }) }, ...actions) as Thenable<Title | undefined>;
}
