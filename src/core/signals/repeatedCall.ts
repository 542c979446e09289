import type { Found, SignalRule } from './signal.ts';
import type { ToolRun } from './toolRuns.ts';
import { overlap, sameResult } from './toolRuns.ts';
import { named, stepsInWords, times } from './words.ts';

const longestName = 200;
/** `cancel_reservation`, `mcp__crm__createIssue`: its words, in small letters. */
const wordsOf = (name: string): readonly string[] => name.slice(0, longestName).replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase().split(/[^a-z0-9]+/);

/** What is called again and again by its nature: looking at what goes on by itself, going on, and notes to oneself. */
const polling: ReadonlySet<string> = new Set(['wait', 'sleep', 'poll', 'status', 'progress', 'screenshot', 'snapshot', 'observe', 'heartbeat', 'think', 'now', 'time', 'clock', 'random', 'next', 'scroll', 'press', 'click', 'back']);
/** After such a call it makes sense to look again. What has another name is taken to change nothing (METRICS 5). */
const changing: ReadonlySet<string> = new Set([
  'add', 'apply', 'append', 'book', 'cancel', 'change', 'close', 'commit', 'create', 'delete', 'edit', 'insert', 'install', 'modify', 'move', 'multiedit', 'patch', 'pay', 'post', 'push', 'put', 'refund',
  'remove', 'rename', 'replace', 'reset', 'restart', 'restore', 'save', 'send', 'set', 'submit', 'transfer', 'update', 'upload', 'write',
]);

/** Whether a call of that name may change what another one finds. */
export const changes = (name: string): boolean => wordsOf(name).some((word) => changing.has(word));

type Chain = { readonly runs: ToolRun[]; changes: number };

export const repeatedCall: SignalRule = {
  id: 'repeatedCall',
  title: 'Repeated call',
  describe: 'A call that had succeeded was made again with the same arguments and got the same result, and nothing had been changed in between.',
  severity: 'warning',
  find({ runs, repeats, on }) {
    const told = new Set((on.has('loop') ? repeats : []).filter(({ kind, rounds }) => kind === 'loop' || rounds.length > 2).flatMap((repeat) => repeat.runs.flat()));
    const found: Chain[] = [];
    const chains = new Map<string, Chain>();
    const kindOf = createNames();
    let changes = 0;
    for (const run of runs) {
      if (run.blocked || !run.ran) continue;
      const { changes: isChange, polls } = kindOf(run.name);
      const chain = run.key === null || polls ? undefined : chains.get(run.key);
      const last = chain?.runs.at(-1);
      if (chain && last && overlap(last, run)) continue;
      const isAgain = chain !== undefined && last !== undefined && run.failure === null && chain.changes === changes && sameResult(last, run) === true;
      if (run.failure === null && isChange) changes++;
      if (isAgain) {
        chain.runs.push(run);
        chain.changes = changes;
        if (chain.runs.length === 2) found.push(chain);
      } else if (run.key !== null && !polls && run.failure === null) chains.set(run.key, { runs: [run], changes });
    }
    return found.filter((chain) => !chain.runs.slice(1).every((run) => told.has(run))).map(tellOf).sort((a, b) => a.steps[0]! - b.steps[0]!);
  },
};

/** What each name says of its calls, looked at once. */
function createNames(): (name: string) => { readonly changes: boolean; readonly polls: boolean } {
  const known = new Map<string, { readonly changes: boolean; readonly polls: boolean }>();
  return (name) => {
    const before = known.get(name);
    if (before) return before;
    const words = wordsOf(name);
    const said = { changes: words.some((word) => changing.has(word)), polls: words.some((word) => polling.has(word)) };
    known.set(name, said);
    return said;
  };
}

function tellOf({ runs }: Chain): Found {
  const steps = runs.map((run) => run.step);
  return { steps, tag: `same as ${steps[0]}`, tagAt: steps.slice(1), why: `${named(runs[0]!.name)} called ${times(runs.length)} with the same arguments, the same result at ${stepsInWords(steps)}` };
}
