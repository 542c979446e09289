import { describe, expect, it } from 'vitest';
import { signalRules } from '../../../src/core/signals/registry.ts';
import { signalFixtures, signalsOfFixture } from './signalFixtures.ts';

describe('signals', () => {
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
