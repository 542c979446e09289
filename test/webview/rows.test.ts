import { describe, expect, test } from 'vitest';
import type { TrajectoryStep } from '../../src/core/model/trajectory.ts';
import { heatOf, maximaOf } from '../../webview/trajectory/heat.ts';
import { ancestorsOf, rowsOf } from '../../webview/trajectory/tree/rows.ts';
import type { Row } from '../../webview/trajectory/tree/rows.ts';
import { barOf, timeSpanOf } from '../../webview/trajectory/timeSpan.ts';

const step = (n: number, parent: number | null, more: Partial<TrajectoryStep> = {}): TrajectoryStep => ({
  n, spanId: `s${n}`, parent, depth: 0, children: 0, kind: 'tool', name: `step${n}`, detail: null, startUs: null, endUs: null, inputTokens: null, outputTokens: null,
  costUsd: null, failed: false, failedBelow: false, blocked: false, error: null, noise: false, synthetic: false, parallel: null, ...more,
});

/** Rows as text: indent, number or group, `-` unfolded, `+` folded. */
const drawn = (rows: readonly Row[]) =>
  rows.map((row) => `${'  '.repeat(row.depth)}${row.foldable ? (row.folded ? '+' : '-') : ' '}${row.type === 'group' ? `[${row.count} ${row.kind}]` : row.step.n}${row.lines.map((line) => (line.last ? '`' : '|')).join('')}`);

const none = { folded: new Set<number>(), noise: false, find: '' };

describe('rows', () => {
  test('children stand under their parents, whatever the order of arrival', () => {
    const steps = [step(1, null), step(2, 1), step(4, 3), step(3, 1)];
    expect(drawn(rowsOf(steps, none).rows)).toEqual(['-1', '   2', '  -3', '     4']);
  });

  test('hidden steps hand their children up, and are counted; a failed one is not hidden', () => {
    const steps = [step(1, null), step(3, 1, { noise: true }), step(2, 3), step(4, 1, { noise: true, failed: true })];
    const { rows, hidden } = rowsOf(steps, none);
    expect(drawn(rows)).toEqual(['-1', '   2', '   4']);
    expect(hidden).toBe(1);
    expect(drawn(rowsOf(steps, { ...none, noise: true }).rows)).toEqual(['-1', '  -3', '     2', '   4']);
  });

  test('calls of one turn stand under a head, with a line that ends at the last of them', () => {
    const steps = [step(1, null), step(2, 1, { parallel: 7 }), step(3, 2), step(4, 1, { parallel: 7 }), step(5, 1)];
    expect(drawn(rowsOf(steps, none).rows)).toEqual(['-1', '  -[2 calls]', '    -2|', '       3|', '     4`', '   5']);
    expect(drawn(rowsOf(steps, { ...none, folded: new Set([-2]) }).rows)).toEqual(['-1', '  +[2 calls]', '   5']);
    expect(drawn(rowsOf(steps, { ...none, folded: new Set([2]) }).rows)).toEqual(['-1', '  -[2 calls]', '    +2|', '     4`', '   5']);
  });

  test('one call alone is no group, and two groups are two', () => {
    const steps = [step(1, null, { parallel: 1 }), step(2, null, { parallel: 2 }), step(3, null, { parallel: 2 }), step(4, null, { parallel: 3, kind: 'agent' }), step(5, null, { parallel: 3, kind: 'agent' })];
    expect(drawn(rowsOf(steps, none).rows)).toEqual([' 1', '-[2 calls]', '   2|', '   3`', '-[2 steps]', '   4|', '   5`']);
  });

  test('finding leaves what matches, under its parents, whatever was folded', () => {
    const steps = [step(1, null), step(2, 1, { error: 'Timed out' }), step(3, 1), step(4, 3, { noise: true }), step(5, 4, { detail: 'timeout: 30', parallel: 7 }), step(6, 4, { parallel: 7 })];
    const { rows, found } = rowsOf(steps, { ...none, folded: new Set([1]), find: ' TIME' });
    expect(drawn(rows)).toEqual([' 1', '   2', '   3', '     5']);
    expect(rows.map((row) => row.type === 'step' && row.context)).toEqual([true, false, true, false]);
    expect(found).toBe(2);
    expect(rowsOf(steps, { ...none, find: 'nowhere' }).rows).toEqual([]);
  });

  test('a tree that is broken in spite of all is drawn once, not for ever', () => {
    expect(rowsOf([step(1, 2), step(2, 1)], none).rows.length).toBeLessThanOrEqual(2);
    expect(ancestorsOf([step(1, 2), step(2, 1)], 1).length).toBeLessThan(10);
  });

  test('20,000 steps take milliseconds', () => {
    const steps = Array.from({ length: 20_000 }, (_, index) => step(index + 1, index === 0 ? null : index % 50 === 0 ? 1 : Math.floor(index / 50) * 50 + 1));
    const since = performance.now();
    expect(rowsOf(steps, none).rows).toHaveLength(20_000);
    expect(performance.now() - since).toBeLessThan(500);
  });

  test('what must be unfolded to see a step: parents and the head of its group', () => {
    expect(ancestorsOf([step(1, null), step(2, 1, { parallel: 7 }), step(3, 1, { parallel: 7 }), step(4, 3)], 4)).toEqual(expect.arrayContaining([3, 1, -2, -3]));
  });
});

describe('heat', () => {
  const lasting = (n: number, seconds: number, more: Partial<TrajectoryStep> = {}) => step(n, 1, { startUs: 0, endUs: seconds * 1_000_000, ...more });
  const levels = (steps: readonly TrajectoryStep[]) => steps.map((each) => heatOf(each, 'time', maximaOf(steps))?.level);

  test('is measured against the greatest step, agents and parents left out', () => {
    const steps = [step(1, null, { kind: 'agent', startUs: 0, endUs: 10_000_000 }), lasting(2, 8), lasting(3, 4, { parent: 2, kind: 'llm' }), lasting(4, 2.2), lasting(5, 1), lasting(6, 0.9), lasting(7, 0.4), lasting(8, 0.3), lasting(9, 0.5)];
    expect(levels(steps)).toEqual([undefined, undefined, 'hot', 'warm', undefined, undefined, undefined, undefined, undefined]);
    expect(heatOf(steps[2]!, 'cost', maximaOf(steps))).toBeUndefined();
  });

  test('is for outliers only: where most steps are alike none stands out', () => {
    expect(levels([lasting(2, 1), lasting(3, 1.4), lasting(4, 1.7)])).toEqual([undefined, undefined, undefined]);
    expect(levels([lasting(2, 5)])).toEqual([undefined]);
    // Model calls take longer than tools: each kind is compared with itself.
    const calls = [2, 2.1, 1.9, 2].map((seconds, index) => lasting(2 + index, seconds, { kind: 'llm' }));
    const tools = Array.from({ length: 9 }, (_, index) => lasting(10 + index, 0.01));
    expect(levels([...calls, ...tools]).every((level) => level === undefined)).toBe(true);
    expect(levels([...calls, lasting(7, 9, { kind: 'llm' }), ...tools])[4]).toBe('hot');
  });

  test('is not lit by milliseconds', () => {
    const steps = [step(1, null, { startUs: 0, endUs: 800 }), step(2, null, { startUs: 800, endUs: 900 })];
    expect(heatOf(steps[0]!, 'time', maximaOf(steps))).toBeUndefined();
  });
});

describe('time', () => {
  test('a trace without times has no span, a step without them no bar', () => {
    expect(timeSpanOf([step(1, null)])).toBeNull();
    const whole = timeSpanOf([step(1, null, { startUs: 100, endUs: 200 }), step(2, null, { startUs: 150, endUs: 300 })]);
    expect(whole).toEqual({ startUs: 100, endUs: 300 });
    expect(barOf(step(3, null, { startUs: 150, endUs: 200 }), whole!)).toEqual({ start: 0.25, length: 0.25 });
    expect(barOf(step(3, null), whole!)).toBeNull();
  });
});
