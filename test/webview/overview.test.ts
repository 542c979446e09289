import * as fc from 'fast-check';
import { signal } from '@preact/signals';
import { describe, expect, test } from 'vitest';
import type { ContextCall } from '../../src/core/model/insights.ts';
import type { TrajectoryStep } from '../../src/core/model/trajectory.ts';
import { axisOf } from '../../webview/trajectory/overview/axis.ts';
import { cell, cellsOf } from '../../webview/trajectory/overview/cells.ts';
import { waitsOf } from '../../webview/trajectory/overview/gaps.ts';
import { nearestStep } from '../../webview/trajectory/overview/nearestStep.ts';
import { createRange, overlaps } from '../../webview/trajectory/overview/range.ts';
import { scaleOf } from '../../webview/trajectory/overview/scale.ts';
import { clockWords, ticksOf } from '../../webview/trajectory/overview/ticks.ts';
import { thinned, tokenStrip } from '../../webview/trajectory/overview/tokens.ts';
import { aStep, timedStep } from './aStep.ts';

/** What the overview and the timeline are drawn from, without a browser. */

const second = 1_000_000;

describe('the axis', () => {
  test('is the clock from the first start to the last end; a step without an end is a moment', () => {
    const steps = [timedStep(1, 0, 5), timedStep(2, 1, 2), timedStep(3, 7, 7, { endUs: null }), aStep(4, 1)];
    const axis = axisOf(steps);
    expect([axis.kind, axis.length]).toEqual(['time', 7 * second]);
    expect(steps.map((step) => axis.placeOf(step))).toEqual([{ from: 0, to: 5 * second }, { from: second, to: 2 * second }, { from: 7 * second, to: 7 * second }, null]);
    expect(axis.wordsOf(4.594 * second)).toBe('+4.59 s');
  });

  test('is the order of the steps where there is no clock; what has others below reaches over them, hidden ones take no place', () => {
    const steps = [aStep(1, null), aStep(2, 1), aStep(3, 2), aStep(4, 1), aStep(5, 1, { noise: true })];
    const axis = axisOf(steps);
    expect([axis.kind, axis.length]).toEqual(['order', 4]);
    expect(steps.map((step) => axis.placeOf(step))).toEqual([{ from: 0, to: 4 }, { from: 1, to: 3 }, { from: 2, to: 3 }, { from: 3, to: 4 }, null]);
    expect(axis.wordsOf(2.5)).toBe('step 3');
    // All at one time is no clock either.
    expect(axisOf([timedStep(1, 3, 3), timedStep(2, 3, 3)]).kind).toBe('order');
    expect(axisOf([]).length).toBe(1);
  });

  test('an end before the start is a moment, not a length below nothing', () => {
    const steps = [timedStep(1, 0, 9), timedStep(2, 5, 2)];
    expect(axisOf(steps).placeOf(steps[1]!)).toEqual({ from: 5 * second, to: 5 * second });
  });
});

describe('waits', () => {
  test('are where nothing ran, whatever contained it', () => {
    const steps = [timedStep(1, 0, 100, { kind: 'agent', children: 3 }), timedStep(2, 0, 1), timedStep(3, 40, 41), timedStep(4, 40.5, 100)];
    const waits = waitsOf(steps, axisOf(steps));
    expect(waits.gaps).toEqual([{ from: second, to: 40 * second }]);
    expect(waits.share).toBeCloseTo(0.39);
    expect(waits.certain).toBe(true);
    expect(waitsOf([...steps, timedStep(5, 50, 50)], axisOf(steps)).certain).toBe(false);
  });

  test('of a run without a clock there are none', () => expect(waitsOf([aStep(1, null)], axisOf([aStep(1, null)]))).toEqual({ gaps: [], share: 0, certain: true }));
});

describe('the scale', () => {
  test('folds stretches to bands, and goes back the way it came', () => {
    const scale = scaleOf(0, 1000, [{ from: 100, to: 900 }]);
    expect(scale.shareOf(100)).toBeCloseTo(0.485);
    expect(scale.shareOf(900)).toBeCloseTo(0.515);
    expect(scale.shareOf(1000)).toBeCloseTo(1);
    expect(scaleOf(0, 1000, []).shareOf(250)).toBe(0.25);
    expect(scaleOf(200, 300, [{ from: 0, to: 100 }]).shareOf(250)).toBe(0.5);
  });

  test('keeps the order, whatever is folded', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 10_000 }), { minLength: 4, maxLength: 40 }), fc.integer({ min: 1, max: 9999 }), (edges, value) => {
      const sorted = edges.toSorted((a, b) => a - b);
      const folds = Array.from({ length: Math.floor(sorted.length / 2) }, (_, index) => ({ from: sorted[index * 2]!, to: sorted[index * 2 + 1]! }));
      const scale = scaleOf(0, 10_000, folds);
      expect(scale.shareOf(0)).toBeCloseTo(0);
      expect(scale.shareOf(10_000)).toBeCloseTo(1);
      expect(scale.shareOf(value)).toBeLessThanOrEqual(scale.shareOf(value + 1) + 1e-9);
      expect(scale.valueAt(scale.shareOf(value))).toBeCloseTo(value, 3);
    }));
  });
});

