import { Trial } from '../../../src/core/model/trace.ts';

/** A call as fixtures write it; `at` is [start, end] in microseconds, `group` one model turn. */
type CallFixture = { name: string; args?: unknown; status?: string; result?: unknown; group?: string; at?: [number, number] };
export type TrialFixture = { calls?: (CallFixture | string)[] } & Record<string, unknown>;

/** A whole trial from the parts a test is about: no calls, and everything else unknown. */
export function trialFrom({ calls = [], ...given }: TrialFixture = {}): Trial {
  return Trial.parse({
    output: null, retrieved: null, citations: null, state: null, approvals: null, escalated: null, terminal: null, fallback: null,
    latencyMs: null, costUsd: null, tokens: null, turns: null, feedback: null,
    ...given,
    calls: calls.map((call, index) => {
      const { name, status = 'ok', group = null, at, ...others } = typeof call === 'string' ? ({ name: call } as CallFixture) : call;
      return { name, ...others, index, groupId: group, status, startUs: at?.[0] ?? null, endUs: at?.[1] ?? null, spanId: null, step: null };
    }),
  });
}
