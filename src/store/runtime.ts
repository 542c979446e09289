import { UserError } from '../core/support/errors.ts';

/**
 * better-sqlite3 is a Node-API 10 addon. On an older runtime loading it ends the process without a word, so this is
 * asked first.
 */
export function requireNodeApi(versions: { readonly napi?: string | undefined; readonly node?: string | undefined } = process.versions): void {
  if (Number(versions.napi ?? 0) >= 10) return;
  throw new UserError(
    'old-runtime',
    `Casebook keeps its index in SQLite, which needs Node 22.14 or newer; this is Node ${versions.node ?? 'of unknown version'}.`,
    'Install a current Node from https://nodejs.org (version 24 is right) and run the command again.',
  );
}
