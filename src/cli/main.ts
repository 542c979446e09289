import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommanderError } from 'commander';
import { isAbort } from '../core/support/errors.ts';
import { createCli, showError } from './createCli.ts';
import { exitCodes } from './exitCodes.ts';
import { createProgram } from './program.ts';

/** What shells report of a program that a signal ended. */
const signalCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

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
    const { stdout, stderr, env } = process;
    const { cli, close } = createCli(options, version, cancelling.signal, { cwd: process.cwd(), env, stdout, stderr, terminal: process.stdin.isTTY === true && stderr.isTTY === true });
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
    if (signalled === undefined || !isAbort(error)) return showError(error, process.stderr);
    process.stderr.write('Cancelled.\n');
  }
  if (signalled !== undefined) return signalCodes[signalled];
  return readerGone ? exitCodes.done : code;
}

// Not process.exit: what was written to a pipe must get through first.
main().then((code) => (process.exitCode = code), (error: unknown) => (process.exitCode = showError(error, process.stderr)));
