import type { FactsConfig } from '../model/config.ts';
import type { Insights, Repeat } from '../model/insights.ts';
import type { Trace } from '../model/trace.ts';
import type { Assembled } from '../trajectory/assemble.ts';
import { repeatsOf } from './repeats.ts';
import { signalsOf } from './signalsOf.ts';
import { toolRunsOf } from './toolRuns.ts';
import { viewOf } from './view.ts';

/** Signals and repeats of a trace, on what else is known of it. `facts`: where facts are read from. */
export function signalsIn(trace: Trace, assembled: Assembled, known: Pick<Insights, 'calls' | 'said' | 'documents' | 'context'>, facts: FactsConfig): Pick<Insights, 'signals' | 'repeats' | 'cut'> {
  const runs = toolRunsOf(assembled);
  const found = repeatsOf(assembled, runs);
  const { signals, cut } = signalsOf(viewOf(trace, assembled, { ...known, runs, repeats: found, facts }));
  return { signals, repeats: found.map(({ runs: _, ...repeat }): Repeat => repeat), cut };
}
