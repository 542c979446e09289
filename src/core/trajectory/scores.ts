import type { Score } from '../model/trace.ts';
import type { StepScore, TrajectoryStep } from '../model/trajectory.ts';

/** More different names than this are no scale that a person would map; they would make every row of a list long. */
const mostNames = 50;

/** The different names of scores, as they first came. */
export function scoreNamesOf(scores: readonly Score[]): readonly string[] {
  return [...new Set(scores.map(({ name }) => name))].slice(0, mostNames);
}

/** Scores with the numbers of the steps they are about, those of the whole run first. */
export function stepScores(scores: readonly Score[], steps: readonly TrajectoryStep[]): readonly StepScore[] {
  const stepOf = new Map(steps.map(({ spanId, n }) => [spanId, n]));
  const placed = scores.map((score): StepScore => ({ ...score, step: score.spanId === null ? null : (stepOf.get(score.spanId) ?? null) }));
  return placed.toSorted((a, b) => (a.step ?? 0) - (b.step ?? 0));
}
