import { expect, test } from 'vitest';
import { estimatedCostInWords } from '../../src/core/display/estimatedCost.ts';
import { runSentence } from '../../src/extension/display/runSentence.ts';
import { resultOf } from '../core/runs/results.ts';

const results = [resultOf('a'), resultOf('b', { own: 'f' })];
const counts = { pass: 1, fail: 1, error: 0, 'n/a': 0 };

test('a run in one sentence says what came from the cache, and what the budget kept from being run', () => {
  expect(runSentence({ results, counts, cancelled: false })).toBe('Ran 2 cases: 1 pass, 1 fail');
  expect(runSentence({ results, counts, cancelled: false, notKept: 'results.jsonl cannot grow: the disk is full. Free some space.' })).toBe('Ran 2 cases: 1 pass, 1 fail. Not all of it was kept: results.jsonl cannot grow: the disk is full. Free some space');
  expect(runSentence({ results, counts, cancelled: true, cached: { trials: 1, of: 2 }, stopped: { why: 'budget', spentUsd: 2.5, limitUsd: 2, trialsNotRun: 3 } })).toBe('Cancelled after 2 cases: 1 pass, 1 fail; 1 of 2 answers from the cache; stopped at $2.50, 3 trials not run');
});

test('a cost that is not known is not nothing', () => {
  expect(estimatedCostInWords({ knownUsd: null, unknownTrials: 3, trials: 3 })).toBe('unknown for all 3 trials');
  expect(estimatedCostInWords({ knownUsd: 1.5, unknownTrials: 1, trials: 3 })).toBe('about $1.50, and 1 of 3 trials of unknown cost');
  expect(estimatedCostInWords({ knownUsd: 1.5, unknownTrials: 0, trials: 3 })).toBe('about $1.50');
});
