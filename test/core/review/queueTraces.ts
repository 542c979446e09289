import type { QueueTrace } from '../../../src/core/review/queueTrace.ts';

let last = 0;
/** A trace that shows nothing, and what is said of it. */
export function queueTrace(id: string, said: Partial<QueueTrace> = {}): QueueTrace {
  return {
    key: ++last, id, nativeId: id, title: id, startUs: 1_770_000_000_000_000, latencyMs: 1000, costUsd: 0.01, tokens: 1000, toolCalls: 2, tools: [], useCase: null, promptVersion: null, risk: null, feedback: null, outcome: null,
    errored: false, escalated: false, fallback: false, judge: null, complaint: false, ...said,
  };
}
