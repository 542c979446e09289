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
  const done: LabelledTrace[] = [];
  const isDone = new Set<string>();
  for (const trace of reviewed) {
    if (trace.labels.label?.stratum !== 'random' || isDone.has(trace.id)) continue;
    isDone.add(trace.id);
    done.push(trace);
  }
  const drawn = new Set<string>();
  const unfinished = new Set<string>();
  const weekOf = (startUs: number | null): string => (startUs === null ? 'undated' : draw.weekOf(startUs));
  const add = (traces: readonly QueueTrace[]): void => {
    for (const trace of traces) {
      if (drawn.has(trace.id) || !inSlice(trace)) continue;
      drawn.add(trace.id);
      if (!isDone.has(trace.id)) unfinished.add(weekOf(trace.startUs));
    }
  };
  add(draw.sample);
  const queues = new Set<string>();
  for (const { id, labels: { label } } of done) if (label?.queue !== undefined && !queues.has(label.queue) && !drawn.has(id)) queues.add(label.queue);
  for (const queue of queues) add(draw.queue(queue));
  // What was drawn once stays of the sample, though traces came since that took its place.
  for (const { id } of done) drawn.add(id);

  let leaning = 0;
  if (unfinished.size > 0) for (const { startUs, labels: { label } } of done) if (!(label?.queue !== undefined && draw.isFair(label.queue)) && unfinished.has(weekOf(startUs))) leaning++;
  const share = drawn.size === 0 ? null : done.length / drawn.size;
  return { reviewed: done.length, drawn: drawn.size, reviewCoverage: share, leaning, biased: share !== null && done.length > 0 && (share < leastShare || leaning > 0) };
}
