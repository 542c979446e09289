import type { FeedbackState } from '../../core/model/feedback.ts';
import { judgementOf } from '../../core/review/judgement.ts';
import type { QueueTrace } from '../../core/review/queueTrace.ts';
import { oneLine } from '../../core/display/truncate.ts';
import type { Slices } from '../../core/support/slices.ts';
import { oversightOf } from '../../core/display/facts.ts';
import type { ReviewRow } from '../../store/reviewRows.ts';
import type { Store } from '../../store/openStore.ts';

const rowsAtOnce = 100;

/** All traces as queues look at them, kept in memory: only those that are new or were written anew are read again. */
export function createQueueTraces({ store, feedback }: { readonly store: Pick<Store, 'generation' | 'traceStamps' | 'reviewRows'>; readonly feedback: () => ReadonlyMap<string, FeedbackState> }) {
  const own = new Map<number, { readonly first: number; readonly trace: QueueTrace }>();
  let generation: string | undefined;
  let said: ReadonlyMap<string, FeedbackState> | undefined;
  let all: readonly QueueTrace[] = [];

  /** The same array as long as nothing of it changes. */
  return function* read(): Slices<readonly QueueTrace[]> {
    const now = store.generation();
    let changed = false;
    if (now !== generation) {
      const stamps = store.traceStamps();
      yield;
      const wanted = new Set(stamps.map(([trace]) => trace));
      for (const trace of own.keys()) if (!wanted.has(trace)) changed = own.delete(trace);
      const missing = stamps.filter(([trace, first]) => own.get(trace)?.first !== first).map(([trace]) => trace);
      for (let from = 0; from < missing.length; from += rowsAtOnce) {
        for (const row of store.reviewRows(missing.slice(from, from + rowsAtOnce))) own.set(row.trace, { first: row.firstContent, trace: queueTrace(row) });
        changed = true;
        yield;
      }
      generation = now;
    }
    const saidNow = feedback();
    if (!changed && saidNow === said) return all;
    said = saidNow;
    all = Array.from(own.values(), ({ trace }) => {
      const heard = saidNow.size === 0 ? undefined : (saidNow.get(trace.id) ?? saidNow.get(trace.nativeId));
      return heard === undefined ? trace : { ...trace, feedback: heard.feedback ?? trace.feedback, outcome: heard.outcome ?? trace.outcome, complaint: heard.note !== undefined && heard.feedback !== 'accepted' };
    });
    return all;
  };
}

function queueTrace({ trace: key, summary, judged }: ReviewRow): QueueTrace {
  const { id, nativeId, query, name, startUs, latencyMs, costUsd, inputTokens, outputTokens, toolCalls, callsKnown, toolsCalled, facts, feedback, failing } = summary;
  return {
    key, id, nativeId, title: oneLine(query !== null && query.trim() !== '' ? query : (name ?? nativeId), 200), startUs, latencyMs, costUsd,
    tokens: inputTokens === null && outputTokens === null ? null : (inputTokens ?? 0) + (outputTokens ?? 0),
    toolCalls: callsKnown || toolCalls > 0 ? toolCalls : null,
    tools: toolsCalled, useCase: facts.useCase ?? null, promptVersion: facts.promptVersion ?? null, risk: facts.risk ?? null, feedback, outcome: facts.outcome ?? null,
    errored: failing === 'error', escalated: oversightOf(summary).escalated === true, fallback: facts.fallback === true, judge: judgementOf(judged), complaint: false,
  };
}
