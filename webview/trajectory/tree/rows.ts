import type { Repeat } from '../../../src/core/model/insights.ts';
import type { TrajectoryStep } from '../../../src/core/model/trajectory.ts';
import type { Gap } from '../overview/gaps.ts';

/** A line at the left of rows that belong together: double beside calls that ran side by side, a bracket around what repeats. */
export type GroupLine = { readonly kind: 'parallel' | 'repeat'; readonly depth: number; readonly first: boolean; readonly last: boolean };

type Placed = {
  /** A step's number; for what is no step a number below 0 that stays the same as long as the steps do. */
  readonly key: number;
  readonly depth: number;
  /** Key of the row above in the tree. */
  readonly parent: number | null;
  readonly lines: readonly GroupLine[];
};
type Foldable = { readonly foldable: true; readonly folded: boolean; /** Something below it failed. */ readonly failed: boolean };

export type StepRow = Placed & {
  readonly type: 'step';
  readonly step: TrajectoryStep;
  readonly foldable: boolean;
  readonly folded: boolean;
  /** Nothing ran before it for so long. */
  readonly after: Idle | null;
};
/** Head of calls or steps that ran side by side. */
export type GroupRow = Placed & Foldable & { readonly type: 'group'; readonly count: number; readonly kind: 'calls' | 'steps' };
/** Head of what repeats. */
export type RepeatRow = Placed & Foldable & { readonly type: 'repeat'; readonly repeat: Repeat };
/** Stands for the rounds after the third, from step to step. It goes when they are shown. */
export type RoundsRow = Placed & Foldable & { readonly type: 'rounds'; readonly count: number; readonly from: number; readonly to: number };
/** Nothing ran. */
export type IdleRow = Placed & { readonly type: 'idle'; readonly idle: Idle; readonly foldable: false; readonly folded: false };
export type Row = StepRow | GroupRow | RepeatRow | RoundsRow | IdleRow;

/** `place` in units of the axis; `cause`: what was waited for; null: not recorded, undefined: not known yet; `certain`: false where the step before or after has no length recorded and may have run. */
export type Idle = { readonly place: Gap; readonly us: number; readonly cause: string | null | undefined; readonly certain: boolean };

/** Keys of rows that are no steps, apart from one another for every number a step can have. */
const offsets = { group: 0, repeat: 1e12, rounds: 2e12, idle: 3e12 } as const;
export function keyOf(type: keyof typeof offsets, firstStep: number): number {
  return -(offsets[type] + firstStep);
}

export const rowHeights: Readonly<Record<Row['type'], number>> = { step: 22, group: 22, repeat: 22, rounds: 20, idle: 18 };
