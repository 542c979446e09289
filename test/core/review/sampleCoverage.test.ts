import { describe, expect, test } from 'vitest';
import { biasWords, coverageWords } from '../../../src/core/display/sampleWords.ts';
import type { Label } from '../../../src/core/model/label.ts';
import type { LabelledTrace } from '../../../src/core/model/review.ts';
import type { Draw } from '../../../src/core/review/sampleCoverage.ts';
import { sampleCoverage } from '../../../src/core/review/sampleCoverage.ts';
import { labelled } from './patterns/generatedTraffic.ts';
import { queueTrace } from './queueTraces.ts';

/** Weeks of ten microseconds. */
const drawOf = (sample: number, queues: Readonly<Record<string, readonly string[]>> = {}): Draw => ({
  sample: Array.from({ length: sample }, (_, at) => queueTrace(`s${at}`, { startUs: at })),
  queue: (id) => (queues[id] ?? []).map((each) => queueTrace(each, { startUs: 500 })),
  isFair: (queue) => queue === 'sample', weekOf: (us) => `W${Math.floor(us / 10)}`,
});
const reviewed = (ids: readonly string[], met: Partial<Label>, startUs?: number): readonly LabelledTrace[] => ids.map((id) => labelled(id, { startUs: startUs ?? Number(id.slice(1)), label: { verdict: 'pass', ...met } }));
const some = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => `s${from + at}`);
const drawn = (queue?: string): Partial<Label> => ({ stratum: 'random', ...(queue === undefined ? {} : { queue }) });

describe('how much of the random sample is reviewed', () => {
  test('what was met at random says something of the whole from a fifth of it on', () => {
    expect(sampleCoverage(reviewed(some(0, 8), drawn('sample')), drawOf(40))).toEqual({ reviewed: 8, drawn: 40, reviewCoverage: 0.2, leaning: 0, biased: false });
    expect(sampleCoverage(reviewed(some(0, 7), drawn('sample')), drawOf(40))).toMatchObject({ reviewed: 7, biased: true });
  });

  test('what was met among failures, or by hand, leans until all that was drawn of its week is reviewed', () => {
    const half = [...reviewed(some(0, 3), drawn('failed')), ...reviewed(some(3, 4), drawn()), ...reviewed(some(4, 5), drawn('sample'))];
    expect(sampleCoverage(half, drawOf(10))).toEqual({ reviewed: 5, drawn: 10, reviewCoverage: 0.5, leaning: 4, biased: true });
    const whole = [...half, ...reviewed(some(5, 10), drawn('sample'))];
    expect(sampleCoverage(whole, drawOf(10))).toMatchObject({ reviewed: 10, leaning: 0, biased: false });
    // Of the next week nothing is reviewed, which leaves the first one as it is.
    expect(sampleCoverage(whole, drawOf(20))).toMatchObject({ reviewed: 10, drawn: 20, leaning: 0, biased: false });
  });

  test('traces outside of the random sample count on neither side', () => {
    expect(sampleCoverage([...reviewed(some(0, 2), drawn('sample')), ...reviewed(['x1', 'x2'], { stratum: 'enriched', queue: 'failed' }), ...reviewed(['x3'], {})], drawOf(10))).toMatchObject({ reviewed: 2, drawn: 10 });
  });

  test('a queue with a sample of its own counts once something was reviewed in it that the weekly sample does not hold', () => {
    const draw = drawOf(10, { refunds: ['r1', 'r2', 'r3', 's1'] });
    expect(sampleCoverage(reviewed(['s1'], drawn('refunds')), draw)).toMatchObject({ reviewed: 1, drawn: 10 });
    expect(sampleCoverage(reviewed(['r1'], drawn('refunds')), draw)).toMatchObject({ reviewed: 1, drawn: 13 });
  });

  test('what was drawn once stays, and only the slice counts', () => {
    expect(sampleCoverage(reviewed(['gone'], drawn('sample'), 5), drawOf(10))).toMatchObject({ reviewed: 1, drawn: 11 });
    expect(sampleCoverage(reviewed(some(0, 2), drawn('sample')), drawOf(40), ({ startUs }) => startUs! < 10)).toMatchObject({ reviewed: 2, drawn: 10, biased: false });
  });

  test('nothing drawn is not measured, and nothing reviewed is no biased rate', () => {
    expect(sampleCoverage([], drawOf(0))).toEqual({ reviewed: 0, drawn: 0, reviewCoverage: null, leaning: 0, biased: false });
    expect(sampleCoverage([], drawOf(10))).toEqual({ reviewed: 0, drawn: 10, reviewCoverage: 0, leaning: 0, biased: false });
  });
});

test.each([
  [{ reviewed: 8, drawn: 40, reviewCoverage: 0.2, leaning: 0, biased: false }, '8 of 40 drawn are reviewed, 20 %', ''],
  [{ reviewed: 1, drawn: 40, reviewCoverage: 0.025, leaning: 0, biased: true }, '1 of 40 drawn is reviewed, 3 %', 'Biased sample: too little of it is reviewed; review more of the sample.'],
  [{ reviewed: 14, drawn: 40, reviewCoverage: 0.35, leaning: 5, biased: true }, '14 of 40 drawn are reviewed, 35 %', 'Biased sample: 5 of the 14 were met where failures come first, or picked by hand; review the rest of the sample.'],
  [{ reviewed: 0, drawn: 0, reviewCoverage: null, leaning: 0, biased: false }, 'Nothing is drawn: no trace is imported here', ''],
])('%j', (coverage, words, bias) => expect([coverageWords(coverage), biasWords(coverage)]).toEqual([words, bias]));
