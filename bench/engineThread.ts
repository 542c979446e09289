import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import type { EngineApi, EngineOptions } from '../src/protocol/engineApi.ts';
import { connect } from '../src/protocol/rpc.ts';
import type { Client } from '../src/protocol/rpc.ts';
import { threadPort } from '../src/protocol/threadPort.ts';

const project = fileURLToPath(new URL('..', import.meta.url));
const file = 'dist-test/bench/worker.cjs';
let built: Promise<unknown> | undefined;

export type EngineThread = AsyncDisposable & { readonly client: Client<EngineApi> };

/** An engine as the editor has it: the built program, in a thread of its own. */
export async function engineThread(folder: string): Promise<EngineThread> {
  built ??= build({ absWorkingDir: project, entryPoints: ['src/worker/main.ts'], outfile: file, bundle: true, platform: 'node', format: 'cjs', target: 'node22', packages: 'external', minify: true, logLevel: 'warning' });
  await built;
  const workerData: EngineOptions = { workspace: folder, fallbackStorage: join(folder, 'fallback') };
  const worker = new Worker(join(project, file), { workerData });
  const { client, close } = connect<EngineApi>(threadPort(worker), 'engine');
  // It is up, and has opened its index.
  await client.listTraces({ limit: 1 });
  return {
    client,
    async [Symbol.asyncDispose]() {
      close('The measurement is over');
      await worker.terminate();
    },
  };
}
