import { Worker } from 'node:worker_threads';
import type { Log } from '../../core/support/log.ts';
import type { EngineOptions } from '../../protocol/engineApi.ts';
import type { WorkerApi } from '../../protocol/firstScreenApi.ts';
import { connect, type Client } from '../../protocol/rpc.ts';
import { isLogLine, threadPort } from '../../protocol/threadPort.ts';

export type EngineThreadOptions = {
  /** The bundled worker, absolute. */
  readonly file: string;
  readonly engine: EngineOptions;
  readonly log: Log;
  /** The thread ended by itself. What was asked of it has been refused with `sentence` already. */
  readonly onDied: (sentence: string) => void;
};

export type EngineThread = {
  /** Starts the thread with the first call, and again with the first call after it died. */
  readonly client: Client<WorkerApi>;
  readonly running: boolean;
  dispose(): Promise<void>;
};

type Running = { readonly client: Client<WorkerApi>; readonly worker: Worker; close(reason: string): void };

export const diedSentence = 'Casebook’s engine stopped unexpectedly. Nothing stored is lost; it starts again with the next thing you do.';

/** The engine of one workspace folder, in a thread of its own so that nothing it waits for can block the window. */
export function createEngineThread({ file, engine, log, onDied }: EngineThreadOptions): EngineThread {
  let running: Running | undefined;
  let disposed = false;

  function start(): Running {
    const since = performance.now();
    const worker = new Worker(file, { workerData: engine, stdout: true, stderr: true });
    const { client, close } = connect<WorkerApi>(threadPort(worker), 'engine');
    const started: Running = { client, worker, close };
    worker.once('online', () => log.info(`Engine started for ${engine.workspace} in ${Math.round(performance.now() - since)} ms`));
    worker.on('message', (message) => {
      if (isLogLine(message)) log[message.level](message.message, message.detail);
    });
    worker.stdout.setEncoding('utf8').on('data', (text: string) => log.info(text.trimEnd()));
    worker.stderr.setEncoding('utf8').on('data', (text: string) => log.warn(text.trimEnd()));
    worker.on('error', (error) => log.error(`The engine for ${engine.workspace} broke`, error));
    worker.once('exit', (code) => {
      if (running === started) running = undefined;
      close(diedSentence);
      if (disposed) return;
      log.error(`The engine for ${engine.workspace} ended with code ${code}`);
      onDied(diedSentence);
    });
    return started;
  }

  const client = new Proxy({} as Client<WorkerApi>, {
    // It must not look like a promise when an async function returns it.
    get: (_target, method) => {
      if (typeof method !== 'string' || method === 'then') return undefined;
      return (...args: readonly unknown[]) => {
        if (!disposed) running ??= start();
        const target = running?.client as unknown as Record<string, ((...args: readonly unknown[]) => unknown) | undefined> | undefined;
        const call = target?.[method];
        return call ? call(...args) : Promise.reject(new Error('Casebook is shutting down'));
      };
    },
  });

  return {
    client,
    get running() {
      return running !== undefined;
    },
    async dispose() {
      disposed = true;
      const ending = running;
      running = undefined;
      ending?.close('Casebook is shutting down');
      await ending?.worker.terminate();
    },
  };
}
