import type { Log } from '../../core/support/log.ts';
import { inEditorWords } from '../display/editorWords.ts';
import { UserError } from '../../core/support/errors.ts';
import { RemoteError, type WireError } from '../../protocol/rpc.ts';

/** Codes of a bug on the other side of a port; its stack is in that side's log. */
const bugCodes: ReadonlySet<string> = new Set(['bug', 'unknown-method', 'bad-arguments']);

function isMeantForPeople(error: unknown): error is UserError | RemoteError {
  return error instanceof UserError || (error instanceof RemoteError && !bugCodes.has(error.code));
}

/** The sentence and the next thing to try, for a user's error from either side of a port; undefined for a bug. */
export function sentenceOf(error: unknown): string | undefined {
  if (!isMeantForPeople(error)) return undefined;
  return inEditorWords(error.hint ? `${error.message} ${error.hint}` : error.message);
}

/** What a page gets for an error: a sentence, never a stack. A bug is logged. */
export function wireErrorOf(error: unknown, log: Log): WireError {
  if (isMeantForPeople(error)) return { code: error.code, message: error.message, hint: error.hint === undefined ? undefined : inEditorWords(error.hint) };
  log.error('A page asked for something that broke', error);
  return { code: 'bug', message: 'Something in Casebook itself went wrong.', hint: 'The log says what: run the command “Casebook: Show Log”.' };
}
