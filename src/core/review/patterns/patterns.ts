import type { Taxonomy } from '../../model/failureClass.ts';
import type { Patterns, ToolLintFinding, TraceGroup } from '../../model/patterns.ts';
import type { LabelledTrace } from '../../model/review.ts';
import type { IsoWeek } from '../../support/isoWeek.ts';
import { isoWeeks } from '../../support/isoWeek.ts';
import { classWeeks, weeksUpTo } from './classWeeks.ts';
import { coOccurrences } from './coOccurrence.ts';
import type { StepName } from './matrix.ts';
import { transitionMatrix } from './matrix.ts';
import type { SignalsOf } from './perception.ts';
import { perceptionView } from './perception.ts';
import type { Classes, Reviewed } from './reviewed.ts';
import { newestFirst, reviewedAmong } from './reviewed.ts';
import { traceGroup } from './shared.ts';
import type { CasesAround, OfferedIn } from './toolSelection.ts';
import { toolSelection } from './toolSelection.ts';
import type { Draw } from '../sampleCoverage.ts';
import { sampleCoverage } from '../sampleCoverage.ts';
import type { QueueTrace } from '../queueTrace.ts';
import type { Traits } from './traits.ts';

/** `weeks`: so many, up to the last one in which a reviewed trace began; null: all there is. */
export type PatternChoice = { readonly weeks: number | null; readonly promptVersion: string | null };

export type PatternSources = {
  readonly taxonomy: Taxonomy | undefined;
  readonly timezone: string | undefined;
  readonly now: Date;
  readonly stepName?: StepName;
  readonly lint: readonly ToolLintFinding[];
  readonly signalsOf: SignalsOf;
  readonly offeredIn: OfferedIn;
  readonly draw: Draw;
  readonly casesAround?: CasesAround;
  /** Kept by whoever asks again. */
  readonly traits?: Traits;
};

/** What is drawn where all weeks are asked for: more would be too thin to tell apart. */
const mostWeeks = 26;

type Chosen = { readonly reviewed: readonly Reviewed[]; readonly all: readonly Reviewed[]; readonly span: readonly IsoWeek[]; readonly classes: Classes; readonly weekOf: (us: number) => IsoWeek; readonly isChosen: (trace: Pick<QueueTrace, 'startUs' | 'promptVersion'>) => boolean };

function choose(traces: readonly LabelledTrace[], { weeks, promptVersion }: PatternChoice, { taxonomy, timezone }: Pick<PatternSources, 'taxonomy' | 'timezone'>): Chosen {
  const { reviewed: all, classes } = reviewedAmong(traces, taxonomy);
  const weekOf = isoWeeks(timezone);
  let [earliest, latest] = [Infinity, -Infinity];
  for (const { trace: { startUs } } of all) {
    if (startUs === null) continue;
    if (startUs > latest) latest = startUs;
    if (startUs < earliest) earliest = startUs;
  }
  // Weeks before the first reviewed trace say nothing.
  const span = latest === -Infinity ? [] : weeksUpTo(weekOf(latest), weeks ?? mostWeeks).filter(({ from }) => weeks !== null || from >= weekOf(earliest).from);
  const inSpan = new Set(span.map(({ id }) => id));
  const isChosen: Chosen['isChosen'] = (trace) => (weeks === null || (trace.startUs !== null && inSpan.has(weekOf(trace.startUs).id))) && (promptVersion === null || trace.promptVersion === promptVersion);
  const isAll = weeks === null && promptVersion === null;
  return { all, classes, weekOf, span, isChosen, reviewed: isAll ? all : all.filter(({ trace: { startUs, facts } }) => isChosen({ startUs, promptVersion: facts.promptVersion ?? null })) };
}

/** Everything the patterns page and its report say. */
export function patternsOf(traces: readonly LabelledTrace[], choice: PatternChoice, sources: PatternSources): Patterns {
  const { all, reviewed, span, classes, weekOf, isChosen } = choose(traces, choice, sources);
  const failed = newestFirst(reviewed.filter((each) => each.failed));
  const matrix = transitionMatrix(failed, sources.stepName);
  const [first] = span;
  const before = first === undefined ? 0 : all.filter(({ failed: isFailure, trace: { startUs, facts } }) => isFailure && startUs !== null && (choice.promptVersion === null || facts.promptVersion === choice.promptVersion) && weekOf(startUs).from < first.from).length;
  return {
    span: choice.weeks === null || span.length === 0 ? null : { weeks: choice.weeks, from: span[0]!.id, to: span.at(-1)!.id },
    reviewed: reviewed.length, failures: matrix.failures,
    undated: all.filter(({ trace }) => trace.startUs === null).length,
    ...(before === 0 ? {} : { failuresBefore: before }),
    promptVersions: versionsOf(all),
    matrix,
    weeks: classWeeks(reviewed, span, weekOf, weekOf(sources.now.getTime() * 1000), classes),
    together: coOccurrences(reviewed, classes, sources.traits),
    perception: perceptionView(failed, sources.lint, sources.signalsOf),
    toolSelection: { ...toolSelection(reviewed, sources.offeredIn, sources.casesAround), coverage: sampleCoverage(reviewed.map(({ trace }) => trace), sources.draw, isChosen) },
  };
}

/** Some of the traces that patterns are made of, by our ids. */
export function groupOf(traces: readonly LabelledTrace[], ids: readonly string[], taxonomy: Taxonomy | undefined): TraceGroup {
  const wanted = new Set(ids);
  const { reviewed, classes } = reviewedAmong(traces.filter(({ id }) => wanted.has(id)), taxonomy);
  return traceGroup(reviewed, classes);
}

function versionsOf(reviewed: readonly Reviewed[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { trace: { facts: { promptVersion } } } of reviewed) if (promptVersion !== undefined) counts.set(promptVersion, (counts.get(promptVersion) ?? 0) + 1);
  return [...counts].sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1)).map(([version]) => version);
}