describe('the ruler', () => {
  const marks = (steps: readonly TrajectoryStep[], width: number) => {
    const axis = axisOf(steps);
    return ticksOf(axis, scaleOf(0, axis.length, []), width).map(({ words }) => words);
  };
  test.each<[number, number, readonly string[]]>([
    [9.17, 1300, ['0 s', '1 s', '2 s', '3 s', '4 s', '5 s', '6 s', '7 s', '8 s', '9 s']],
    [0.4, 450, ['0 s', '100 ms', '200 ms', '300 ms']],
    [8040, 1000, ['0 min', '15 min', '30 min', '45 min', '1 h', '1 h 15 min', '1 h 30 min', '1 h 45 min', '2 h']],
    [400_000, 400, ['0 h', '1 d', '2 d', '3 d', '4 d']],
  ])('%d seconds on %d pixels', (seconds, width, wanted) => expect(marks([timedStep(1, 0, seconds)], width)).toEqual(wanted));

  test('of steps in order names steps', () => {
    expect(marks(Array.from({ length: 60 }, (_, index) => aStep(index + 1, null)), 600)).toEqual(['step 1', 'step 11', 'step 21', 'step 31', 'step 41', 'step 51']);
  });

  test('jumps where time is folded, and says where to', () => {
    const axis = axisOf([timedStep(1, 0, 4000)]);
    const words = ticksOf(axis, scaleOf(0, axis.length, [{ from: 60 * second, to: 3940 * second }]), 600).map((tick) => tick.words);
    expect(words).toEqual(['0 s', '30 s', '1 h 5 min 40 s', '1 h 6 min', '1 h 6 min 30 s']);
  });

  test('no width has no marks, and no length or width holds up the page', () => {
    expect(marks([timedStep(1, 0, 1)], 0)).toEqual([]);
    fc.assert(fc.property(fc.double({ min: 1e-6, max: 1e9, noNaN: true }), fc.integer({ min: 1, max: 5000 }), (seconds, width) => {
      expect(marks([timedStep(1, 0, seconds)], width).length).toBeLessThanOrEqual(width / 70 + 2);
    }));
  });

  test('words stay plain', () => {
    expect(clockWords(90.5 * second, second / 2)).toBe('90.5 s');
    expect(clockWords(3661 * second, second)).toBe('1 h 1 min 1 s');
  });
});

describe('the cells of the overview', () => {
  const steps = [timedStep(1, 0, 10, { kind: 'agent', children: 3, failed: true }), timedStep(2, 0, 4, { kind: 'llm' }), timedStep(3, 5, 6, { failed: true }), timedStep(4, 9, 10), timedStep(5, 2, 3, { noise: true })];

  test('one lane a kind, a failure over what ran, hidden steps left out', () => {
    const { lanes, failures } = cellsOf(steps, axisOf(steps), 10);
    expect(lanes.map(({ kind, cells }) => [kind, [...cells].join('')])).toEqual([['agent', '1111111111'], ['llm', '1111000000'], ['tool', '0000020001']]);
    expect([...failures].join('')).toBe('0000010000');
    expect(lanes[2]?.cells[5]).toBe(cell.failed);
  });

  test('a moment takes at least what it is given, at the end too', () => {
    const moments = [timedStep(1, 0, 10), timedStep(2, 10, 10, { kind: 'llm' })];
    expect([...cellsOf(moments, axisOf(moments), 20, 3).lanes[0]!.cells].join('')).toBe('00000000000000000111');
  });

  test('frames stretches in which nothing ran, where there is room for a frame', () => {
    const steps = [timedStep(1, 0, 10), timedStep(2, 50, 60), timedStep(3, 61, 100)];
    const axis = axisOf(steps);
    expect(cellsOf(steps, axis, 100, 1, waitsOf(steps, axis).gaps).waits).toEqual([[10, 49]]);
    expect(cellsOf(steps, axis, 10, 1, waitsOf(steps, axis).gaps).waits).toEqual([]);
  });

  test('20,000 steps that all last as long as the whole take milliseconds', () => {
    const long = Array.from({ length: 20_000 }, (_, index) => timedStep(index + 1, 0, 1000));
    // Of this process alone: a browser may be busy beside it.
    const since = process.cpuUsage();
    cellsOf(long, axisOf(long), 4000);
    expect(process.cpuUsage(since).user / 1000).toBeLessThan(300);
  });
});

