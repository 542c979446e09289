import type { SignalRule } from './signal.ts';
import { named } from './words.ts';

/** The first call and two attempts after it. */
const fewest = 3;

export const retryStorm: SignalRule = {
  id: 'retryStorm',
  title: 'Retry storm',
  describe: 'A call of a tool or a model that had failed was made again with the same arguments, three times or more in all.',
  severity: 'warning',
  find: ({ repeats }) => repeats.flatMap(({ kind, runs, ofModel }) => {
    const calls = runs.flat();
    if (kind !== 'retry' || calls.length < fewest) return [];
    return [{ steps: calls.map((run) => run.step), why: `${ofModel ? 'same prompt' : 'same arguments'} sent ${calls.length} times to ${named(calls[0]!.name)}`, tag: `${calls.length} attempts` }];
  }),
};
