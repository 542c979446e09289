import { formatDuration } from '../display/time.ts';
import type { TrajectoryStep } from '../model/trajectory.ts';
import { latencyMsOf } from '../trajectory/totals.ts';
import { sessionTurn } from '../trajectory/turns.ts';
import type { SignalRule, SignalView } from './signal.ts';
import { named } from './words.ts';

const limitMs = 10_000;
/** What takes less of the time than this does not tell where it went. */
const telling = 1 / 3;

export const slow: SignalRule = {
  id: 'slow',
  title: 'Slow',
  describe: 'The run took over 10 s; of a session, the answer to one of its prompts.',
  severity: 'warning',
  quiet: true,
  find(view) {
    const { assembled: { steps }, trace } = view;
    const turns = steps.filter((step) => step.kind === 'agent' && step.synthetic && step.name === sessionTurn);
    const longest = turns.length > 1 ? turns.reduce<TrajectoryStep | undefined>((most, turn) => (msOf(turn) > (most ? msOf(most) : limitMs) ? turn : most), undefined) : undefined;
    const ms = turns.length > 1 ? (longest ? msOf(longest) : null) : (loggedMs(steps) ?? latencyMsOf(trace));
    if (ms === null || ms <= limitMs) return [];
    const within = longest ? stepsBelow(view, longest) : steps;
    const slowest = within.filter((step) => step.children === 0 && step.kind !== 'other').reduce<TrajectoryStep | undefined>((most, step) => (msOf(step) > (most ? msOf(most) : 0) ? step : most), undefined);
    const where = slowest && msOf(slowest) > ms * telling ? slowest : undefined;
    const whole = `${formatDuration(ms)}${longest ? ' for one prompt' : ''}, limit ${limitMs / 1000} s`;
    return [{ steps: where ? [where.n] : longest ? [longest.n] : [], why: where ? `${whole}; ${formatDuration(msOf(where))} of it in ${named(where.name)}` : whole, tag: 'slow' }];
  },
};

const msOf = ({ startUs, endUs }: TrajectoryStep): number => (startUs === null || endUs === null ? 0 : (endUs - startUs) / 1000);

/** Of a log: up to its last step. The session may be closed, or looked at again, months later. */
function loggedMs(steps: readonly TrajectoryStep[]): number | null {
  const [root] = steps;
  if (root === undefined || !root.synthetic || root.kind !== 'agent' || root.startUs === null) return null;
  const last = steps.slice(1).reduce((latest, { startUs, endUs }) => Math.max(latest, endUs ?? startUs ?? 0), 0);
  return last === 0 ? null : (last - root.startUs) / 1000;
}

function stepsBelow({ assembled: { steps } }: SignalView, top: TrajectoryStep): readonly TrajectoryStep[] {
  const from = steps.indexOf(top);
  const to = steps.findIndex((step, at) => at > from && step.depth <= top.depth);
  return steps.slice(from, to === -1 ? undefined : to);
}
