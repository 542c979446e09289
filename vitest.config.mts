import { statfsSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

const memory = '/dev/shm';
const roomNeeded = 1e9;

/** Thousands of small workspaces are made for the tests. In memory they wait for no disk; where there is none, or little room, they lie where they usually would. */
function temporaryFolder(): Record<string, string> {
  try {
    const { bavail, bsize } = statfsSync(memory);
    return bavail * bsize >= roomNeeded ? { TMPDIR: memory } : {};
  } catch {
    return {};
  }
}

/**
 * All processors, of which vitest by default leaves one to itself: most tests wait for other programs. What is polled has
 * time, as a machine that does two things at once is slow at times.
 */
const usual = { maxWorkers: '100%', expect: { poll: { timeout: 15_000 } } };

/** It measures how late the editor comes, so nothing runs beside it. */
const alone = 'test/vscode/largeImport.test.ts';
/** One window at a time: beside another one an editor on a busy machine loses a menu or a box now and then, which costs more than is won. */
const editor = { fileParallelism: false, globalSetup: 'test/vscode/packaged.ts', testTimeout: 180_000, hookTimeout: 300_000 };

/** One project per level, so that each can be run on its own: `vitest run --project cli`. */
export default defineConfig({
  test: {
    projects: [
      { test: { ...usual, name: 'unit', testTimeout: 30_000, env: temporaryFolder(), isolate: false, setupFiles: 'test/fixedSeed.ts', restoreMocks: true, unstubEnvs: true, include: ['test/**/*.test.ts'], exclude: ['test/cli/**', 'test/webview/**', 'test/vscode/**', 'test/traces/**', 'test/vectors/**'] } },
      { test: { ...usual, name: 'traces', include: ['test/traces/**/*.test.ts'], testTimeout: 120_000 } },
      { test: { ...usual, name: 'vectors', include: ['test/vectors/**/*.test.ts'] } },
      { test: { ...usual, name: 'cli', env: temporaryFolder(), include: ['test/cli/**/*.test.ts'], testTimeout: 60_000 } },
      { test: { ...usual, name: 'webview', env: temporaryFolder(), isolate: false, include: ['test/webview/**/*.test.ts'], testTimeout: 120_000 } },
      { test: { ...usual, ...editor, name: 'vscode', include: ['test/vscode/**/*.test.ts'], exclude: [alone] } },
      { test: { ...usual, ...editor, name: 'vscode-alone', include: [alone], sequence: { groupOrder: 1 } } },
    ],
  },
});
