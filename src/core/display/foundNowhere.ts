import type { Insights } from '../model/insights.ts';
import type { TraceSummary, TrajectoryStep } from '../model/trajectory.ts';

/** The values of what a step said that come from nowhere in the run, each text once. */
export function foundNowhere(said: Insights['said'], step: number | null): ReadonlySet<string> {
  return new Set(said.filter((each) => each.step === step).flatMap(({ values }) => values.filter((value) => value.sources.length === 0).map(({ text }) => text)));
}

/** The step whose words are the answer; the last model call where the trace was imported before that was noted. */
export function answerStepOf(summary: Pick<TraceSummary, 'answerStep'>, steps: readonly Pick<TrajectoryStep, 'n' | 'kind'>[]): number | null {
  return summary.answerStep ?? steps.findLast(({ kind }) => kind === 'llm')?.n ?? steps[0]?.n ?? null;
}
