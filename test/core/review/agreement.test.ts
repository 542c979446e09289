import { describe, expect, test } from 'vitest';
import { agreementOf } from '../../../src/core/review/agreement.ts';
import type { LabelEventBody } from '../../../src/core/review/labels.ts';
import { defer, fail, inClass, labelledBy, note, pass } from './labelledBy.ts';
import type { Said } from './labelledBy.ts';

const times = <Made>(count: number, make: (at: number) => Made): readonly Made[] => Array.from({ length: count }, (_, at) => make(at));
const both = (name: string, count: number, a: Said, b: Said) => times(count, (at) => labelledBy(`${name}${at}`, [a, b]));

describe('two reviewers', () => {
  // Gwet's own example of a skewed prevalence: kappa falls below 0 where 94 % agree.
  const skewed = [...both('pp', 118, ['ana', pass], ['ben', pass]), ...both('pf', 5, ['ana', pass], ['ben', fail]), ...both('fp', 2, ['ana', fail], ['ben', pass])];

  test('agree by kappa and AC1, with n and an interval', () => {
    const { pairs, shared, reviewers } = agreementOf([...skewed, labelledBy('alone', [['ana', pass]]), labelledBy('later', [['ana', pass], ['ben', defer]])]);
    expect([shared, pairs.length]).toEqual([125, 1]);
    const { verdict } = pairs[0]!;
    expect(verdict).toMatchObject({ n: 125, same: 118 });
    expect(verdict.kappa).toBeCloseTo(-0.0234, 4);
    expect(verdict.ac1).toBeCloseTo(0.9408, 4);
    expect(verdict.ac1Interval!.low).toBeGreaterThan(0.88);
    expect(verdict.ac1Interval!.high).toBeLessThanOrEqual(1);
    expect(reviewers).toEqual([{ by: 'ana', pass: 125, fail: 2, deferred: 0, without: 0 }, { by: 'ben', pass: 120, fail: 5, deferred: 1, without: 0 }]);
  });

  test('agree on classes only where both said fail and named one themselves', () => {
    const traces = [
      ...both('same', 3, ['ana', fail, inClass('tool_selection')], ['ben', fail, inClass('tool_selection')]),
      ...both('other', 1, ['ana', fail, inClass('tool_selection')], ['ben', fail, inClass('recovery_behavior')]),
      labelledBy('none', [['ana', fail, inClass('tool_selection')], ['ben', fail]]),
      labelledBy('sorted', [['ana', fail, inClass('tool_selection')], ['ben', fail], ['ana', { kind: 'relabel', value: { of: 'ben', class: { class: 'tool_selection' } } }]]),
      labelledBy('passed', [['ana', fail, inClass('tool_selection')], ['ben', pass]]),
    ];
    const { pairs, alpha, open, classes } = agreementOf(traces);
    expect(pairs[0]).toMatchObject({ verdict: { n: 7, same: 6 }, class: { n: 4, same: 3, kappa: 0 } });
    expect(alpha).toMatchObject({ verdict: { traces: 7, ratings: 14 }, class: { traces: 4, ratings: 8 } });
    expect(open.map(({ trace, about }) => [trace, about])).toEqual([['other0', 'class'], ['passed', 'verdict']]);
    expect(classes[0]).toEqual({ class: 'tool_selection', failures: 5, byReviewer: { ana: 7, ben: 4 } });
  });

  test('who never differ leave nothing to say beyond chance, and no spread', () => {
    const { pairs } = agreementOf(both('p', 4, ['ana', pass], ['ben', pass]));
    expect(pairs[0]!.verdict).toEqual({ n: 4, same: 4, kappa: null, ac1: 1, ac1Interval: null });
    expect(pairs[0]!.class).toEqual({ n: 0, same: 0, kappa: null, ac1: null, ac1Interval: null });
  });
});

test('alpha takes gaps: whoever said nothing of a trace is left out of it', () => {
  const traces = [
    labelledBy('1', [['ana', pass], ['ben', pass], ['eva', pass]]), labelledBy('2', [['ana', fail], ['ben', fail]]), labelledBy('3', [['ben', pass], ['eva', fail]]),
    labelledBy('4', [['eva', fail]]), labelledBy('5', [['ana', pass], ['eva', defer]]),
  ];
  const { alpha, pairs } = agreementOf(traces);
  // By hand: 7 ratings, 4 pass and 3 fail; observed 2 of 7 coincidences differ, expected 24 of 42.
  expect(alpha.verdict).toMatchObject({ traces: 3, ratings: 7 });
  expect(alpha.verdict.alpha).toBeCloseTo(1 - (2 / 7) / (24 / 42), 10);
  expect(pairs.map(({ a, b, verdict }) => [a, b, verdict.n])).toEqual([['ana', 'ben', 2], ['eva', 'ben', 2], ['eva', 'ana', 1]]);
});

