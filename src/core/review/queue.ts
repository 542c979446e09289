import { formatCost, formatTokens, plural } from '../display/numbers.ts';
import { formatDuration } from '../display/time.ts';
import type { QueueOrder } from '../model/queue.ts';
import { blockedBit } from '../signals/kept.ts';
import { signalRules } from '../signals/registry.ts';
import { bitOf } from '../signals/kept.ts';
import { outliersIn } from './outliers.ts';
import { evenHash } from './queueTrace.ts';
import type { QueueTrace } from './queueTrace.ts';
import { slowMs } from './queueStrata.ts';
import type { RareClasses } from './rareClasses.ts';

/**
 * What each thing that a trace shows adds to its place in a queue. A trace that shows several stands higher; those that show nothing come
 * last, at random. Failures first, then what people did with the answer, then what is merely unusual.
 */
export const weights = {
  /** Each kind of signal, by its severity; a quiet one hardly tells. */
  error: 3, warning: 2, quiet: 0.5,
  /** The run itself failed. */
  errored: 3,
  rejected: 6, edited: 4, workaround: 3, ignored: 2, complaint: 3,
  nearMiss: 2, escalated: 1.5, fallback: 1.5,
  /** Longer than 10 s and unlike the queue; one of both. */
  slowOutlier: 2, slow: 1,
  outlier: 1.5,
  judgeDisagrees: 3, judgeFails: 2,
  fewExamples: 2,
  critical: 2, high: 1,
} as const;

export type QueueSources = {
  /** Of the signals that are on; undefined: not looked at yet. */
  readonly bitsOf: (trace: QueueTrace) => number | undefined;
  /** What another reviewer said, where that may be used: under blind review it would tell of their label. */
  readonly saidOf: (trace: QueueTrace) => { readonly by: string; readonly verdict: 'pass' | 'fail' } | undefined;
  readonly rare: RareClasses;
};

type Reason = { readonly weight: number; readonly words: string; readonly signal?: true };

/** What makes a trace worth a look, in the queue it stands in. */
export type Telling = { score(trace: QueueTrace): number; /** In a few words: `6 signals, rejected`. */ why(trace: QueueTrace): string };

export function tellingIn(traces: readonly QueueTrace[], { bitsOf, saidOf, rare }: QueueSources): Telling {
  const outliers = outliersIn(traces);
  const rules = signalRules.map(({ id, title, severity, quiet }) => ({ id, bit: bitOf.get(id) ?? 0, words: title.toLowerCase(), weight: quiet ? weights.quiet : weights[severity] }));

  function* reasons(trace: QueueTrace): Iterable<Reason> {
    const bits = bitsOf(trace) ?? 0;
    const { latencyMs } = trace;
    // Told with the time that it took.
    for (const { id, bit, words, weight } of rules) if ((bits & bit) !== 0 && !(id === 'slow' && latencyMs !== null)) yield { weight, words, signal: true };
    if (trace.errored) yield { weight: weights.errored, words: 'the run failed' };
    if (trace.feedback === 'rejected') yield { weight: weights.rejected, words: 'rejected' };
    if (trace.feedback === 'edited') yield { weight: weights.edited, words: 'edited by the user' };
    if (trace.complaint && trace.feedback !== 'rejected') yield { weight: weights.complaint, words: 'the user wrote of it' };
    if (trace.outcome === 'workaround') yield { weight: weights.workaround, words: 'the user worked around it' };
    if (trace.outcome === 'ignored') yield { weight: weights.ignored, words: 'the answer was not used' };
    if ((bits & blockedBit) !== 0) yield { weight: weights.nearMiss, words: 'near miss' };
    if (trace.escalated) yield { weight: weights.escalated, words: 'handed over' };
    if (trace.fallback && (bits & (bitOf.get('fallbackUsed') ?? 0)) === 0) yield { weight: weights.fallback, words: 'fallback used' };
    const far = outliers(trace);
    if (latencyMs !== null && latencyMs > slowMs) yield { weight: far.latencyMs ? weights.slowOutlier : weights.slow, words: `${formatDuration(latencyMs)}, slow` };
    else if (far.latencyMs && latencyMs !== null) yield { weight: weights.outlier, words: `${formatDuration(latencyMs)}, outlier` };
    if (far.costUsd) yield { weight: weights.outlier, words: `${formatCost(trace.costUsd!)}, outlier` };
    if (far.tokens) yield { weight: weights.outlier, words: `${formatTokens(trace.tokens!)} tokens, outlier` };
    if (far.toolCalls) yield { weight: weights.outlier, words: trace.toolCalls === 0 ? 'no tool call, outlier' : `${plural(trace.toolCalls!, 'tool call')}, outlier` };
    yield* judged(trace);
    const few = rare(trace);
    if (few !== undefined) yield { weight: weights.fewExamples, words: `few examples: ${few}` };
    if (trace.risk === 'critical' || trace.risk === 'high') yield { weight: weights[trace.risk], words: `${trace.risk} risk` };
  }

  function* judged(trace: QueueTrace): Iterable<Reason> {
    const { judge, feedback } = trace;
    if (judge === null) return;
    const other = judge === 'fail' ? 'pass' : 'fail';
    const said = saidOf(trace);
    if (feedback === (judge === 'fail' ? 'accepted' : 'rejected')) yield { weight: weights.judgeDisagrees, words: `scored ${judge}, user ${feedback}` };
    else if (said?.verdict === other) yield { weight: weights.judgeDisagrees, words: `scored ${judge}, ${said.by} says ${other}` };
    else if (judge === 'fail') yield { weight: weights.judgeFails, words: 'scored fail' };
  }

  return {
    score(trace) {
      let sum = 0;
      for (const { weight } of reasons(trace)) sum += weight;
      return sum;
    },
    why(trace) {
      const all = [...reasons(trace)];
      const signals = all.filter(({ signal }) => signal);
      // Three and more are not named one by one.
      const told = signals.length < 3 ? all : [{ weight: signals.reduce((sum, { weight }) => sum + weight, 0), words: plural(signals.length, 'signal') }, ...all.filter(({ signal }) => !signal)];
      return told.toSorted((a, b) => b.weight - a.weight).slice(0, 2).map(({ words }) => words).join(', ') || 'random';
    },
  };
}

/** The same order for everybody: what cannot be told apart stands by the hash of queue and trace. Those without a value come last. */
export function inQueueOrder(queue: string, traces: readonly QueueTrace[], order: QueueOrder, telling: Telling): readonly QueueTrace[] {
  const value = { telling: telling.score, random: () => 0, newest: up(({ startUs }) => startUs), oldest: down(({ startUs }) => startUs), slowest: up(({ latencyMs }) => latencyMs), costliest: up(({ costUsd }) => costUsd) }[order];
  return traces
    .map((trace) => ({ trace, value: value(trace), hash: evenHash(`${queue}\0${trace.id}`) }))
    .sort((a, b) => (a.value === b.value ? a.hash - b.hash || (a.trace.id < b.trace.id ? -1 : 1) : b.value - a.value))
    .map(({ trace }) => trace);
}

type Value = (trace: QueueTrace) => number | null;
const up = (of: Value) => (trace: QueueTrace): number => of(trace) ?? -Infinity;
const down = (of: Value) => (trace: QueueTrace): number => -(of(trace) ?? Infinity);
