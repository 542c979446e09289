import type { FactsConfig } from '../model/config.ts';
import type { Insights, Signal } from '../model/insights.ts';
import type { SignalId } from '../model/signals.ts';
import type { Span } from '../model/span.ts';
import type { Trace } from '../model/trace.ts';
import type { TrajectoryStep } from '../model/trajectory.ts';
import type { Assembled } from '../trajectory/assemble.ts';
import type { FoundRepeat } from './repeats.ts';
import type { ToolRun } from './toolRuns.ts';

/** What a signal may look at. Every list is of the same trace. */
export type SignalView = {
  readonly trace: Trace;
  readonly assembled: Assembled;
  /** Where facts are read from. */
  readonly facts: FactsConfig;
  /** The signals that are looked for: what one of them tells, another leaves out. */
  readonly on: ReadonlySet<string>;
  /** In order of their start. */
  readonly runs: readonly ToolRun[];
  readonly repeats: readonly FoundRepeat[];
  /** What the user got last; null where no answer is recorded. */
  readonly answer: ModelStep | null;
  /** Model steps that count, in reading order, but those within a tool call. */
  readonly turns: readonly ModelStep[];
  readonly calls: Insights['calls'];
  readonly said: Insights['said'];
  readonly documents: Insights['documents'];
  readonly context: Insights['context'];
};

/** A step of a model with what it said. `at`: its place in reading order. */
export type ModelStep = { readonly step: TrajectoryStep; readonly at: number; readonly span: Span; readonly text: string };

/** What a signal found: where and why. Severity and title are the signal's own. */
export type Found = Pick<Signal, 'steps' | 'why' | 'tag' | 'tagAt'>;

/** Something that a trace shows by itself, found without a model and without a reference. */
export type SignalRule = {
  readonly id: SignalId;
  readonly title: string;
  /** One sentence: when it is found. */
  readonly describe: string;
  readonly severity: Signal['severity'];
  /** Many runs show it, and few of them for a fault: off where lists of traces are made of signals, and told last of a trace. */
  readonly quiet?: true;
  /** In order of the steps. Never throws; linear in the steps. */
  readonly find: (view: SignalView) => readonly Found[];
};
