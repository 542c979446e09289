import type { TrajectoryStep } from '../../../src/core/model/trajectory.ts';
import type { RepeatRun } from './repeatRuns.ts';
import { keyOf } from './rows.ts';
import type { GroupLine, GroupRow, Idle, IdleRow, RepeatRow, RoundsRow, StepRow } from './rows.ts';

/** A row that does not know its place yet, and what stands under it. */
export type Node = {
  readonly row: Draft;
  readonly line: GroupLine['kind'] | null;
  /** Called once; null where nothing can stand under it. */
  readonly children: (() => readonly Node[]) | null;
};
type Placed = 'depth' | 'parent' | 'lines' | 'folded';
export type Draft = Omit<StepRow, Placed> | Omit<GroupRow, Placed> | Omit<RepeatRow, Placed> | Omit<RoundsRow, Placed> | Omit<IdleRow, Placed>;

export type Siblings = {
  readonly steps: readonly TrajectoryStep[];
  /** By the index they start at. */
  readonly runs: ReadonlyMap<number, RepeatRun>;
  readonly idle: ReadonlyMap<number, Idle>;
  stepNode(step: TrajectoryStep, after: Idle | null): Node;
};

/** Rounds that are shown of a repeat that has more. */
const shownRounds = 3;

type Inside = { readonly run?: RepeatRun | undefined; readonly parallel: boolean; /** The wait before the first was told before the head. */ readonly told: boolean };

const plain: Inside = { parallel: false, told: false };

/** Siblings as rows: what ran side by side and what repeats under a head, waits between them. */
export function arrange(siblings: Siblings, from = 0, to = siblings.steps.length, inside: Inside = plain): readonly Node[] {
  const { steps, runs, idle } = siblings;
  const nodes: Node[] = [];
  for (let index = from; index < to;) {
    const step = steps[index]!;
    const wait = idle.get(step.n) ?? null;
    if (wait && !(inside.told && index === from)) {
      nodes.push({ row: { type: 'idle', key: keyOf('idle', step.n), idle: wait, foldable: false }, line: null, children: null });
    }
    const parallel = inside.parallel ? index + 1 : parallelEnd(steps, index, to);
    const run = runs.get(index);
    if (run && run !== inside.run && run.end <= to && run.end >= parallel) {
      nodes.push(repeatNode(siblings, run, inside.parallel));
      index = run.end;
    } else if (parallel - index > 1) {
      nodes.push(groupNode(siblings, index, parallel, inside.run));
      index = parallel;
    } else {
      nodes.push(siblings.stepNode(step, wait));
      index++;
    }
  }
  return nodes;
}

/** Where the calls of one parallel group end that begins here. */
function parallelEnd(steps: readonly TrajectoryStep[], index: number, to: number): number {
  const group = steps[index]?.parallel;
  let end = index + 1;
  if (group !== null && group !== undefined) while (end < to && steps[end]?.parallel === group) end++;
  return end;
}

const failedIn = (steps: readonly TrajectoryStep[], from: number, to: number): boolean => steps.slice(from, to).some((step) => step.failed || step.failedBelow);

function groupNode(siblings: Siblings, from: number, to: number, run: RepeatRun | undefined): Node {
  const members = siblings.steps.slice(from, to);
  return {
    row: {
      type: 'group', key: keyOf('group', members[0]!.n), count: members.length, foldable: true, failed: failedIn(members, 0, members.length),
      kind: members.every((each) => each.kind === 'tool' || each.kind === 'retrieval') ? 'calls' : 'steps',
    },
    line: 'parallel',
    children: () => arrange(siblings, from, to, { run, parallel: true, told: true }),
  };
}

function repeatNode(siblings: Siblings, run: RepeatRun, parallel: boolean): Node {
  const { steps } = siblings;
  const rest = run.rounds.length > shownRounds ? run.rounds[shownRounds] : undefined;
  const first = steps[run.start]!.n;
  return {
    row: { type: 'repeat', key: keyOf('repeat', first), repeat: run.repeat, foldable: true, failed: failedIn(steps, run.start, run.end) },
    line: 'repeat',
    children() {
      const shown = arrange(siblings, run.start, rest ?? run.end, { run, parallel, told: true });
      if (rest === undefined) return shown;
      const more: Node = {
        row: {
          type: 'rounds', key: keyOf('rounds', first), count: run.rounds.length - shownRounds, from: steps[rest]!.n, to: run.repeat.steps.at(-1) ?? steps[run.end - 1]!.n,
          foldable: true, failed: failedIn(steps, rest, run.end),
        },
        line: null,
        children: () => arrange(siblings, rest, run.end, { run, parallel, told: false }),
      };
      return [...shown, more];
    },
  };
}
