import { describe, expect, test } from 'vitest';
import { aStep as step } from './aStep.ts';
import type { TrajectoryStep } from '../../src/core/model/trajectory.ts';
import type { Insights, Repeat } from '../../src/core/model/insights.ts';
import { heatOf, maximaOf } from '../../webview/trajectory/heat.ts';
import { axisOf } from '../../webview/trajectory/overview/axis.ts';
import { allRows } from '../../webview/trajectory/tree/allRows.ts';
import type { AllRows } from '../../webview/trajectory/tree/allRows.ts';
import { idleBefore } from '../../webview/trajectory/tree/idleBefore.ts';
import { idleWords } from '../../webview/trajectory/tree/IdleRowView.tsx';
import { keyOf } from '../../webview/trajectory/tree/rows.ts';
import type { Row } from '../../webview/trajectory/tree/rows.ts';
import { keptIn, keysAbove, rowPlaces, shownRows } from '../../webview/trajectory/tree/shownRows.ts';
import type { Folds } from '../../webview/trajectory/tree/shownRows.ts';
import { visibleTree } from '../../webview/trajectory/tree/visibleTree.ts';

const told = (row: Row): string => {
  switch (row.type) {
    case 'step': return `${row.step.n}`;
    case 'group': return `[${row.count} ${row.kind}]`;
    case 'repeat': return `<${row.repeat.words}>`;
    case 'rounds': return `${row.count} more, ${row.from} to ${row.to}`;
    case 'idle': return `${row.idle.certain ? 'idle' : 'nothing for'} ${row.idle.us / 1_000_000} s${row.idle.cause === null || row.idle.cause === undefined ? '' : `, ${row.idle.cause}`}`;
  }
};
/** Rows as text: indent, number or head, `-` unfolded, `+` folded; then its lines: a double line is `|`, a bracket `[`; `'` where one begins, `.` where it ends. */
const drawn = (rows: readonly Row[]) =>
  rows.map((row) => `${'  '.repeat(row.depth)}${row.foldable ? (row.folded ? '+' : '-') : ' '}${told(row)}${row.lines.map((line) => ` ${line.kind === 'parallel' ? '|' : '['}${line.first ? "'" : line.last ? '.' : ''}`).join('')}`);

type Choices = { readonly noise?: boolean; readonly repeats?: readonly Repeat[]; readonly waits?: Insights['waits'] };
function everyRow(steps: readonly TrajectoryStep[], { noise = false, repeats = [], waits = [] }: Choices = {}): AllRows {
  const tree = visibleTree(steps, noise);
  return allRows(tree, { repeats, idle: idleBefore(steps, tree, axisOf(steps), { repeats, waits }) });
}
const shown = (all: AllRows, folds: Partial<Folds> = {}) => shownRows(all, { folded: new Set(), opened: new Set(), ...folds }, null).rows;
const rowsOf = (steps: readonly TrajectoryStep[], choices: Choices & Partial<Folds> = {}) => drawn(shown(everyRow(steps, choices), choices));

