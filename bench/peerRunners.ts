import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { installedPackage } from './installedPackage.ts';
import { promptfooConfig, vitestFile } from './trivialCases.ts';

/** A whole process of another runner on the same cases. @returns milliseconds by the clock; it throws where not all passed */
export type PeerRunner = { run(): Promise<number> };

const longestMs = 60_000;

/** Runs a program to its end. @returns what it printed, and how long that took */
export async function timedProcess(command: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}, stdin = ''): Promise<{ readonly ms: number; readonly output: string }> {
  const start = performance.now();
  const [program = '', ...args] = command;
  const child = spawn(program, args, { cwd, env: { ...process.env, NO_COLOR: '1', ...env }, timeout: longestMs });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => { output += text; });
  child.stdin.end(stdin);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code ?? 'a signal'}: ${output.slice(-1000)}`);
  return { ms: performance.now() - start, output };
}

/** Undefined where it cannot be installed. What it would send home, and ask for, is switched off; it stores its results, as by default. */
export function promptfoo(cache: string, folder: string, cases: number): PeerRunner | undefined {
  const installed = installedPackage(cache, 'promptfoo@0.123.1');
  if (installed === undefined) return undefined;
  const { bin } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as { readonly bin: Readonly<Record<string, string>> };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'promptfooconfig.yaml'), promptfooConfig(cases));
  const env = {
    PROMPTFOO_DISABLE_TELEMETRY: '1', PROMPTFOO_DISABLE_UPDATE: '1', PROMPTFOO_DISABLE_SHARING: '1', PROMPTFOO_DISABLE_REMOTE_GENERATION: '1', PROMPTFOO_CACHE_ENABLED: 'false', PROMPTFOO_CONFIG_DIR: join(folder, 'state'),
  };
  return {
    async run() {
      const { ms, output } = await timedProcess([process.execPath, join(installed, bin['promptfoo'] ?? ''), 'eval', '-c', 'promptfooconfig.yaml', '-j', '4', '--no-cache', '--no-table', '--no-progress-bar'], folder, env);
      if (!output.replaceAll(',', '').includes(`${cases} passed`)) throw new Error(`promptfoo did not pass all: ${output.slice(-1000)}`);
      return ms;
    },
  };
}

export function vitest(folder: string, cases: number): PeerRunner {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'many.test.js'), vitestFile(cases));
  writeFileSync(join(folder, 'vitest.config.mjs'), 'export default {};\n');
  const program = join(createRequire(import.meta.url).resolve('vitest/package.json'), '..', 'vitest.mjs');
  symlinkSync(join(program, '..', '..'), join(folder, 'node_modules'), 'junction');
  return {
    async run() {
      const { ms, output } = await timedProcess([process.execPath, program, 'run', '--root', folder], folder);
      if (!output.includes(`${cases} passed`)) throw new Error(`vitest did not pass all: ${output.slice(-1000)}`);
      return ms;
    },
  };
}
