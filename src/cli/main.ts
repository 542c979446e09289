import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CommanderError } from 'commander';
import { isAbort, messageOf, UserError } from '../core/support/errors.ts';
import { createWorkspace } from '../engine/workspace.ts';
import type { Engine } from '../engine/createEngine.ts';
import type { Cli } from './cli.ts';
import type { ExitCode } from './exitCodes.ts';
import { exitCodeOf, exitCodes } from './exitCodes.ts';
import { canReadIndex, openEngine } from './openEngine.ts';
import { createOutput, spoken } from './output.ts';
import { suggestFile } from './paths.ts';
import type { GlobalOptions } from './program.ts';
import { createProgram } from './program.ts';
import { fallbackStorageOf, findWorkspaceFolder } from './workspaceFolder.ts';

/** What shells report of a program that a signal ended. */
const signalCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

const say = (text: string): void => void process.stderr.write(`${spoken(text)}\n`);

/** How an error is shown, and what a script learns of it. The editor's place for this is extension/notify.ts. */
function showError(error: unknown): ExitCode {
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

function createCli(options: GlobalOptions, version: string, signal: AbortSignal): { readonly cli: Cli; close(): void } {
  const out = createOutput(process.stdout, process.stderr, process.env, { json: options.json ?? false, quiet: options.quiet ?? false, color: options.color });
  const cwd = process.cwd();
  const folder = findWorkspaceFolder(cwd, options.workspace);
  const fallbackStorage = fallbackStorageOf(folder, process.env);
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
    terminal: process.stdin.isTTY === true && process.stderr.isTTY === true,
    env: process.env,
    engine,
    async imported() {
      if (database !== undefined && !existsSync(database)) throw new UserError('no-such-index', `There is no index ${options.db}. ${suggestFile(database)}`, `casebook import FILE --db ${options.db} makes one.`);
      return engine();
    },
    indexed: async () => (existsSync(database ?? join(cli.workspace.index, 'casebook.db')) && canReadIndex(process.versions) ? engine() : undefined),
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

async function main(): Promise<number> {
  const cancelling = new AbortController();
  let signalled: keyof typeof signalCodes | undefined;
  for (const name of Object.keys(signalCodes) as (keyof typeof signalCodes)[]) {
    process.on(name, () => {
      // Asked twice, a person means it.
      if (signalled !== undefined) process.exit(signalCodes[name]);
      signalled = name;
      cancelling.abort();
    });
  }
  // A reader that has seen enough, such as `head`, is no error; what runs is ended, as by a signal.
  let readerGone = false;
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    readerGone = true;
    cancelling.abort();
  });

  // What is said beside the results may have no reader; the results may.
  process.stderr.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });

  const { version } = JSON.parse(readFileSync(join(__dirname, '..', 'package.json'), 'utf8')) as { version: string };
  let code: number = exitCodes.done;
  const program = createProgram(version, async (options, work) => {
    const { cli, close } = createCli(options, version, cancelling.signal);
    try {
      code = await work(cli);
    } finally {
      close();
    }
  });

  try {
    await program.parseAsync(process.argv);
  } catch (error) {
    // The parser has said what was wrong; help and version end with 0.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    if (readerGone && isAbort(error)) return exitCodes.done;
    if (signalled === undefined || !isAbort(error)) return showError(error);
    say('Cancelled.');
  }
  if (signalled !== undefined) return signalCodes[signalled];
  return readerGone ? exitCodes.done : code;
}

// Not process.exit: what was written to a pipe must get through first.
main().then((code) => (process.exitCode = code), (error: unknown) => (process.exitCode = showError(error)));