describe('disagreements', () => {
  const differing: readonly Said[] = [['ana', fail, inClass('tool_selection'), note('wrong tool')], ['ben', pass]];
  const decision: LabelEventBody = { kind: 'adjudicate', value: { verdict: 'fail', of: ['ana', 'ben'], class: { class: 'tool_selection' } } };

  test('are listed with what each said, until somebody decides', () => {
    const { open, decided } = agreementOf([labelledBy('open', differing), labelledBy('done', [...differing, ['eva', decision]])]);
    expect(open).toEqual([{
      trace: 'open', title: 'Question open', orphan: false, about: 'verdict', decision: null,
      said: [
        { by: 'ana', at: '2026-02-03T00:03:00.000Z', verdict: 'fail', class: { class: 'tool_selection' }, sortedBy: null, note: 'wrong tool', step: null },
        { by: 'ben', at: '2026-02-03T00:04:00.000Z', verdict: 'pass', class: null, sortedBy: null, note: '', step: null },
      ],
    }]);
    expect(decided).toMatchObject([{ trace: 'done', decision: { by: 'eva', verdict: 'fail', class: { class: 'tool_selection' } } }]);
  });

  test('are open again when somebody says otherwise later', () => {
    const { open, decided } = agreementOf([labelledBy('x', [...differing, ['eva', decision], ['ben', pass]])]);
    expect([open.length, decided.length]).toEqual([1, 0]);
  });

  test('to sort the note of another into a class is no verdict: it neither makes a disagreement nor settles one', () => {
    const relabel = (of: string, id: string) => ({ kind: 'relabel', value: { of, class: { class: id } } }) as const;
    const listed = (...said: readonly Said[]) => {
      const trace = labelledBy('x', said);
      const { open } = agreementOf([trace]);
      expect(open.length === 1).toBe(trace.labels.disagree);
      return open.map(({ about, said: each }) => [about, ...each.map(({ class: value, sortedBy }) => [value?.class, sortedBy])]);
    };
    // Ana has a class of her own, and sorts Ben's note, which has none, into another.
    expect(listed(['ana', fail, inClass('tool_selection')], ['ben', fail, note('made it up')], ['ana', relabel('ben', 'evidence_quality')])).toEqual([]);
    expect(listed(['ana', pass], ['ben', fail], ['ana', relabel('ben', 'evidence_quality')])).toEqual([['verdict', [undefined, null], ['evidence_quality', 'ana']]]);
    // Both gave a class themselves, and Eva moves one of them.
    const two: readonly Said[] = [['ana', fail, inClass('tool_selection')], ['ben', fail, inClass('recovery_behavior')]];
    expect(listed(...two, ['eva', relabel('ben', 'policy_boundary')])).toEqual([['class', ['tool_selection', null], ['policy_boundary', 'eva']]]);
    // A class that both gave is split.
    expect(listed(['ana', fail, inClass('tool_selection')], ['ben', fail, inClass('tool_selection')], ['ana', relabel('ana', 'wrong_tool'), relabel('ben', 'wrong_tool')])).toEqual([]);
    // What one sorts of one's own is one's own, and what Ben says himself later is his.
    expect(listed(['ana', fail], ['ben', fail, inClass('recovery_behavior')], ['ana', relabel('ana', 'tool_selection')])).toEqual([['class', ['tool_selection', null], ['recovery_behavior', null]]]);
    expect(listed(['ana', fail, inClass('tool_selection')], ['ben', fail], ['ana', relabel('ben', 'evidence_quality')], ['ben', inClass('policy_boundary')])).toEqual([['class', ['tool_selection', null], ['policy_boundary', null]]]);
  });

  test('are open again, and listed, when all say by now what was not decided', () => {
    const later = labelledBy('x', [...differing, ['eva', decision], ['ana', pass]]);
    expect(later.labels.disagree).toBe(true);
    expect(agreementOf([later]).open).toMatchObject([{ trace: 'x', about: 'verdict', decision: { verdict: 'fail' } }]);
  });

  test('a decision stands for the trace, sorted into another class later or not', () => {
    const sorted = labelledBy('x', [...differing, ['eva', decision], ['ben', { kind: 'relabel', value: { of: 'eva', class: { class: 'policy_boundary' } } }]]);
    expect(sorted.labels.label).toMatchObject({ by: 'eva', verdict: 'fail', class: { class: 'policy_boundary' }, classBy: 'ben' });
  });
});

test('strata count traces whose verdict in force says pass or fail', () => {
  const { strata } = agreementOf([
    labelledBy('1', [['ana', { ...pass, queue: 'sample', stratum: 'random' }]]), labelledBy('2', [['ana', { ...fail, queue: 'week', stratum: 'enriched' }]]), labelledBy('3', [['ana', pass]]), labelledBy('4', [['ana', { ...defer, stratum: 'random' }]]),
  ]);
  expect(strata).toEqual({ random: 1, enriched: 1, none: 1 });
});
