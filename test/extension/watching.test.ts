import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ImportedFile, ImportReport } from '../../src/protocol/importApi.ts';
import { newTraces, watchText, watchTooltip, WatchTroubles } from '../../src/extension/display/watchStatus.ts';
import { ChangedFiles } from '../../src/extension/services/changedFiles.ts';

describe('changed files', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('are handed on together, one batch at a time, and nothing is lost', async () => {
    const batches: (readonly string[])[] = [];
    let finish = () => {};
    const changed = new ChangedFiles((paths) => {
      batches.push(paths);
      return new Promise((resolve) => { finish = resolve; });
    }, 100, 1000);
    for (const path of ['a', 'b', 'a']) changed.add(path);
    await vi.advanceTimersByTimeAsync(99);
    expect(batches).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(batches).toEqual([['a', 'b']]);
    changed.add('c');
    await vi.advanceTimersByTimeAsync(5000);
    expect(batches).toHaveLength(1);
    finish();
    await vi.advanceTimersByTimeAsync(100);
    expect(batches).toEqual([['a', 'b'], ['c']]);
    changed.dispose();
  });

  test('a log that never rests is read all the same', async () => {
    const batches: (readonly string[])[] = [];
    const changed = new ChangedFiles(async (paths) => void batches.push(paths), 100, 1000);
    for (let n = 0; n < 30; n++) {
      changed.add('log');
      await vi.advanceTimersByTimeAsync(50);
    }
    expect(batches).toEqual([['log']]);
    changed.dispose();
    await vi.advanceTimersByTimeAsync(5000);
    expect(batches).toHaveLength(1);
  });
});

const file = (path: string, changes: Partial<ImportedFile> = {}): ImportedFile => ({ path, format: null, why: null, error: null, traces: 0, spans: 0, messages: 0, toolCalls: 0, new: 0, updated: 0, unchanged: 0, warnings: [], warningCount: 0, redactions: {}, cut: 0, completeness: null, ...changes });
const report = (...files: readonly ImportedFile[]): ImportReport => ({ files, traces: 0, spans: 0, failing: 0, cancelled: false });

test('a file that cannot be read gets a second try, is told of once, and again only when something else is wrong', () => {
  const troubles = new WatchTroubles();
  expect(troubles.after(report(file('a', { error: 'Cut off.' }), file('b')))).toEqual({ tell: [], again: true });
  expect(troubles.after(report(file('a', { error: 'Cut off.' })))).toEqual({ tell: ['Cut off.'], again: false });
  expect(troubles.after(report(file('a', { error: 'Cut off.' })))).toEqual({ tell: [], again: false });
  expect(troubles.after(report(file('a', { error: 'Not known.' })))).toEqual({ tell: [], again: true });
  expect(troubles.after(report(file('a')))).toEqual({ tell: [], again: false });
  expect(troubles.after(report(file('a', { error: 'Not known.' })))).toEqual({ tell: [], again: true });
  expect(troubles.after(report(file('c', { error: 'Parts of a run.', leftOut: 3 })))).toEqual({ tell: [], again: false });
});

test('the status bar says what is watched and what came', () => {
  expect(watchText({ folders: ['traces'], busy: false, fresh: 3 })).toBe('$(eye) Watching traces/ · 3 new');
  expect(watchText({ folders: ['traces/', '~/.claude/projects'], busy: true, fresh: 0 })).toBe('$(sync~spin) Watching 2 folders');
  expect(watchTooltip({ folders: ['traces/', 'logs'], busy: false, fresh: 1 })).toBe('Watching traces/ for traces\nWatching logs/ for traces\n1 new trace since you last looked');
  expect(newTraces(report(file('a', { new: 2 }), file('b', { new: 1 })))).toBe(3);
});
