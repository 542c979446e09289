import type { Log } from '../core/support/log.ts';
import type { EngineApi, EngineOptions } from '../protocol/engineApi.ts';
import { engineParsers } from '../protocol/engineApi.ts';
import { serve } from '../protocol/rpc.ts';
import type { LogLine, ThreadEnd } from '../protocol/threadPort.ts';
import { threadPort } from '../protocol/threadPort.ts';
import type { CreateEngineOptions } from '../engine/createEngine.ts';
import { createEngine } from '../engine/createEngine.ts';
import { createWireErrors } from '../engine/wireError.ts';

/**
 * Serves one engine over a thread's port. What it logs crosses as messages.
 * @param threads the built programs that read and write large imports
 * @returns how to stop and close the index
 */
export function serveEngine(end: ThreadEnd, options: EngineOptions, threads?: Pick<CreateEngineOptions, 'readThread' | 'writeThread'>): () => void {
  const say = (level: LogLine['level'], message: string, detail?: string) => end.postMessage({ kind: 'casebook/log', level, message, detail } satisfies LogLine);
  const log: Log = {
    info: (message) => say('info', message),
    warn: (message) => say('warn', message),
    error: (message, error) => say('error', message, error instanceof Error ? (error.stack ?? error.message) : error === undefined ? undefined : String(error)),
  };
  const { close, ...engine } = createEngine({ ...options, ...threads, log });
  const stop = serve<EngineApi>(threadPort(end), 'engine', engine, engineParsers, createWireErrors(log));
  return () => {
    stop();
    close();
  };
}
