import { expect, test } from 'vitest';
import { withoutWatched, withWatched } from '../../../src/core/cases/watchedEdits.ts';
import { readSettings } from '../../../src/core/cases/settings.ts';

const traces = { index: null, folder: 'traces', files: null };
const sourcesIn = (text: string) => {
  const { value, problems } = readSettings('config', text);
  expect(problems).toEqual([]);
  return value?.sources;
};

test.each([
  ['', 'casebook: 1\nsources:\n  - folder: "traces"\n    watch: true\n'],
  ['# What cases are run against.\n', '# What cases are run against.\nsources:\n  - folder: "traces"\n    watch: true\n'],
])('a first watched folder in %j', (text, expected) => {
  expect(withWatched(text, traces)).toBe(expected);
  expect(sourcesIn(expected)).toEqual([{ folder: 'traces', watch: true }]);
});

test('comments and order stay, a folder comes behind the others and goes again', () => {
  const before = 'casebook: 1 # version\nsources:\n  # Nightly\n  - folder: nightly\n    format: otlp # always\ntags: [a]\n';
  const after = withWatched(before, { index: null, folder: 'live runs', files: '*.jsonl' });
  expect(sourcesIn(after)).toEqual([{ folder: 'nightly', format: 'otlp' }, { folder: 'live runs', files: '*.jsonl', watch: true }]);
  expect(after).toContain('# Nightly\n  - folder: nightly\n    format: otlp # always\n');
  expect(withoutWatched(after, 1)).toBe(before);
});

test('an entry that says how files are read is switched, never taken away', () => {
  const before = 'sources:\n  - folder: nightly\n    format: otlp # always\n';
  const after = withWatched(before, { index: 0, folder: 'nightly', files: null });
  expect(sourcesIn(after)).toEqual([{ folder: 'nightly', format: 'otlp', watch: true }]);
  expect(withoutWatched(after, 0)).toBe(before);
});

test('the last one takes the list with it', () => {
  expect(withoutWatched(withWatched('tags: [a] # ours\n', traces), 0)).toBe('tags: [a] # ours\n');
  expect(withoutWatched('tags: [a]\n', 0)).toBe('tags: [a]\n');
});
