import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import type { EngineOptions } from '../src/protocol/engineApi.ts';
import type { WorkerApi } from '../src/protocol/firstScreenApi.ts';
import { connect } from '../src/protocol/rpc.ts';
import type { Client } from '../src/protocol/rpc.ts';
import { threadPort } from '../src/protocol/threadPort.ts';

const project = fileURLToPath(new URL('..', import.meta.url));
const folderOfPrograms = 'dist-test/bench';
let built: Promise<unknown> | undefined;

export type EngineThread = AsyncDisposable & { readonly client: Client<WorkerApi> };

/** An engine as the editor has it: the built program, in a thread of its own. */
export async function engineThread(folder: string): Promise<EngineThread> {
  built ??= build({
    absWorkingDir: project, entryPoints: { worker: 'src/worker/main.ts', firstScreen: 'webview/firstScreen.tsx' }, outdir: folderOfPrograms, bundle: true,
    platform: 'node', format: 'cjs', target: 'node22', external: ['better-sqlite3'], jsx: 'automatic', jsxImportSource: 'preact', minify: true, logLevel: 'warning', define: { 'process.env.NODE_ENV': '"production"' },
  });
  await built;
  const workerData: EngineOptions = { workspace: folder, fallbackStorage: join(folder, 'fallback') };
  const worker = new Worker(join(project, folderOfPrograms, 'worker.js'), { workerData });
  const { client, close } = connect<WorkerApi>(threadPort(worker), 'engine');
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
