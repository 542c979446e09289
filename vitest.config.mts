import { statfsSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

const memory = '/dev/shm';
const roomNeeded = 1e9;

/** Thousands of small workspaces are made for the unit tests. In memory they wait for no disk; where there is none, or little room, they lie where they usually would. */
function temporaryFolder(): Record<string, string> {
  try {
    const { bavail, bsize } = statfsSync(memory);
    return bavail * bsize >= roomNeeded ? { TMPDIR: memory } : {};
  } catch {
    return {};
  }
}

/** One project per level, so that each can be run on its own: `vitest run --project cli`. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', testTimeout: 30_000, env: temporaryFolder(), isolate: false, restoreMocks: true, unstubEnvs: true, include: ['test/**/*.test.ts'], exclude: ['test/cli/**', 'test/webview/**', 'test/vscode/**', 'test/traces/**', 'test/vectors/**'] } },
      { test: { name: 'traces', include: ['test/traces/**/*.test.ts'], testTimeout: 120_000 } },
      { test: { name: 'vectors', include: ['test/vectors/**/*.test.ts'] } },
      { test: { name: 'cli', include: ['test/cli/**/*.test.ts'], testTimeout: 60_000 } },
      { test: { name: 'webview', include: ['test/webview/**/*.test.ts'], testTimeout: 60_000, fileParallelism: false } },
      { test: { name: 'vscode', include: ['test/vscode/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 300_000, fileParallelism: false } },
    ],
  },
});
