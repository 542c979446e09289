import { UserError } from '../core/support/errors.ts';
import type { CreateEngineOptions, Engine } from '../engine/createEngine.ts';

/** SQLite's binary is built against this version; an older Node does not refuse it but crashes. */
const neededNodeApi = 10;

export const canReadIndex = (versions: NodeJS.ProcessVersions): boolean => Number(versions.napi ?? 0) >= neededNodeApi;

export function checkRuntime(versions: NodeJS.ProcessVersions): void {
  if (canReadIndex(versions)) return;
  throw new UserError('runtime', `This needs Node 22.14 or newer; you have Node ${versions.node}, which lacks Node-API ${neededNodeApi}.`, 'Install a newer Node from https://nodejs.org and run the command again. formats, schema and validate work with this one too.');
}

/** The check comes before the module is loaded that loads SQLite. */
export async function openEngine(options: CreateEngineOptions): Promise<Engine> {
  checkRuntime(process.versions);
  const { createEngine } = await import('../engine/createEngine.ts');
  // Beside the bundle; run from source there are none, and the engine reads and writes by itself.
  const threads = typeof __dirname === 'string' ? { writeThread: `${__dirname}/writer.js`, readThread: `${__dirname}/reader.js` } : {};
  return createEngine({ ...threads, ...options });
}
