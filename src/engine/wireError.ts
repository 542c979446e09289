import { z } from 'zod';
import { UserError, isAbort } from '../core/support/errors.ts';
import type { Log } from '../core/support/log.ts';
import type { WireError } from '../protocol/rpc.ts';

/** What crosses to the caller when a call failed: a code and a sentence, never a stack. What is not meant for a user is logged. */
export function createWireErrors(log: Log): (error: unknown) => WireError {
  return (error) => {
    if (error instanceof UserError) return { code: error.code, message: error.message, hint: error.hint };
    if (isAbort(error)) return { code: 'cancelled', message: 'Cancelled' };
    if (error instanceof z.ZodError) return { code: 'bad-arguments', message: `The call was refused: ${z.prettifyError(error)}` };
    if (error instanceof Error && 'code' in error && error.code === 'unknown-method') return { code: 'unknown-method', message: error.message };
    log.error('A call failed with an error that is a bug in Casebook.', error);
    return { code: 'bug', message: 'Something in Casebook itself went wrong.', hint: 'The log says what; show it and report it.' };
  };
}
