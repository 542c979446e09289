import type { Log } from '../core/support/log.ts';
import type { EngineOptions } from '../protocol/engineApi.ts';
import { engineParsers } from '../protocol/engineApi.ts';
import { firstScreenParsers } from '../protocol/firstScreenApi.ts';
import type { FirstScreenApi, WorkerApi } from '../protocol/firstScreenApi.ts';
import { serve } from '../protocol/rpc.ts';
import type { LogLine, ThreadEnd } from '../protocol/threadPort.ts';
import { threadPort } from '../protocol/threadPort.ts';
import type { CreateEngineOptions } from '../engine/createEngine.ts';
import { createEngine } from '../engine/createEngine.ts';
import { createWireErrors } from '../engine/wireError.ts';
import { serveFirstScreens } from './firstScreen.ts';

type Programs = Pick<CreateEngineOptions, 'readThread' | 'writeThread'> & { readonly firstScreen?: string };

/**
 * Serves one engine over a thread's port. What it logs crosses as messages.
 * @param programs built, absolute: those that read and write large imports, and the one that writes first screens; without it there are none
 * @returns how to stop and close the index
 */
export function serveEngine(end: ThreadEnd, options: EngineOptions, { firstScreen, ...threads }: Programs = {}): () => void {
  const say = (level: LogLine['level'], message: string, detail?: string) => end.postMessage({ kind: 'casebook/log', level, message, detail } satisfies LogLine);
  const log: Log = {
    info: (message) => say('info', message),
    warn: (message) => say('warn', message),
    error: (message, error) => say('error', message, error instanceof Error ? (error.stack ?? error.message) : error === undefined ? undefined : String(error)),
  };
  const { close, ...engine } = createEngine({ ...options, ...threads, log });
  const screens: FirstScreenApi = firstScreen === undefined ? { firstScreen: () => null } : serveFirstScreens(engine, firstScreen, log);
  const stop = serve<WorkerApi>(threadPort(end), 'engine', { ...engine, ...screens }, { ...engineParsers, ...firstScreenParsers }, createWireErrors(log));
  return () => {
    stop();
    close();
  };
}
