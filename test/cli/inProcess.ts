import { createCli, showError } from '../../src/cli/createCli.ts';
import { createProgram } from '../../src/cli/program.ts';
import { isAbort } from '../../src/core/support/errors.ts';
import type { Ended } from './casebook.ts';
import { environment, TemporaryFolder } from './casebook.ts';

/**
 * A folder in which commands run within this process, from the source: what they say and write is the same, and the fifth of a
 * second that a process takes to begin is not spent. Signals, pipes, refusals of the argument parser and the bundle need a process: `run` of TemporaryFolder.
 */
export class FolderInProcess extends TemporaryFolder {
  say(...args: string[]): Promise<Ended> {
    return this.sayUntil(new AbortController().signal, args);
  }

  /** As `say`; `code` is null where the signal ended it, as by Ctrl-C. */
  async sayUntil(signal: AbortSignal, args: readonly string[]): Promise<Ended> {
    const collected = () => {
      const written: string[] = [];
      return { written, isTTY: false, write: (text: string) => written.push(text) };
    };
    const [stdout, stderr] = [collected(), collected()];
    let code: number | null = null;
    try {
      await createProgram('0.0.0', async (options, work) => {
        const { cli, close } = createCli(options, '0.0.0', signal, { cwd: this.path, env: environment(this.path, {}), stdout, stderr, terminal: false });
        try {
          code = await work(cli);
        } finally {
          close();
        }
      }).parseAsync(['node', 'casebook', ...args]);
    } catch (error) {
      if (!signal.aborted || !isAbort(error)) code = showError(error, stderr);
    }
    return { code, stdout: stdout.written.join(''), stderr: stderr.written.join('') };
  }
}
