import type { QueueTrace } from './queueTrace.ts';

const measures = ['latencyMs', 'costUsd', 'tokens', 'toolCalls'] as const;
type Measure = (typeof measures)[number];
export type Outlying = { readonly [Name in Measure]?: boolean };

/** Fewer values have no usual. */
const fewest = 10;
/** Iglewicz and Hoaglin: a modified z-score beyond this is an outlier. */
const beyond = 3.5;
const rareShare = 0.1;

/**
 * What is unusual among these traces: high by the modified z-score (x - median) / (1.4826 x MAD), and by 1.2533 x the mean deviation where more
 * than half have the same value (Iglewicz and Hoaglin 1993). No tool call at all is unusual where at most a tenth of the traces have none.
 */
export function outliersIn(traces: readonly QueueTrace[]): (trace: QueueTrace) => Outlying {
  const limits = Object.fromEntries(measures.map((name) => [name, highest(traces, name)])) as Record<Measure, number>;
  const counted = traces.filter(({ toolCalls }) => toolCalls !== null);
  const withoutIsOdd = counted.length >= fewest && counted.filter(({ toolCalls }) => toolCalls === 0).length <= counted.length * rareShare;
  return (trace) => {
    const found: { [Name in Measure]?: boolean } = {};
    for (const name of measures) {
      const value = trace[name];
      if (value !== null && value > limits[name]) found[name] = true;
    }
    if (withoutIsOdd && trace.toolCalls === 0) found.toolCalls = true;
    return found;
  };
}

/** What is more is unusual. */
function highest(traces: readonly QueueTrace[], name: Measure): number {
  const values = Float64Array.from(traces.flatMap((trace) => trace[name] ?? [])).sort();
  if (values.length < fewest) return Infinity;
  const median = middle(values);
  const deviations = values.map((value) => Math.abs(value - median)).sort();
  const mad = middle(deviations);
  const spread = mad > 0 ? 1.4826 * mad : (1.2533 * deviations.reduce((sum, each) => sum + each, 0)) / deviations.length;
  return spread === 0 ? Infinity : median + beyond * spread;
}

function middle(sorted: Float64Array): number {
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
