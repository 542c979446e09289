import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const project = fileURLToPath(new URL('..', import.meta.url));
const folder = 'dist-test/bench';
let program: Promise<string> | undefined;

/** The program of a task, bundled as the product is: stripping types at run time takes memory that is not the import's. */
export function builtTask(): Promise<string> {
  program ??= build({
    absWorkingDir: project, entryPoints: { task: 'bench/task.ts', writer: 'src/store/writeThread.ts', reader: 'src/engine/readThread.ts' }, outdir: folder, outExtension: { '.js': '.mjs' },
    bundle: true, platform: 'node', format: 'esm', target: 'node22', packages: 'external', logLevel: 'warning',
  }).then(() => `${project}${folder}/task.mjs`);
  return program;
}
