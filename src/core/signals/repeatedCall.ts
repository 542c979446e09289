import type { Found, SignalRule } from './signal.ts';
import type { ToolRun } from './toolRuns.ts';
import { overlap, sameResult } from './toolRuns.ts';
import { named, stepsInWords, times } from './words.ts';

/** What is called again and again by its nature: looking at what goes on by itself, and notes to oneself. */
const polls = /(?:^|[_\-.\s]|[a-z](?=[A-Z]))(?:wait|sleep|poll|status|progress|screenshot|snapshot|observe|heartbeat|think|tick|now|time|clock|random|next|scroll|press|click|back)/i;

export const repeatedCall: SignalRule = {
  id: 'repeatedCall',
  title: 'Repeated call',
  describe: 'A call that had succeeded was made again with the same arguments and got the same result, with no other answer to it in between.',
  severity: 'warning',
  find({ runs, repeats }) {
    const told = new Set(repeats.filter(({ kind, rounds }) => kind === 'loop' || rounds.length > 2).flatMap((repeat) => repeat.runs.flat()));
    const chains = new Map<string, ToolRun[]>();
    for (const run of runs) {
      if (run.key === null || run.blocked || !run.ran) continue;
      const chain = chains.get(run.key);
      const last = chain?.at(-1);
      if (chain === undefined || last === undefined) {
        if (run.failure === null) chains.set(run.key, [run]);
      } else if (overlap(last, run)) continue;
      else if (run.failure === null && sameResult(last, run) === true) chain.push(run);
      // Something has changed since: what comes now is compared with what it is now.
      else if (chain.length === 1) chains.set(run.key, run.failure === null ? [run] : []);
    }
    return [...chains.values()].flatMap((chain): Found[] => {
      const [first, ...again] = chain;
      if (first === undefined || polls.test(first.name) || again.every((run) => told.has(run))) return [];
      return [{
        steps: chain.map((run) => run.step), tag: `same as ${first.step}`,
        why: `${named(first.name)} called ${times(chain.length)} with the same arguments, the same result at ${stepsInWords(chain.map((run) => run.step))}`,
      }];
    }).sort((a, b) => a.steps[0]! - b.steps[0]!);
  },
};
