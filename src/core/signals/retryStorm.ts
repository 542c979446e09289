import { changes } from './repeatedCall.ts';
import type { Found, SignalRule } from './signal.ts';
import type { ToolRun } from './toolRuns.ts';
import { isNextAttempt, overlap } from './toolRuns.ts';
import { named } from './words.ts';

/** The first call and two attempts after it. */
const fewest = 3;

export const retryStorm: SignalRule = {
  id: 'retryStorm',
  title: 'Retry storm',
  describe: 'A call of a tool or a model that had failed was made again with the same arguments, three times or more in all.',
  severity: 'warning',
  find({ repeats, runs: all }) {
    const told = new Set(repeats.flatMap(({ runs }) => runs.flat()));
    const inARow = repeats.flatMap(({ kind, runs, ofModel }): readonly Found[] => (kind === 'retry' && runs.flat().length >= fewest ? [tellOf(runs.flat(), ofModel)] : []));
    const apart = chainsApart(all).filter((runs) => !runs.some((run) => told.has(run))).map((runs) => tellOf(runs, false));
    return [...inARow, ...apart].sort((a, b) => a.steps[0]! - b.steps[0]!);
  },
};

const tellOf = (runs: readonly ToolRun[], ofModel: boolean): Found =>
  ({ steps: runs.map((run) => run.step), why: `${ofModel ? 'same prompt' : 'same arguments'} sent ${runs.length} times to ${named(runs[0]!.name)}`, tag: `${runs.length} attempts` });

/** The same call, failing each time though other calls stand between: none of them changed anything that it could now succeed for. */
function chainsApart(runs: readonly ToolRun[]): readonly (readonly ToolRun[])[] {
  const open = new Map<string, ToolRun[]>();
  const found: ToolRun[][] = [];
  for (const run of runs) {
    if (run.blocked || !run.ran) continue;
    if (run.failure === null) {
      if (changes(run.name)) open.clear();
      else if (run.key !== null) open.delete(run.key);
      continue;
    }
    if (run.key === null) continue;
    const chain = open.get(run.key);
    const last = chain?.at(-1);
    if (chain === undefined || last === undefined) open.set(run.key, [run]);
    else if (!overlap(last, run) && (run.group === null || run.group !== last.group || isNextAttempt(last, run))) {
      chain.push(run);
      if (chain.length === fewest) found.push(chain);
    }
  }
  return found;
}
