import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { figureOf } from '../../bench/figure.ts';
import { generate } from '../../bench/generate.ts';
import { parseLines } from '../../bench/parseLines.ts';
import { TemporaryWorkspace } from '../engine/temporaryWorkspace.ts';

test('the same seed gives the same export, and Casebook reads all of it', async () => {
  using workspace = new TemporaryWorkspace();
  const made = generate(workspace.path('a.jsonl'), { traces: 60, seed: 7 });
  generate(workspace.path('b.jsonl'), { traces: 60, seed: 7 });
  expect(readFileSync(workspace.path('a.jsonl')).equals(readFileSync(workspace.path('b.jsonl')))).toBe(true);
  expect(made.bytes).toBe(readFileSync(workspace.path('a.jsonl')).length);
  expect(parseLines(made.file)).toBe(60);
  const { files } = await workspace.import('a.jsonl');
  expect(files[0]).toMatchObject({ error: null, traces: 60, spans: made.spans, warningCount: 0 });
  // Some runs leak a secret, so that redaction has work.
  expect(Object.keys(files[0]!.redactions)).not.toEqual([]);
});

test('a figure is the median of its rounds, held against what ran beside it', () => {
  const rounds = [{ value: 30, against: 10 }, { value: 50, against: 10 }, { value: 20, against: 5 }];
  expect(figureOf('import', 'ms', 'P', rounds)).toEqual({ name: 'import', value: 30, unit: 'ms', against: 'P', ratio: 4, n: 3, spread: [3, 5] });
});