describe('rows', () => {
  test('children stand under their parents, whatever the order of arrival', () => {
    expect(rowsOf([step(1, null), step(2, 1), step(4, 3), step(3, 1)])).toEqual(['-1', '   2', '  -3', '     4']);
  });

  test('hidden steps hand their children up; a failed one is not hidden', () => {
    const steps = [step(1, null), step(3, 1, { noise: true }), step(2, 3), step(4, 1, { noise: true, failed: true })];
    expect(rowsOf(steps)).toEqual(['-1', '   2', '   4']);
    expect(visibleTree(steps, false).hidden.map((each) => [each.step.n, each.parent])).toEqual([[3, 1]]);
    expect(rowsOf(steps, { noise: true })).toEqual(['-1', '  -3', '     2', '   4']);
  });

  test('calls of one turn stand under a head, with a line from it to the last of them', () => {
    const steps = [step(1, null), step(2, 1, { parallel: 7 }), step(3, 2), step(4, 1, { parallel: 7 }), step(5, 1)];
    expect(rowsOf(steps)).toEqual(['-1', "  -[2 calls] |'", '    -2 |', '       3 |', '     4 |.', '   5']);
    expect(rowsOf(steps, { folded: new Set([keyOf('group', 2)]) })).toEqual(['-1', '  +[2 calls]', '   5']);
    expect(rowsOf(steps, { folded: new Set([2]) })).toEqual(['-1', "  -[2 calls] |'", '    +2 |', '     4 |.', '   5']);
  });

  test('the line ends at a folded row that is the last', () => {
    const steps = [step(1, null, { parallel: 7 }), step(2, null, { parallel: 7 }), step(3, 2)];
    expect(rowsOf(steps)).toEqual(["-[2 calls] |'", '   1 |', '  -2 |', '     3 |.']);
    expect(rowsOf(steps, { folded: new Set([2]) })).toEqual(["-[2 calls] |'", '   1 |', '  +2 |.']);
  });

  test('one call alone is no group, and two groups are two', () => {
    const steps = [step(1, null, { parallel: 1 }), step(2, null, { parallel: 2 }), step(3, null, { parallel: 2 }), step(4, null, { parallel: 3, kind: 'agent' }), step(5, null, { parallel: 3, kind: 'agent' })];
    expect(rowsOf(steps)).toEqual([' 1', "-[2 calls] |'", '   2 |', '   3 |.', "-[2 steps] |'", '   4 |', '   5 |.']);
  });

  test('a tree that is broken in spite of all is drawn once, not for ever', () => {
    expect(rowsOf([step(1, 2), step(2, 1)]).length).toBeLessThanOrEqual(2);
    expect(rowsOf([step(1, 2, { noise: true }), step(2, 1, { noise: true }), step(3, 1)])).toEqual([' 3']);
  });

  test('what must be unfolded to see a step, nearest first', () => {
    const all = everyRow([step(1, null), step(2, 1, { parallel: 7 }), step(3, 1, { parallel: 7 }), step(4, 3)]);
    expect(keysAbove(all, 4)).toEqual([3, keyOf('group', 2), 1]);
    expect(keysAbove(all, 99)).toEqual([]);
  });

  test('a range leaves what ran in it, with what it stands under', () => {
    const at = (n: number, parent: number | null, from: number, to: number) => step(n, parent, { startUs: from * 1e6, endUs: to * 1e6 });
    const steps = [at(1, null, 0, 100), at(2, 1, 0, 20), { ...at(3, 1, 20, 60), kind: 'agent' as const }, at(4, 3, 20, 30), at(5, 3, 40, 60), at(6, 1, 60, 100), step(7, 1)];
    const all = everyRow(steps);
    const inRange = (from: number, to: number, folded: readonly number[] = []) =>
      drawn(shownRows(all, { folded: new Set(folded), opened: new Set() }, keptIn(all, rowPlaces(all, axisOf(steps)), { from: from * 1e6, to: to * 1e6 }).kept).rows);
    expect(inRange(41, 50)).toEqual(['-1', '  -3', '     5']);
    expect(inRange(25, 50)).toEqual(['-1', '  -3', '     4', '     idle 10 s', '     5']);
    expect(inRange(25, 50, [3])).toEqual(['-1', '  +3']);
    expect(inRange(0, 100)).toHaveLength(7);
  });

  test('tops are the sums of what is above', () => {
    const { tops, rows } = shownRows(everyRow([step(1, null, { startUs: 0, endUs: 1 }), step(2, null, { startUs: 9e6, endUs: 1e7 })]), { folded: new Set(), opened: new Set() }, null);
    expect(rows.map((row) => row.type)).toEqual(['step', 'idle', 'step']);
    expect([...tops]).toEqual([0, 22, 40, 62]);
  });
});

