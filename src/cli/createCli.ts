import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { messageOf, UserError } from '../core/support/errors.ts';
import type { Engine } from '../engine/createEngine.ts';
import { createWorkspace } from '../engine/workspace.ts';
import type { Cli } from './cli.ts';
import type { ExitCode } from './exitCodes.ts';
import { exitCodeOf, exitCodes } from './exitCodes.ts';
import { canReadIndex, openEngine } from './openEngine.ts';
import type { Stream } from './output.ts';
import { createOutput, spoken } from './output.ts';
import { suggestFile } from './paths.ts';
import type { GlobalOptions } from './program.ts';
import { fallbackStorageOf, findWorkspaceFolder } from './workspaceFolder.ts';

/** Where a command is run: the process's own, or a test's. */
export type Surroundings = {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly stdout: Stream;
  readonly stderr: Stream;
  /** Where a person can be asked. */
  readonly terminal: boolean;
};

/** How an error is shown, and what a script learns of it. The editor's place for this is extension/notify.ts. */
export function showError(error: unknown, stderr: Stream): ExitCode {
  const say = (text: string): void => void stderr.write(`${spoken(text)}\n`);
  if (error instanceof UserError) {
    say(error.message);
    if (error.hint !== undefined) say(error.hint);
    return exitCodeOf(error.code);
  }
  say(`This is a bug in Casebook: ${messageOf(error)}`);
  say(error instanceof Error && error.stack !== undefined ? error.stack : 'No stack.');
  say('Report it with the command you typed and the lines above.');
  return exitCodes.bug;
}

export function createCli(options: GlobalOptions, version: string, signal: AbortSignal, { cwd, env, stdout, stderr, terminal }: Surroundings): { readonly cli: Cli; close(): void } {
  const out = createOutput(stdout, stderr, env, { json: options.json ?? false, quiet: options.quiet ?? false, color: options.color });
  const folder = findWorkspaceFolder(cwd, options.workspace);
  const fallbackStorage = fallbackStorageOf(folder, env);
  const database = options.db === undefined ? undefined : resolve(cwd, options.db);
  const log = { info() {}, warn: (text: string) => out.note(text), error: (text: string, error?: unknown) => out.warn(error === undefined ? text : `${text}: ${messageOf(error)}`) };
  let opening: Promise<Engine> | undefined;
  let opened: Engine | undefined;
  async function engine(): Promise<Engine> {
    opening ??= openEngine({ workspace: folder, fallbackStorage, database, log, version });
    opened = await opening;
    return opened;
  }
  const cli: Cli = {
    cwd,
    out,
    workspace: createWorkspace(folder, fallbackStorage),
    strict: options.strict ?? false,
    signal,
    terminal,
    env,
    engine,
    async imported() {
      if (database !== undefined && !existsSync(database)) throw new UserError('no-such-index', `There is no index ${options.db}. ${suggestFile(database)}`, `casebook import FILE --db ${options.db} makes one.`);
      return engine();
    },
    indexed: async () => (existsSync(database ?? join(cli.workspace.index, 'casebook.db')) && canReadIndex(process.versions) ? engine() : undefined),
    async breathe() {
      // What came meanwhile is heard at the beginning of a turn, and this one may have begun already.
      for (let turn = 0; turn < 2; turn++) await setImmediate();
      signal.throwIfAborted();
    },
    calling: (progress) => ({ signal, progress: (value) => progress?.(value) }),
  };
  return {
    cli,
    close() {
      out.status.clear();
      opened?.close();
    },
  };
}
