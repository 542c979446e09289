import { describe, expect, test } from 'vitest';
import { drawnAtRandom, isEnriched } from '../../../src/core/review/queueStrata.ts';
import type { QueueTrace } from '../../../src/core/review/queueTrace.ts';
import { evenHash, sharedTo } from '../../../src/core/review/queueTrace.ts';
import { reviewPace } from '../../../src/core/review/reviewPace.ts';
import { blockedBit } from '../../../src/core/signals/kept.ts';
import { queueTrace } from './queueTraces.ts';

const weekOf = (us: number) => `W${Math.floor(us / 7)}`;
const traces = Array.from({ length: 300 }, (_, at) => queueTrace(`t${at}`, { startUs: at % 14, risk: at % 3 === 0 ? 'high' : null }));

describe('the random stratum', () => {
  test('has as many of each week and risk tier as it says, and all where there are fewer', () => {
    const drawn = drawnAtRandom('q', traces, { perWeek: 10, perRisk: { high: 90 } }, weekOf);
    const counts = Map.groupBy(traces.filter(({ id }) => drawn.has(id)), ({ startUs, risk }) => `${weekOf(startUs!)} ${risk}`);
    expect(Object.fromEntries([...counts].map(([tier, some]) => [tier, some.length]))).toEqual({ 'W0 null': 10, 'W1 null': 10, 'W0 high': 51, 'W1 high': 49 });
  });

  test('is the same for everybody, another one in another queue, and does not lean on what came first', () => {
    const drawn = (queue: string, from: readonly QueueTrace[]) => [...drawnAtRandom(queue, from, { perWeek: 20 }, weekOf)].toSorted();
    expect(drawn('q', traces.toReversed())).toEqual(drawn('q', traces));
    expect(drawn('r', traces)).not.toEqual(drawn('q', traces));
    const places = drawn('q', traces).map((id) => Number(id.slice(1)));
    expect(places.reduce((sum, place) => sum + place, 0) / places.length).toBeGreaterThan(110);
    expect(places.reduce((sum, place) => sum + place, 0) / places.length).toBeLessThan(190);
  });

  test('keeps what was drawn when a trace of another week comes', () => {
    const before = drawnAtRandom('q', traces, { perWeek: 20 }, weekOf);
    const after = drawnAtRandom('q', [...traces, queueTrace('new', { startUs: 99 })], { perWeek: 20 }, weekOf);
    expect([...after].filter((id) => !before.has(id))).toEqual(['new']);
  });
});

test('hashes spread evenly', () => {
  const buckets = Array.from({ length: 16 }, () => 0);
  for (let at = 0; at < 16_000; at++) buckets[evenHash(`trace ${at}`) >>> 28]!++;
  for (const count of buckets) expect(Math.abs(count - 1000)).toBeLessThan(150);
});

test.each<readonly [string, Partial<QueueTrace>, number, boolean]>([
  ['nothing', {}, 0, false], ['edited', { feedback: 'edited' }, 0, true], ['rejected', { feedback: 'rejected' }, 0, true], ['accepted', { feedback: 'accepted' }, 0, false],
  ['near miss', {}, blockedBit, true], ['escalated', { escalated: true }, 0, true], ['fallback', { fallback: true }, 0, true], ['slow', { latencyMs: 10_001 }, 0, true], ['10 s', { latencyMs: 10_000 }, 0, false],
  ['over the cost budget', { costUsd: 0.2 }, 0, true], ['critical', { risk: 'critical' }, 0, true], ['high', { risk: 'high' }, 0, false],
])('enriched for what it shows: %s', (_, said, bits, enriched) => {
  expect(isEnriched(queueTrace('this', said), bits, { costUsd: 0.1 })).toBe(enriched);
});

test('shares are even, and the same whatever order the reviewers are in', () => {
  const shares = Map.groupBy(Array.from({ length: 900 }, (_, at) => `t${at}`), (id) => sharedTo(id, ['ana', 'jonas', 'maria']));
  for (const share of shares.values()) expect(Math.abs(share.length - 300)).toBeLessThan(50);
  expect(sharedTo('t1', ['maria', 'ana', 'jonas', 'ana'])).toBe(sharedTo('t1', ['ana', 'jonas', 'maria']));
  expect(sharedTo('t1', [])).toBeUndefined();
});

test('the pace is the median time between labels, without breaks; unknown with few', () => {
  const minute = 60_000;
  expect(reviewPace([0, 1, 2, 3, 5, 6].map((at) => at * minute))).toBe(minute);
  expect(reviewPace([0, 1, 2, 3, 4, 300, 301, 302].map((at) => at * minute))).toBe(minute);
  expect(reviewPace([0, 1, 2].map((at) => at * minute))).toBeNull();
  expect(reviewPace([0, 100, 200, 300, 400, 500, 600].map((at) => at * minute))).toBeNull();
});