describe('repeats', () => {
  const repeat = (steps: readonly number[], rounds: readonly number[], kind: Repeat['kind'] = 'retry'): Repeat => ({ kind, steps, rounds, words: `${rounds.length} times`, recovered: false });
  const flat = (count: number, more: (n: number) => Partial<TrajectoryStep> = () => ({})) => [step(1, null, { kind: 'agent' }), ...Array.from({ length: count }, (_, index) => step(index + 2, 1, more(index + 2)))];

  test('stand under a head that says what they are, in a bracket', () => {
    expect(rowsOf(flat(5), { repeats: [repeat([3, 4, 5], [3, 4, 5])] })).toEqual(['-1', '   2', "  -<3 times> ['", '     3 [', '     4 [', '     5 [.', '   6']);
    expect(rowsOf(flat(5), { repeats: [repeat([3, 4, 5], [3, 4, 5])], folded: new Set([keyOf('repeat', 3)]) })).toEqual(['-1', '   2', '  +<3 times>', '   6']);
  });

  test('of many rounds show three, and the others when they are opened', () => {
    const repeats = [repeat([2, 3, 4, 5, 6, 7, 8, 9, 10, 11], [2, 4, 6, 8, 10], 'loop')];
    expect(rowsOf(flat(11), { repeats })).toEqual(['-1', "  -<5 times> ['", ...[2, 3, 4, 5, 6, 7].map((n) => `     ${n} [`), '    +2 more, 8 to 11 [.', '   12']);
    expect(rowsOf(flat(11), { repeats, opened: new Set([keyOf('rounds', 2)]) })).toEqual(['-1', "  -<5 times> ['", ...[2, 3, 4, 5, 6, 7, 8, 9, 10].map((n) => `     ${n} [`), '     11 [.', '   12']);
    expect(keysAbove(everyRow(flat(11), { repeats }), 9)).toEqual([keyOf('rounds', 2), keyOf('repeat', 2), 1]);
  });

  test('whose steps stand under different parents are those parents', () => {
    const steps = [step(1, null, { kind: 'agent' }), step(2, 1, { kind: 'llm' }), step(3, 2), step(4, 1, { kind: 'llm' }), step(5, 4)];
    expect(rowsOf(steps, { repeats: [repeat([3, 5], [3, 5])] })).toEqual(['-1', "  -<2 times> ['", '    -2 [', '       3 [', '    -4 [', '       5 [.']);
  });

  test('hold calls of one turn, or are held by them', () => {
    const parallel = (...of: readonly number[]) => (n: number) => (of.includes(n) ? { parallel: 7 } : {});
    expect(rowsOf(flat(4, parallel(3, 4)), { repeats: [repeat([2, 3, 4, 5], [2, 3, 4, 5])] }).slice(1)).toEqual(["  -<4 times> ['", '     2 [', "    -[2 calls] [ |'", '       3 [ |', '       4 [ |.', '    +1 more, 5 to 5 [.']);
    expect(rowsOf(flat(4, parallel(2, 3, 4, 5)), { repeats: [repeat([3, 4], [3, 4])] }).slice(1)).toEqual(["  -[4 calls] |'", '     2 |', "    -<2 times> | ['", '       3 | [', '       4 | [.', '     5 |.']);
  });

  test('that overlap: the longer one has the bracket', () => {
    const repeats = [repeat([2, 3], [2, 3]), repeat([3, 4, 5], [3, 4, 5])];
    expect(rowsOf(flat(4), { repeats })).toEqual(['-1', '   2', "  -<3 times> ['", '     3 [', '     4 [', '     5 [.']);
  });

  test('of steps that are not there, of one step, in no order: no bracket, no harm', () => {
    for (const repeats of [[repeat([], [])], [repeat([2], [2])], [repeat([98, 99], [98, 99])], [repeat([1, 2], [1, 2])]]) expect(rowsOf(flat(2), { repeats })).toEqual(['-1', '   2', '   3']);
    expect(rowsOf(flat(2), { repeats: [repeat([3, 2], [3, 2])] })).toHaveLength(4);
  });
});

