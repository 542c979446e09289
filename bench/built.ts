import { copyFileSync } from 'node:fs';
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

let cli: Promise<string> | undefined;

/** The command line, bundled as it is shipped; SQLite alone is taken from where it is installed. */
export function builtCli(): Promise<string> {
  cli ??= build({
    absWorkingDir: project, entryPoints: { cli: 'src/cli/main.ts', writer: 'src/store/writeThread.ts', reader: 'src/engine/readThread.ts' }, outdir: `${folder}/cli`, outExtension: { '.js': '.cjs' },
    bundle: true, minify: true, platform: 'node', format: 'cjs', target: 'node20', external: ['better-sqlite3'], logLevel: 'warning', define: { 'process.env.NODE_ENV': '"production"' },
  }).then(() => {
    // Beside it, as in the package: it says its version.
    copyFileSync(`${project}package.json`, `${project}${folder}/package.json`);
    return `${project}${folder}/cli/cli.cjs`;
  });
  return cli;
}
