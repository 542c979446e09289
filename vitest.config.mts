import { defineConfig } from 'vitest/config';

/** One project per level, so that each can be run on its own: `vitest run --project cli`. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', testTimeout: 30_000, include: ['test/**/*.test.ts'], exclude: ['test/cli/**', 'test/webview/**', 'test/vscode/**', 'test/traces/**', 'test/vectors/**'] } },
      { test: { name: 'traces', include: ['test/traces/**/*.test.ts'], testTimeout: 120_000 } },
      { test: { name: 'vectors', include: ['test/vectors/**/*.test.ts'] } },
      { test: { name: 'cli', include: ['test/cli/**/*.test.ts'], testTimeout: 60_000 } },
      { test: { name: 'webview', include: ['test/webview/**/*.test.ts'], testTimeout: 60_000, fileParallelism: false } },
      { test: { name: 'vscode', include: ['test/vscode/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 300_000, fileParallelism: false } },
    ],
  },
});