describe('a click on the overview', () => {
  const steps = [timedStep(1, 0, 10, { kind: 'agent' }), timedStep(2, 0, 4), timedStep(3, 3.9, 6, { failed: true }), timedStep(4, 9, 9.2)];
  const at = (seconds: number) => nearestStep(steps, axisOf(steps), seconds * second, second / 20);
  test.each([[1, 2], [3.95, 3], [8, 1], [9.1, 4], [8.96, 4]])('at %d s means step %d', (seconds, n) => expect(at(seconds)).toBe(n));
  test('beside all steps means the nearest', () => expect(nearestStep([timedStep(1, 0, 1), timedStep(2, 9, 10)], axisOf([timedStep(1, 0, 1), timedStep(2, 9, 10)]), 6 * second, 0)).toBe(2));
});

describe('the range', () => {
  const of = () => createRange(signal(axisOf([timedStep(1, 0, 10)])));
  test('is what was drawn, in any direction and within the trace; all of it is none', () => {
    const { range, set } = of();
    set(8 * second, -5);
    expect(range.value).toEqual({ from: 0, to: 8 * second });
    set(0, 99 * second);
    expect(range.value).toBeNull();
    set(5 * second, 5 * second);
    expect(range.value!.to - range.value!.from).toBe(second / 100);
  });

  test('keeps its length as it moves, and stays inside', () => {
    const { range, set, moveBy, moveTo, include } = of();
    set(2 * second, 4 * second);
    moveBy(0.5);
    expect(range.value).toEqual({ from: 3 * second, to: 5 * second });
    moveTo(99 * second);
    expect(range.value).toEqual({ from: 8 * second, to: 10 * second });
    include({ from: 8.5 * second, to: 9 * second });
    expect(range.value).toEqual({ from: 8 * second, to: 10 * second });
    include({ from: 1 * second, to: 2 * second });
    expect(range.value).toEqual({ from: 0.5 * second, to: 2.5 * second });
  });

  test('a moment on its edge is in it', () => {
    expect(overlaps({ from: 2, to: 2 }, { from: 2, to: 4 })).toBe(true);
    expect(overlaps({ from: 1, to: 2 }, { from: 2, to: 4 })).toBe(false);
    expect(overlaps({ from: 4, to: 5 }, { from: 2, to: 4 })).toBe(false);
  });
});

describe('the token strip', () => {
  const steps = [timedStep(1, 0, 10), timedStep(2, 2, 3), timedStep(3, 5, 6)];
  const byNumber = new Map(steps.map((step) => [step.n, step]));
  const call = (step: number, promptTokens: number | null, more: Partial<ContextCall> = {}): ContextCall => ({ step, promptTokens, window: 200_000, messages: 1, documents: 0, cut: null, ...more });
  const strip = (calls: readonly ContextCall[]) => tokenStrip(calls, byNumber, axisOf(steps));

  test('is there only where a prompt passed half of its window', () => {
    expect(strip([call(2, 100_000)])).toBeNull();
    expect(strip([call(2, 187_204), call(3, null)])).toMatchObject({ peak: { step: 2, tokens: 187_204 }, points: [{ at: 0.2 }] });
    expect(strip([call(2, 900_000, { window: null })])).toBeNull();
    expect(strip([call(77, 187_204)])).toBeNull();
  });

  test('marks where something was cut', () => expect(strip([call(2, 150_000), call(3, 20_000, { cut: 'prompt cut by 83 %' })])?.cuts.map(({ step }) => step)).toEqual([3]));

  test('keeps the peaks of many calls', () => {
    const points = Array.from({ length: 5000 }, (_, index) => ({ at: index / 5000, step: index, tokens: index === 2501 ? 99 : 1, window: 100, cut: null }));
    expect(thinned(points, 500)).toHaveLength(500);
    expect(Math.max(...thinned(points, 500).map(({ tokens }) => tokens))).toBe(99);
  });
});
