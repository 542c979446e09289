import { mean } from './clusters.ts';

/** How the scores of a case's trials become one (METRICS 9). A trial without a score is left out, never counted as 0; null where none has one. */
const reducers = {
  mean,
  max: (scores) => scores.reduce((most, score) => Math.max(most, score)),
  /** The middle one, or half-way between the two in the middle. */
  median(scores) {
    const sorted = scores.toSorted((a, b) => a - b);
    const half = sorted.length / 2;
    return mean(sorted.slice(Math.ceil(half) - 1, Math.floor(half) + 1));
  },
  /** The most frequent; of several the one that came first. */
  mode: (scores) => [...Map.groupBy(scores, (score) => score)].reduce((most, each) => (each[1].length > most[1].length ? each : most))[0],
} satisfies Readonly<Record<string, (scores: readonly number[]) => number>>;

export type ScoreReducer = keyof typeof reducers;

export function reduceScores(scores: readonly (number | null)[], reducer: ScoreReducer): number | null {
  const measured = scores.filter((score): score is number => score !== null && !Number.isNaN(score));
  return measured.length === 0 ? null : reducers[reducer](measured);
}
