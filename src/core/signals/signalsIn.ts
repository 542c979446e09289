import type { FactsConfig } from '../model/config.ts';
import type { Insights, Repeat } from '../model/insights.ts';
import type { Trace } from '../model/trace.ts';
import { finish } from '../support/slices.ts';
import type { Slices } from '../support/slices.ts';
import type { Assembled } from '../trajectory/assemble.ts';
import { repeatsInSlices } from './repeats.ts';
import { signalRules } from './registry.ts';
import { signalsOf } from './signalsOf.ts';
import { toolRunsInSlices } from './toolRuns.ts';
import { viewOf } from './view.ts';

type Known = Pick<Insights, 'calls' | 'said' | 'documents' | 'context'>;
type Shown = Pick<Insights, 'signals' | 'signalsOff' | 'repeats' | 'cut'>;

/** `facts`: where facts are read from; `on`: the signals that are looked for. */
type Settings = { readonly facts: FactsConfig; readonly on: ReadonlySet<string> };

/** Signals and repeats of a trace, on what else is known of it. */
export function signalsIn(trace: Trace, assembled: Assembled, known: Known, settings: Settings): Shown {
  return finish(signalsInSlices(trace, assembled, known, settings));
}

export function* signalsInSlices(trace: Trace, assembled: Assembled, known: Known, { facts, on }: Settings): Slices<Shown> {
  const runs = yield* toolRunsInSlices(assembled);
  yield;
  const found = yield* repeatsInSlices(assembled, runs);
  yield;
  const view = viewOf(trace, assembled, { ...known, runs, repeats: found, facts, on });
  yield;
  const { signals, cut } = yield* signalsOf(view);
  return { signals, signalsOff: signalRules.flatMap(({ id, title }) => (on.has(id) ? [] : [title])), repeats: found.map(({ runs: _, ...repeat }): Repeat => repeat), cut };
}
