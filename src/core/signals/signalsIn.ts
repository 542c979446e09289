import type { FactsConfig } from '../model/config.ts';
import type { Insights, Repeat } from '../model/insights.ts';
import type { Trace } from '../model/trace.ts';
import { finish } from '../support/slices.ts';
import type { Slices } from '../support/slices.ts';
import type { Assembled } from '../trajectory/assemble.ts';
import { repeatsInSlices } from './repeats.ts';
import { signalsOf } from './signalsOf.ts';
import { toolRunsInSlices } from './toolRuns.ts';
import { viewOf } from './view.ts';

type Known = Pick<Insights, 'calls' | 'said' | 'documents' | 'context'>;
type Shown = Pick<Insights, 'signals' | 'repeats' | 'cut'>;

/** Signals and repeats of a trace, on what else is known of it. `facts`: where facts are read from. */
export function signalsIn(trace: Trace, assembled: Assembled, known: Known, facts: FactsConfig): Shown {
  return finish(signalsInSlices(trace, assembled, known, facts));
}

export function* signalsInSlices(trace: Trace, assembled: Assembled, known: Known, facts: FactsConfig): Slices<Shown> {
  const runs = yield* toolRunsInSlices(assembled);
  yield;
  const found = yield* repeatsInSlices(assembled, runs);
  yield;
  const view = viewOf(trace, assembled, { ...known, runs, repeats: found, facts });
  yield;
  const { signals, cut } = yield* signalsOf(view);
  return { signals, repeats: found.map(({ runs: _, ...repeat }): Repeat => repeat), cut };
}
