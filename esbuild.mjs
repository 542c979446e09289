// Every entry is bundled flat into dist/, so that better-sqlite3's own loader finds ../prebuilds beside it.
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { build, context } from 'esbuild';

const watch = process.argv.includes('--watch');
const development = watch || process.argv.includes('--development');

const node = { platform: 'node', format: 'cjs', target: 'node22' };
const page = { platform: 'browser', format: 'iife', target: 'es2022', jsx: 'automatic', jsxImportSource: 'preact' };

const entries = [
  { name: 'extension', from: 'src/extension/main.ts', ...node, external: ['vscode'] },
  { name: 'server', from: 'src/server/main.ts', ...node },
  { name: 'worker', from: 'src/worker/main.ts', ...node },
  { name: 'writer', from: 'src/store/writeThread.ts', ...node },
  { name: 'firstScreen', from: 'webview/firstScreen.tsx', ...node, jsx: 'automatic', jsxImportSource: 'preact' },
  { name: 'reader', from: 'src/engine/readThread.ts', ...node },
  // Node 20 must be able to parse the command line, so that it can say what is missing.
  { name: 'cli', from: 'src/cli/main.ts', ...node, target: 'node20', banner: { js: '#!/usr/bin/env node' } },
  { name: 'webview', from: 'webview/main.tsx', ...page, loader: { '.ttf': 'dataurl' } },
  { name: 'report', from: 'webview/report/main.tsx', ...page, loader: { '.ttf': 'dataurl' } },
  { name: 'coverage', from: 'webview/coverage/main.tsx', ...page, loader: { '.ttf': 'dataurl' } },
  { name: 'compare', from: 'webview/compare/main.tsx', ...page, loader: { '.ttf': 'dataurl' } },
  { name: 'export', from: 'webview/export/main.tsx', ...page, loader: { '.ttf': 'dataurl' } },
  { name: 'make', from: 'webview/make/main.tsx', ...page, loader: { '.ttf': 'dataurl' } },
  { name: 'run', from: 'webview/run/main.tsx', ...page, loader: { '.ttf': 'dataurl' } },
  { name: 'review', from: 'webview/review/main.tsx', ...page, loader: { '.ttf': 'dataurl' } },
  { name: 'mapColumns', from: 'webview/mapColumns/main.tsx', ...page, loader: { '.ttf': 'dataurl' } },
].filter((entry) => existsSync(entry.from));

const options = entries.map(({ name, from, ...rest }) => ({
  entryPoints: { [name]: from },
  outdir: 'dist',
  bundle: true,
  minify: !development,
  sourcemap: development,
  logLevel: 'warning',
  define: { 'process.env.NODE_ENV': development ? '"development"' : '"production"' },
  ...rest,
}));

mkdirSync('prebuilds', { recursive: true });
cpSync('node_modules/better-sqlite3/prebuilds', 'prebuilds', { recursive: true });

if (watch) for (const option of options) await (await context(option)).watch();
else await Promise.all(options.map((option) => build(option)));