describe('waits', () => {
  const at = (n: number, from: number, to: number, more: Partial<TrajectoryStep> = {}) => step(n, 1, { startUs: from * 1e6, endUs: to * 1e6, ...more });
  const agent = (seconds: number) => step(1, null, { kind: 'agent', startUs: 0, endUs: seconds * 1e6 });
  const waits = (steps: readonly TrajectoryStep[], choices: Choices = {}) => rowsOf(steps, choices).map((row) => row.trim()).filter((row) => row.startsWith('idle'));

  test('are told from a second up that is a twentieth of the whole, and from a minute up', () => {
    expect(waits([agent(20), at(2, 0, 1), at(3, 2, 3), at(4, 3.9, 5), at(5, 5, 20)])).toEqual(['idle 1 s']);
    expect(waits([agent(21), at(2, 0, 1), at(3, 2, 3)])).toEqual([]);
    expect(waits([agent(9000), at(2, 0, 1), at(3, 62, 63), at(4, 122, 123)])).toEqual(['idle 61 s']);
  });

  test('are measured from the last that ended, hidden ones too', () => {
    expect(waits([agent(20), at(2, 0, 9), at(3, 1, 2), at(4, 10, 11)])).toEqual(['idle 1 s']);
    expect(waits([agent(20), at(2, 0, 1), at(3, 5, 6), at(9, 1, 4.5, { noise: true })])).toEqual([]);
  });

  test('are told before the first step as well, from when the agent began', () => {
    expect(rowsOf([agent(50), at(2, 23, 24), at(3, 24, 25)])).toEqual(['-1', '   idle 23 s', '   2', '   3']);
    expect(waits([agent(50), at(2, 23, 24, { kind: 'llm' }), step(3, 2, { startUs: 23.5e6, endUs: 24e6 })])).toEqual(['idle 23 s']);
  });

  test('before a call is tried again are a backoff, in the bracket', () => {
    const repeats: readonly Repeat[] = [{ kind: 'retry', steps: [2, 3], rounds: [2, 3], words: '2 attempts', recovered: null }];
    expect(rowsOf([agent(10), at(2, 0, 1), at(3, 3, 4), at(4, 6, 7)], { repeats })).toEqual(['-1', "  -<2 attempts> ['", '     2 [', '     idle 2 s, backoff [', '     3 [.', '   idle 2 s', '   4']);
  });

  test('say what was waited for where the trace does, before that a call was tried again', () => {
    const repeats: readonly Repeat[] = [{ kind: 'retry', steps: [2, 3], rounds: [2, 3], words: '2 attempts', recovered: null }];
    expect(waits([agent(10), at(2, 0, 1), at(3, 3, 4), at(4, 6, 7)], { waits: [{ step: 4, cause: 'waiting for the user' }] })).toEqual(['idle 2 s', 'idle 2 s, waiting for the user']);
    expect(waits([agent(10), at(2, 0, 1), at(3, 3, 4)], { repeats, waits: [{ step: 3, cause: 'rate limit' }] })).toEqual(['idle 2 s, rate limit [']);
    expect([undefined, null, 'rate limit'].map((cause) => idleWords({ place: { from: 0, to: 2e6 }, us: 2e6, cause, certain: true }))).toEqual(['idle 2.00 s', 'idle 2.00 s, cause not recorded', 'idle 2.00 s, rate limit']);
  });

  test('are measured from what stands below, too', () => {
    expect(waits([agent(20), at(2, 0, 1, { kind: 'llm' }), step(3, 2, { startUs: 1e6, endUs: 4.5e6 }), at(4, 5, 6, { kind: 'llm' })])).toEqual([]);
  });

  test('beside a step without a length are no waits, as it may have run then; long ones say what is known', () => {
    const moment = (n: number, seconds: number) => step(n, 1, { kind: 'llm', startUs: seconds * 1e6 });
    expect(waits([agent(20), at(2, 0, 1), moment(3, 6), at(4, 6, 7), at(5, 9, 10)])).toEqual(['idle 2 s']);
    expect(drawn(shown(everyRow([agent(200), at(2, 0, 1), moment(3, 70)])))).toEqual(['-1', '   2', '   nothing for 69 s, until the model answered', '   3']);
    expect(rowsOf([agent(200), at(2, 0, 1), { ...moment(3, 70), kind: 'tool' }])).toEqual(['-1', '   2', '   nothing for 69 s', '   3']);
  });

  test('within a model call or a tool are its own work; without times there are none', () => {
    expect(waits([step(1, null, { kind: 'tool', startUs: 0, endUs: 1e7 }), at(2, 0, 1), at(3, 5, 6)])).toEqual([]);
    expect(waits([step(1, null), step(2, 1), step(3, 1)])).toEqual([]);
  });

  test('before a group stand before its head', () => {
    expect(rowsOf([agent(10), at(2, 0, 1), at(3, 4, 5, { parallel: 1 }), at(4, 4, 6, { parallel: 1 })])).toEqual(['-1', '   2', '   idle 3 s', "  -[2 calls] |'", '     3 |', '     4 |.']);
  });
});

describe('20,000 steps', () => {
  const many = Array.from({ length: 20_000 }, (_, index) => step(index + 1, index === 0 ? null : index % 50 === 0 ? 1 : Math.floor(index / 50) * 50 + 1, { startUs: index * 1e6, endUs: index * 1e6 + 9e5, parallel: index % 9 < 2 ? index - (index % 9) : null }));

  /** Of several runs, so that what else the machine does is not counted. */
  const fastest = (work: () => unknown): number => Math.min(...Array.from({ length: 8 }, () => {
    const since = performance.now();
    work();
    return performance.now() - since;
  }));

  test('are arranged in milliseconds, and folded within a frame', () => {
    const all = everyRow(many);
    expect(shown(all).length).toBeGreaterThan(20_000);
    expect(fastest(() => everyRow(many))).toBeLessThan(250);
    expect(fastest(() => shown(all, { folded: new Set([51, 101, 151]) }))).toBeLessThan(16);
  });

  test('under one another: depth 5,000 is drawn, and what hides a step is found', () => {
    const deep = Array.from({ length: 5000 }, (_, index) => step(index + 1, index === 0 ? null : index));
    const all = everyRow(deep);
    expect(all.rows.at(-1)?.depth).toBe(4999);
    expect(keysAbove(all, 5000)).toHaveLength(4999);
  });

  test('without a parent: 10,000 roots', () => {
    expect(everyRow(Array.from({ length: 10_000 }, (_, index) => step(index + 1, null))).rows).toHaveLength(10_000);
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
