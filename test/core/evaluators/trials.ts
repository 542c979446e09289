import { Trial } from '../../../src/core/model/trace.ts';

/** A call as fixtures write it; `at` is [start, end] in microseconds, `group` one model turn. */
type CallFixture = { name: string; args?: unknown; argsTooDeep?: true; status?: string; result?: unknown; group?: string | null; at?: [number, number] };
/** A document as fixtures write it: its id, or what is known of it. */
type DocumentFixture = string | Record<string, unknown>;
/** `endedAt`: when the run ended, as an ISO time. */
export type TrialFixture = { calls?: (CallFixture | string)[]; wrappers?: (CallFixture & { index: number })[]; retrieved?: DocumentFixture[] | null; endedAt?: string } & Record<string, unknown>;

function callFrom({ name, status = 'ok', group = null, at, ...others }: CallFixture, index: number): unknown {
  return { name, ...others, index, groupId: group, status, startUs: at?.[0] ?? null, endUs: at?.[1] ?? null, spanId: null, step: null };
}

/** A whole trial from the parts a test is about: no calls, and everything else unknown. */
export function trialFrom({ calls = [], wrappers, retrieved = null, endedAt, ...given }: TrialFixture = {}): Trial {
  return Trial.parse({
    output: null, citations: null, state: null, approvals: null, escalated: null, terminal: null, fallback: null,
    latencyMs: null, costUsd: null, tokens: null, turns: null, feedback: null,
    ...given,
    ...(endedAt === undefined ? {} : { endUs: Date.parse(endedAt) * 1000 }),
    retrieved: retrieved?.map((document) => ({ id: null, content: null, score: null, version: null, updatedAt: null, source: null, metadata: {}, ...(typeof document === 'string' ? { id: document } : document) })) ?? null,
    calls: calls.map((call, index) => callFrom(typeof call === 'string' ? { name: call } : call, index)),
    ...(wrappers === undefined ? {} : { wrappers: wrappers.map((call) => callFrom(call, call.index)) }),
  });
}
