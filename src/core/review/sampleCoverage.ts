import type { LabelledTrace, SampleCoverage } from '../model/review.ts';
import type { QueueTrace } from './queueTrace.ts';

/** What is drawn at random, as coverage looks at it. */
export type Draw = {
  /** The weekly sample. */
  readonly sample: readonly QueueTrace[];
  /** What a queue draws beside it; empty: nothing, or there is no such queue. */
  readonly queue: (id: string) => readonly QueueTrace[];
  /** Whether who works in a queue comes by drawn traces in an order that tells nothing of how they went. */
  readonly isFair: (queue: string) => boolean;
  /** The ISO week of a moment in microseconds. */
  readonly weekOf: (us: number) => string;
};

/** METRICS 18: with less of the sample reviewed a rate is marked. */
const leastShare = 0.2;

/**
 * How much of the random sample is reviewed (METRICS 18, reviewCoverage), and whether a rate of it may be trusted. The sample is the weekly one,
 * with the samples of queues in which something outside of it was reviewed.
 *
 * Whoever reviews a part of the sample in an order of their own choice, failures first, makes that part worse than the whole; once all that was
 * drawn of a week is reviewed, the order is of no matter for that week.
 * @param reviewed traces of the slice whose label in force says pass or fail
 * @param inSlice whether a drawn trace belongs to the same slice
 */
export function sampleCoverage(reviewed: readonly LabelledTrace[], draw: Draw, inSlice: (trace: QueueTrace) => boolean = () => true): SampleCoverage {
  const done = new Map(reviewed.filter(({ labels: { label } }) => label?.stratum === 'random').map((trace) => [trace.id, trace]));
  const drawn = new Map<string, number | null>();
  const add = (traces: readonly QueueTrace[]): void => {
    for (const trace of traces) if (inSlice(trace)) drawn.set(trace.id, trace.startUs);
  };
  add(draw.sample);
  const elsewhere = [...done.values()].filter(({ id }) => !drawn.has(id));
  for (const queue of new Set(elsewhere.flatMap(({ labels: { label } }) => label?.queue ?? []))) add(draw.queue(queue));
  // What was drawn once stays of the sample, though traces came since that took its place.
  for (const { id, startUs } of done.values()) drawn.set(id, startUs);

  const weekOf = (startUs: number | null): string => (startUs === null ? 'undated' : draw.weekOf(startUs));
  const unfinished = new Set([...drawn].flatMap(([id, startUs]) => (done.has(id) ? [] : [weekOf(startUs)])));
  const leaning = [...done.values()].filter(({ startUs, labels: { label } }) => unfinished.has(weekOf(startUs)) && !(label?.queue !== undefined && draw.isFair(label.queue))).length;
  const share = drawn.size === 0 ? null : done.size / drawn.size;
  return { reviewed: done.size, drawn: drawn.size, reviewCoverage: share, leaning, biased: share !== null && done.size > 0 && (share < leastShare || leaning > 0) };
}
