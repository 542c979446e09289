import type { CallStanding } from '../../../src/core/model/insights.ts';
import type { Json } from '../../../src/core/model/json.ts';
import type { StepDetail } from '../../../src/core/model/trajectory.ts';
import type { ProblemsByPath } from '../../shared/jsonLines.ts';
import { readable } from '../../shared/jsonLines.ts';
import { parsedContainer } from '../../shared/parsedContainer.ts';
import type { InsightsModel } from '../insights.ts';

type Call = StepDetail['calls'][number];

/** What the engine knows of a call: by the step that ran it, else by its id. */
export function standingOf(insights: InsightsModel, call: Pick<Call, 'step' | 'callId'>): CallStanding | undefined {
  if (call.step === null) return call.callId === null ? undefined : insights.callsById.value.get(call.callId);
  const there = insights.calls.value.get(call.step);
  return there?.find(({ callId }) => callId === call.callId) ?? (there?.length === 1 ? there[0] : undefined);
}

const known = new WeakMap<CallStanding, ProblemsByPath>();

export function problemsByPath(standing: CallStanding | undefined): ProblemsByPath | undefined {
  if (!standing?.problems || standing.problems.length === 0) return undefined;
  const kept = known.get(standing);
  if (kept) return kept;
  const problems = new Map<string, string[]>();
  for (const { path, message } of standing.problems) problems.set(path, [...(problems.get(path) ?? []), message]);
  known.set(standing, problems);
  return problems;
}

/** As it is copied: a text as it was recorded, another value as JSON in one line. */
export function exactText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** As lines to compare: JSON is laid out, its texts with their line breaks. */
export function comparedText(value: Json | undefined): string {
  if (value === undefined) return '';
  const parsed = typeof value === 'string' ? parsedContainer(value) : value;
  return typeof parsed === 'string' ? parsed : readable(JSON.stringify(parsed, null, 2));
}
