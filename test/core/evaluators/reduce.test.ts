import { describe, expect, test } from 'vitest';
import { reduceOutcomes } from '../../../src/core/evaluators/reduce.ts';
import type { Epochs, Outcome } from '../../../src/core/model/result.ts';
import { passAtK, passHatK } from '../../../src/core/statistics/passAtK.ts';

const letters: Readonly<Record<string, Outcome>> = { p: 'pass', f: 'fail', e: 'error', n: 'n/a' };
/** `ppfe`: two passes, a failure, one broken; `n` was not measured. */
const reduced = (trials: string, reducer: Epochs['reducer'], k = trials.length): Outcome => reduceOutcomes([...trials].flatMap((letter) => letters[letter] ?? []), { count: trials.length, reducer, k });

test.each<[string, Epochs['reducer'], number, Outcome]>([
  ['ppp', 'all', 3, 'pass'], ['ppf', 'all', 3, 'fail'], ['ppe', 'all', 3, 'error'], ['pfe', 'all', 3, 'fail'], ['ppn', 'all', 3, 'n/a'], ['nnn', 'all', 3, 'n/a'],
  ['ffp', 'any', 3, 'pass'], ['ffe', 'any', 3, 'error'], ['fff', 'any', 3, 'fail'], ['pee', 'any', 3, 'pass'],
  ['pf', 'mean', 2, 'pass'], ['pff', 'mean', 3, 'fail'], ['pee', 'mean', 3, 'pass'], ['eee', 'mean', 3, 'error'],
  ['ppfff', 'atLeast', 2, 'pass'], ['pffff', 'atLeast', 2, 'fail'], ['pe', 'atLeast', 2, 'error'],
  ['pff', 'pass@k', 3, 'pass'], ['pff', 'pass@k', 2, 'fail'], ['pfe', 'pass@k', 3, 'error'], ['pfn', 'pass@k', 3, 'n/a'],
  ['pppee', 'pass^k', 3, 'pass'], ['ppeee', 'pass^k', 3, 'error'], ['ppn', 'pass^k', 3, 'n/a'], ['pppf', 'pass^k', 3, 'fail'],
])('%s by %s, k %i: %s', (trials, reducer, k, outcome) => expect(reduced(trials, reducer, k)).toBe(outcome));

describe('what is measured passes exactly where the estimate is certain', () => {
  const all = Array.from({ length: 5 }, (_, n) => n + 1).flatMap((n) => Array.from({ length: n + 1 }, (_, c) => ({ n, c })));
  test.each(all)('$c of $n', ({ n, c }) => {
    const trials = 'p'.repeat(c) + 'f'.repeat(n - c);
    for (let k = 1; k <= n; k++) {
      expect(reduced(trials, 'pass@k', k) === 'pass').toBe(passAtK(n, c, k) === 1);
      expect(reduced(trials, 'pass^k', k) === 'pass').toBe(passHatK(n, c, k) === 1);
    }
  });
});

test('no trial at all says nothing', () => expect([reduced('', 'all'), reduced('', 'any'), reduced('', 'mean')]).toEqual(['n/a', 'n/a', 'n/a']));
