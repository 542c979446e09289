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
    const { steps, scoringMs } = withoutScoring(view);
    const turns = answeredTurns(steps);
    const longest = turns.length > 1 ? longestOf(turns.filter((turn, at) => !endsAfter(turn, turns[at + 1]))) : undefined;
    const ms = turns.length > 1 ? msOf(longest) : (loggedMs(steps) ?? (latencyMsOf(view.trace) ?? 0) - scoringMs);
    if (ms <= limitMs) return [];
    const within = (longest ? stepsBelow(steps, longest) : steps).filter((step) => step.children === 0 && step.kind !== 'other');
    const slowest = closedTogether(within) ? undefined : longestOf(within);
    const where = slowest && msOf(slowest) > ms * telling ? slowest : undefined;
    const why = `${formatDuration(ms)}${longest ? ' for one prompt' : ''}, limit ${limitMs / 1000} s`;
    return [{ steps: where ? [where.n] : longest ? [longest.n] : [], why: where ? `${why}; ${formatDuration(msOf(where))} of it in ${named(where.name)}` : why, tag: 'slow' }];
  },
};

function msOf(step: TrajectoryStep | undefined): number {
  return step === undefined || step.startUs === null || step.endUs === null ? 0 : (step.endUs - step.startUs) / 1000;
}

const longestOf = (steps: readonly TrajectoryStep[]) => steps.reduce<TrajectoryStep | undefined>((most, step) => (msOf(step) > msOf(most) ? step : most), undefined);

/** The prompts of a session, each up to its last step that ran: what the user says at the very end belongs to the last of them. */
function answeredTurns(steps: readonly TrajectoryStep[]): readonly TrajectoryStep[] {
  const turns: { readonly step: TrajectoryStep; answeredUs: number | null }[] = [];
  for (const step of steps) {
    const turn = turns.at(-1);
    if (step.kind === 'agent' && step.synthetic && step.name === sessionTurn) turns.push({ step, answeredUs: null });
    else if (turn && step.depth > turn.step.depth && step.kind !== 'other' && step.startUs !== null) turn.answeredUs = Math.max(turn.answeredUs ?? 0, step.endUs ?? step.startUs);
  }
  return turns.map(({ step, answeredUs }) => ({ ...step, endUs: answeredUs ?? step.endUs }));
}

/** A next prompt that was sent before the answer is no prompt after it: one of the two times is not that of the answer. */
const endsAfter = (turn: TrajectoryStep, next: TrajectoryStep | undefined): boolean => next !== undefined && next.startUs !== null && turn.endUs !== null && turn.endUs > next.startUs;

/** As many, begun one after the other, never end at once by themselves. */
const fewest = 3;
const atOnceUs = 50_000;

/** Some instrumentations close all steps when the run ends: then none tells how long it took. */
function closedTogether(steps: readonly TrajectoryStep[]): boolean {
  const end = steps.reduce((latest, { endUs }) => Math.max(latest, endUs ?? -Infinity), -Infinity);
  const starts = steps.flatMap(({ startUs, endUs }) => (startUs === null || endUs === null || end - endUs > atOnceUs || endUs - startUs <= atOnceUs ? [] : [startUs])).sort((a, b) => a - b);
  return starts.filter((start, at) => at === 0 || start - starts[at - 1]! > atOnceUs).length >= fewest;
}

/** An evaluation's scorers run behind the run, and are none of it. */
function withoutScoring({ assembled: { steps, ordered } }: SignalView): { readonly steps: readonly TrajectoryStep[]; readonly scoringMs: number } {
  let scoring = Infinity;
  let scoringMs = 0;
  const kept = steps.filter((step, at) => {
    if (step.depth > scoring) return false;
    const { type } = ordered[at]!.attributes;
    const scores = ordered[at]!.kind === 'other' && (type === 'scorers' || type === 'scorer');
    scoring = scores ? step.depth : Infinity;
    if (scores) scoringMs += msOf(step);
    return !scores;
  });
  return { steps: kept, scoringMs };
}

/** Of a log: up to its last step. The session may be closed, or looked at again, months later. */
function loggedMs(steps: readonly TrajectoryStep[]): number | null {
  const [root] = steps;
  if (root === undefined || !root.synthetic || root.kind !== 'agent' || root.startUs === null) return null;
  const last = steps.slice(1).reduce((latest, { startUs, endUs }) => Math.max(latest, endUs ?? startUs ?? 0), 0);
  return last === 0 ? null : (last - root.startUs) / 1000;
}

function stepsBelow(steps: readonly TrajectoryStep[], top: TrajectoryStep): readonly TrajectoryStep[] {
  const from = steps.findIndex(({ n }) => n === top.n);
  const to = steps.findIndex((step, at) => at > from && step.depth <= top.depth);
  return steps.slice(from, to === -1 ? undefined : to);
}
