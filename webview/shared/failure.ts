import { RemoteError } from '../../src/protocol/rpc.ts';

/** Why something did not happen, as a person reads it: a sentence and what to try next. */
export type Failure = { readonly code: string; readonly message: string; readonly hint: string | undefined };

export function failureOf(error: unknown): Failure {
  if (error instanceof RemoteError) return { code: error.code, message: error.message, hint: error.hint };
  return { code: 'page', message: error instanceof Error ? error.message : String(error), hint: undefined };
}

export function isCancelled(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
