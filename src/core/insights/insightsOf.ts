import type { Insights } from '../model/insights.ts';
import type { Trace } from '../model/trace.ts';
import type { Assembled } from '../trajectory/assemble.ts';
import { contextCalls } from './contextCalls.ts';

/** All that a page shows beside the steps of a trace. Pure; `assembled` is of the same trace. */
export function insightsOf(_trace: Trace, assembled: Assembled): Insights {
  return { signals: [], repeats: [], calls: [], tools: null, said: [], documents: [], context: contextCalls(assembled), windowsFrom: null, cut: [] };
}
