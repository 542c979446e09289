import { mkdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { figureOf } from '../../bench/figure.ts';
import { generate } from '../../bench/generate.ts';
import { parseLines } from '../../bench/parseLines.ts';
import { runTask } from '../../bench/processes.ts';
import { generateJournals, generateRuns } from '../../bench/reviewData.ts';
import { call, TemporaryWorkspace } from '../engine/temporaryWorkspace.ts';

test('the same seed gives the same export, and Casebook reads all of it', async () => {
  using workspace = new TemporaryWorkspace();
  const made = generate(workspace.path('a.jsonl'), { traces: 60, seed: 1 });
  generate(workspace.path('b.jsonl'), { traces: 60, seed: 1 });
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
  expect(figureOf('import', 'ms', 'P', rounds, 4)).toMatchObject({ goal: 4, met: true });
  expect(figureOf('import', 'ms', 'P', rounds, 3.9)).toMatchObject({ goal: 3.9, met: false });
});

test('one run can be made as long, and its question as large, as is wanted', () => {
  using workspace = new TemporaryWorkspace();
  const long = generate(workspace.path('long.jsonl'), { traces: 1, seed: 1, spans: 300 });
  expect([long.spans, parseLines(long.file)]).toEqual([300, 1]);
  const large = generate(workspace.path('large.jsonl'), { traces: 1, seed: 1, question: 100_000 });
  // It stands in the history of both model calls.
  expect(large.bytes).toBeGreaterThan(200_000);
});

test('a task in a process of its own says what it took, and one that fails says so', async () => {
  using workspace = new TemporaryWorkspace();
  const { file } = generate(workspace.path('a.jsonl'), { traces: 5, seed: 1 });
  mkdirSync(workspace.path('into'));
  const taken = await runTask(1, 'import', file, workspace.path('into'));
  expect(taken).toMatchObject({ count: 5 });
  for (const value of [taken.ms, taken.cpuMs, taken.peakMb, taken.againMs ?? 0]) expect(value).toBeGreaterThan(0);
  expect((await runTask(1, 'parse', file)).count).toBe(5);
  await expect(runTask(1, 'parse', workspace.path('none.jsonl'))).rejects.toThrow('The task parse');
}, 30_000);

test('runs and journals to review are made alike from the same seed, and all of them are read', async () => {
  using workspace = new TemporaryWorkspace();
  generateRuns(workspace.path('runs.jsonl'), { traces: 40, seed: 1 });
  generateRuns(workspace.path('again.jsonl'), { traces: 40, seed: 1 });
  expect(workspace.read('runs.jsonl')).toBe(workspace.read('again.jsonl'));
  expect((await workspace.import('runs.jsonl')).files[0]).toMatchObject({ error: null, traces: 40, warningCount: 0 });
  const { traces } = await workspace.engine.listTraces({ sort: 'oldest' }, call);
  const said = generateJournals(workspace.folder, traces.map(({ id, toolsCalled }) => ({ id, tools: toolsCalled })), { labels: 10, seed: 2 });
  const { labelled, warning } = await workspace.engine.listLabels({}, call);
  expect(warning).toBeUndefined();
  expect(labelled.filter(({ orphan }) => orphan)).toEqual([]);
  expect(new Map(labelled.map(({ id, labels: { label } }) => [id, `${label?.verdict} ${label?.class?.class}`]))).toEqual(new Map(said.map((row) => [row.trace, `${row.verdict} ${row.class ?? undefined}`])));
});
