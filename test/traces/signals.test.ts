import { beforeAll, describe, expect, test } from 'vitest';
import { hitKey, judgements, missed } from '../core/signals/judgements.ts';
import { hasCorpus } from './corpus.ts';
import type { Hit } from './signalHits.ts';
import { signalHits } from './signalHits.ts';

/** Of each signal so many hits are judged, or all there are. */
const enough = 15;

describe.runIf(hasCorpus)('signals in real exports', () => {
  let hits: readonly Hit[] = [];
  beforeAll(async () => {
    hits = await signalHits();
  }, 120_000);

  test('are those that were judged: what a signal no longer says there is to be taken out, what it says instead to be judged anew', () => {
    const found = new Set(hits.map(hitKey));
    expect(judgements.filter((each) => !found.has(hitKey(each))).map(hitKey)).toEqual([]);
  });

  test('are in as many traces as recall was worked out from', () => {
    const traceOf = ({ unit, trace }: { readonly unit: string; readonly trace: string }) => JSON.stringify([unit, trace]);
    const bySignal = [...Map.groupBy(hits, (hit) => hit.signal)].map(([signal, those]) => [signal, new Set(those.map(traceOf)).size]);
    expect(Object.fromEntries(bySignal)).toEqual(missed.found);
    const withHit = new Set(hits.map(traceOf));
    expect(withHit.size).toBe(missed.withHit);
    // What was read as a trace without a hit is one, but for what was mended since.
    expect(missed.read.filter((each) => withHit.has(traceOf(each)) !== (each.mended === true)).map(traceOf)).toEqual([]);
  });

  test('are judged, enough of each', () => {
    const judged = new Set(judgements.map(hitKey));
    expect(judged.size).toBe(judgements.length);
    expect(judged.size).toBeGreaterThanOrEqual(60);
    for (const [signal, those] of Map.groupBy(hits, (hit) => hit.signal)) {
      const open = those.filter((hit) => !judged.has(hitKey(hit)));
      if (those.length - open.length < Math.min(enough, those.length)) expect(open.map((hit) => `${hitKey(hit)}: ${hit.found.why}`), signal).toEqual([]);
    }
  });
});
