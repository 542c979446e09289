import type { TrajectoryStep } from '../../src/core/model/trajectory.ts';

/** A tool call of which nothing else is known. */
export function aStep(n: number, parent: number | null, more: Partial<TrajectoryStep> = {}): TrajectoryStep {
  return {
    n, spanId: `s${n}`, parent, depth: 0, children: 0, kind: 'tool', name: `step${n}`, detail: null, startUs: null, endUs: null, inputTokens: null, outputTokens: null,
    costUsd: null, failed: false, failedBelow: false, blocked: false, error: null, noise: false, synthetic: false, parallel: null, ...more,
  };
}

/** One that ran from second to second, under step 1. */
export function timedStep(n: number, from: number, to: number, more: Partial<TrajectoryStep> = {}): TrajectoryStep {
  return aStep(n, n === 1 ? null : 1, { startUs: 1_700_000_000_000_000 + from * 1e6, endUs: 1_700_000_000_000_000 + to * 1e6, ...more });
}
