import type { SignalRule } from './signal.ts';
import { named } from './words.ts';

export const loop: SignalRule = {
  id: 'loop',
  title: 'Loop',
  describe: 'The same few calls came three times or more and got nowhere: same arguments and results, or the same failure each time.',
  severity: 'warning',
  find: ({ repeats }) => repeats.flatMap(({ kind, rounds, runs, steps, words }) => {
    const count = rounds.length;
    if (kind === 'loop') return [{ steps, why: words.replace(/^Loop: /, ''), tag: `${count} rounds` }];
    if (kind === 'repeat' && count > 2) return [{ steps, why: `${named(runs[0]![0]!.name)} called ${count} times in a row with the same arguments and the same result`, tag: `${count} times` }];
    return [];
  }),
};
