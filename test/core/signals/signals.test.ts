import { describe, expect, it } from 'vitest';
import { signalRules } from '../../../src/core/signals/registry.ts';
import { span, trace } from '../trajectory/spans.ts';
import { signalFixtures, signalsOfFixture } from './signalFixtures.ts';

describe('signals', () => {
  it('that many runs show are told last, wherever they stand', () => {
    const spans = [span('run', { kind: 'agent', startUs: 0, endUs: 20_000_000 }), span('wait', { kind: 'llm', parentId: 'run', startUs: 0, endUs: 19_000_000 }), span('late', { kind: 'retrieval', parentId: 'run', startUs: 19_000_000, endUs: 20_000_000, attributes: { 'retrieval.documents': [] } })];
    const found = signalsOfFixture({ trace: trace(spans) });
    expect(found.map(({ id, steps, quiet = false }) => [id, steps, quiet])).toEqual([['nothingRetrieved', [3], false], ['slow', [2], true]]);
    expect(signalRules.filter(({ quiet }) => quiet).map(({ id }) => id)).toEqual(['failedCalls', 'slow']);
  });

  it('each has traces that show it and traces that nearly do', () => {
    const shown = Map.groupBy(signalFixtures, ({ signal }) => signal);
    expect([...shown.keys()].sort()).toEqual(signalRules.map(({ id }) => id).sort());
    for (const [signal, fixtures] of shown) expect([signal, fixtures.some((each) => each.expect.length > 0), fixtures.some((each) => each.expect.length === 0)]).toEqual([signal, true, true]);
  });

  it.each(signalFixtures)('$signal: $name', (fixture) => {
    const found = signalsOfFixture(fixture).filter(({ id }) => id === fixture.signal);
    expect(found.map(({ steps, why, tag }) => ({ steps, why, tag }))).toEqual(fixture.expect);
  });
});
