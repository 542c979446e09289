import { oneLine } from '../display/truncate.ts';
import { failedHandovers } from './failedHandovers.ts';
import { createLater, isShell } from './repeatWords.ts';
import type { Found, SignalRule } from './signal.ts';
import { retryStorm } from './retryStorm.ts';
import { toolErrorNotRecovered } from './toolErrorNotRecovered.ts';
import type { ToolRun } from './toolRuns.ts';
import { named, times } from './words.ts';

/** Says that something failed where nothing louder does: a run that owned up did well, and its failed steps are there all the same. */
export const failedCalls: SignalRule = {
  id: 'failedCalls',
  title: 'Failed calls',
  describe: 'A call failed, and neither it nor another call of that tool succeeded later, whether or not the run said so; of a shell, neither the same command nor a correction of it right after. Or a hand-over to another agent is recorded as failed.',
  severity: 'warning',
  quiet: true,
  find(view) {
    const told = new Set([toolErrorNotRecovered, retryStorm].filter(({ id }) => view.on.has(id)).flatMap((rule) => rule.find(view)).flatMap(({ steps }) => steps));
    const later = createLater(view.runs);
    const ofTools = view.runs.filter((run) => run.failure !== null && run.ran && later.sameCall(run) === null && later.sameTool(run) === null && later.corrected(run) === null);
    const ofModels = view.repeats.flatMap(({ ofModel, recovered, runs }) => (ofModel && recovered === false ? runs.flat() : []));
    const tell = (runs: readonly ToolRun[], areOfModel: boolean) => [...Map.groupBy(runs.filter(({ step }) => !told.has(step)), ({ name }) => name)].map(([name, those]) => tellOf(name, those, areOfModel));
    return [...tell(ofTools, false), ...tell(ofModels, true), ...failedHandovers(view.assembled)].sort((a, b) => a.steps[0]! - b.steps[0]!);
  },
};

function tellOf(name: string, runs: readonly ToolRun[], ofModel: boolean): Found {
  const last = runs.at(-1)!;
  const count = runs.length === 1 ? '' : ` ${times(runs.length)}`;
  // Of calls without arguments it is not known which came again.
  const isKnown = ofModel || runs.every((run) => run.args !== undefined);
  const what = !ofModel && runs.some(isShell) ? 'the same command did not succeed later' : 'did not succeed later';
  return { steps: runs.map((run) => run.step), why: `${named(name)} failed${count} (${oneLine(last.failure!, 60)})${isKnown ? ` and ${what}` : ''}`, tag: isKnown ? 'did not succeed later' : 'failed', tagAt: [last.step] };
}
