import { createServer } from 'node:net';
import type { CommandTarget } from '../../core/model/config.ts';
import { UserError } from '../../core/support/errors.ts';
import { splitCommand } from './commandLine.ts';

/** A port of 127.0.0.1 that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  server.once('error', reject);
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    server.close(() => (address !== null && typeof address === 'object' ? resolve(address.port) : reject(new Error('No port of 127.0.0.1 is free'))));
  });
  return promise;
}

/** A person who stands at a breakpoint is not timed. Longer than this no timer of Node's waits. */
const longestMs = 2 ** 31 - 1;
const onceAtATime = 1;
/** What takes Node's own options right after its name. */
const nodePrograms = /^(?:node|nodejs|tsx)(?:\.exe|\.cmd)?$/i;

/**
 * The same program, which waits on the port of 127.0.0.1 for a debugger before its first line. Not by NODE_OPTIONS: what it starts
 * itself would wait as well. A UserError where it is not Node that is started.
 */
export function inspected(name: string, config: CommandTarget, port: number): CommandTarget {
  const [program = '', ...args] = typeof config.command === 'string' ? splitCommand(config.command) : config.command;
  if (!nodePrograms.test(program.split(/[\\/]/).at(-1) ?? '')) {
    throw new UserError('cannot-debug', `The target ${name} cannot be debugged from here: it starts ${program === '' ? 'nothing' : program}, not Node.`, 'Let its command in config.yaml begin with node, such as [node, agent.mjs], or run the case and attach a debugger of your own.');
  }
  return { ...config, command: [program, `--inspect-brk=127.0.0.1:${port}`, ...args], timeoutMs: longestMs, ...(config.workers === undefined ? {} : { workers: onceAtATime }) };
}

export function refuseToDebug(name: string, type: 'replay' | 'http'): never {
  const why = type === 'replay' ? 'it answers from a recording, and nothing runs' : 'Casebook asks it over HTTP and does not start it';
  const hint = type === 'replay' ? 'Debug a target of type command.' : 'Attach a debugger to the server and run the case, or debug a target of type command.';
  throw new UserError('cannot-debug', `The target ${name} cannot be debugged from here: ${why}.`, hint);
}
