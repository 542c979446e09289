import type { Feedback, Facts } from '../model/trace.ts';

/** A trace as queues look at it: small, as all of them are kept in memory. Null: not recorded. */
export type QueueTrace = {
  /** Its number in the index. */
  readonly key: number;
  readonly id: string;
  readonly nativeId: string;
  readonly title: string;
  readonly startUs: number | null;
  readonly latencyMs: number | null;
  readonly costUsd: number | null;
  readonly tokens: number | null;
  readonly toolCalls: number | null;
  readonly tools: readonly string[];
  readonly useCase: string | null;
  readonly promptVersion: string | null;
  readonly risk: NonNullable<Facts['risk']> | null;
  readonly feedback: Feedback | null;
  readonly outcome: NonNullable<Facts['outcome']> | null;
  /** The run itself failed. */
  readonly errored: boolean;
  readonly escalated: boolean;
  readonly fallback: boolean;
  /** What a judge in the export said of the run as a whole. */
  readonly judge: 'pass' | 'fail' | null;
  /** A user complained in words. */
  readonly complaint: boolean;
};

/** The same number for the same words everywhere and always, spread evenly over 32 bits: FNV-1a with a final mix. */
export function evenHash(words: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < words.length; at++) hash = Math.imul(hash ^ words.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Whose a trace is, where several share a queue: everybody works that out the same, from its id alone. */
export function sharedTo(trace: string, reviewers: readonly string[]): string | undefined {
  const names = [...new Set(reviewers)].sort();
  return names.length === 0 ? undefined : names[evenHash(`share\0${trace}`) % names.length];
}
