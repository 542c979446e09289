import { expect, test } from 'vitest';
import type { TrajectoryStep } from '../../../src/core/model/trajectory.ts';
import { isCurrent, packSteps, unpackSteps } from '../../../src/core/trajectory/packedSteps.ts';

const step = (n: number, more: Partial<TrajectoryStep> = {}): TrajectoryStep => ({
  n, spanId: `s${n}`, parent: n === 1 ? null : 1, depth: n === 1 ? 0 : 1, children: 0, kind: 'tool', name: 'a "quoted" name \u2028', detail: null, startUs: 5, endUs: null, inputTokens: 0, outputTokens: null,
  costUsd: 0.5, failed: false, failedBelow: false, blocked: false, error: null, noise: false, synthetic: false, parallel: null, ...more,
});

test.each([
  ['none', []],
  ['one', [step(1)]],
  ['what only a later step has', [step(1), step(2, { failedTransport: true, failed: true }), step(3)]],
])('steps come out as they went in: %s', (_, steps) => expect(unpackSteps(packSteps(steps))).toEqual(steps));

test('steps that were numbered by an older rule are known', () => {
  const packed = packSteps([step(1)]);
  expect([isCurrent(packed), isCurrent(packed.replace(/"numbering":[0-9]+,/, ''))]).toEqual([true, false]);
});
