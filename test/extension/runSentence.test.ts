import { expect, test } from 'vitest';
import { estimatedCostInWords } from '../../src/core/display/estimatedCost.ts';
import { runSentence } from '../../src/extension/display/runSentence.ts';
import { resultOf } from '../core/runs/results.ts';

const results = [resultOf('a'), resultOf('b', { own: 'f' })];

test('a run in one sentence says what came from the cache, and what the budget kept from being run', () => {
  expect(runSentence({ results, cancelled: false })).toBe('Ran 2 cases: 1 pass, 1 fail');
  expect(runSentence({ results, cancelled: false, notKept: 'results.jsonl cannot grow: the disk is full. Free some space.' })).toBe('Ran 2 cases: 1 pass, 1 fail. Not all of it was kept: results.jsonl cannot grow: the disk is full. Free some space');
  expect(runSentence({ results, cancelled: false, cached: { trials: 1, of: 2 }, notRun: 3, stopped: { why: 'budget', spentUsd: 2.5, limitUsd: 2, trialsNotRun: 3 } })).toBe('Stopped after 2 cases: 1 pass, 1 fail; 3 cases not run; 1 of 2 answers from the cache; it cost $2.50, the limit is $2.00');
  expect(runSentence({ results, cancelled: true, notRun: 1 })).toBe('Cancelled after 2 cases: 1 pass, 1 fail; 1 case not run');
});

test('what decides nothing is counted by itself, as on the page of the run', () => {
  const draft = resultOf('d', { own: 'f', decides: false });
  expect(runSentence({ results: [...results, draft], cancelled: false })).toBe('Ran 2 cases: 1 pass, 1 fail; 1 more decides nothing');
  expect(runSentence({ results: [draft], cancelled: false })).toBe('Ran 1 case that decides nothing: 1 fail');
});

test('a cost that is not known is not nothing', () => {
  expect(estimatedCostInWords({ knownUsd: null, unknownTrials: 3, trials: 3 })).toBe('unknown for all 3 trials');
  expect(estimatedCostInWords({ knownUsd: 1.5, unknownTrials: 1, trials: 3 })).toBe('about $1.50; what 1 of 3 trials costs is not known');
  expect(estimatedCostInWords({ knownUsd: 1.5, unknownTrials: 0, trials: 3 })).toBe('about $1.50');
});
