import { describe, expect, test } from 'vitest';
import type { StandingCase } from '../../../../src/core/coverage/caseAbout.ts';
import type { Taxonomy } from '../../../../src/core/model/failureClass.ts';
import type { LabelledTrace } from '../../../../src/core/model/review.ts';
import { classNotes } from '../../../../src/core/review/taxonomy/notes.ts';
import { exampleIn, taxonomyOverview } from '../../../../src/core/review/taxonomy/overview.ts';
import { saturationWords } from '../../../../src/core/display/taxonomyWords.ts';
import { saturationOf } from '../../../../src/core/review/taxonomy/saturation.ts';
import { defer, fail, inClass, labelledBy, note, pass } from '../labelledBy.ts';

const taxonomy: Taxonomy = {
  classes: [
    { id: 'loops', name: 'Loops', definition: 'Asks the same again.', example: 'tr_0123456789ab: three searches', modes: [{ id: 'ping_pong', name: 'Ping pong' }] },
    { id: 'old', mergedInto: 'older' }, { id: 'older', mergedInto: 'loops' }, { id: 'gone', name: 'Gone', retired: true },
  ],
};
const caseOf = (id: string, failureClass: string, more: Partial<StandingCase> = {}): StandingCase => ({ caseId: id, file: 'a.case.yaml', value: { id, failureWeObserved: { summary: 'x', class: failureClass } } as StandingCase['value'], undecided: null, proofHolds: true, ...more });
const overview = (labelled: readonly LabelledTrace[], more: Partial<Parameters<typeof taxonomyOverview>[0]> = {}) => taxonomyOverview({ taxonomy, labelled, cases: [], written: new Map(), isHere: () => true, ...more });

describe('the overview', () => {
  const labelled = [
    labelledBy('1', [['ana', fail, inClass('loops', 'ping_pong')]]), labelledBy('2', [['ana', fail, inClass('loops')]]), labelledBy('3', [['ana', pass]]),
    labelledBy('4', [['ana', fail]]), labelledBy('5', [['ana', note('odd')]]), labelledBy('6', [['ana', pass, note('fine')]]), labelledBy('7', [['ana', defer]]),
  ];

  test('counts failures, modes, cases that guard, and what is sorted nowhere', () => {
    const { classes, failures, unsorted } = overview(labelled, { cases: [caseOf('a', 'loops'), caseOf('b', 'old', { proofHolds: false }), caseOf('c', 'loops', { undecided: { kind: 'archived' } as StandingCase['undecided'] })] });
    expect([failures, unsorted]).toEqual([3, 2]);
    expect(classes.map(({ id }) => id)).toEqual(['answer_quality', 'tool_selection', 'tool_arguments', 'policy_boundary', 'evidence_quality', 'recovery_behavior', 'loops']);
    expect(classes.at(-1)).toEqual({
      id: 'loops', name: 'Loops', definition: 'Asks the same again.', builtIn: false, written: true, failures: 2, cases: 2, guarding: 1, example: { text: 'three searches', trace: 'tr_0123456789ab' },
      modes: [{ id: 'ping_pong', name: 'Ping pong', definition: '', failures: 1 }], merged: ['old', 'older'],
    });
  });

  test('names what went: merged, retired, and what no list has', () => {
    const { former } = overview([], { written: new Map([['old', 3], ['gone', 1], ['vanished', 2], ['loops', 5]]), cases: [caseOf('a', 'lost')] });
    expect(former).toEqual([
      { id: 'old', name: 'old', state: 'merged', into: 'loops', labels: 3, cases: 0 }, { id: 'older', name: 'older', state: 'merged', into: 'loops', labels: 0, cases: 0 }, { id: 'gone', name: 'Gone', state: 'retired', into: null, labels: 1, cases: 0 },
      { id: 'lost', name: 'lost', state: 'unknown', into: null, labels: 0, cases: 1 }, { id: 'vanished', name: 'vanished', state: 'unknown', into: null, labels: 2, cases: 0 },
    ]);
  });

  test('a circle of merges ends nowhere', () => {
    const circle: Taxonomy = { classes: [{ id: 'a', mergedInto: 'b' }, { id: 'b', mergedInto: 'a' }] };
    expect(overview([], { taxonomy: circle }).former).toMatchObject([{ id: 'a', into: null }, { id: 'b', into: null }]);
  });

  test('an example is a sentence, a trace, or both', () => {
    expect(exampleIn('Said delivered', () => true)).toEqual({ text: 'Said delivered', trace: null });
    expect(exampleIn('tr_0123456789ab', () => true)).toEqual({ text: '', trace: 'tr_0123456789ab' });
    expect(exampleIn('tr_0123456789ab: said', () => false)).toEqual({ text: 'said', trace: null });
  });
});

describe('notes', () => {
  const labelled = [
    labelledBy('old', [['ana', { ...fail, m: 100 }, { ...inClass('loops'), m: 100 }, { ...note('Third identical search'), m: 100 }]]),
    labelledBy('new', [['ana', { ...fail, m: 200 }, { ...inClass('loops'), m: 200 }], ['ben', { ...note('Went in circles'), m: 150 }]], { title: 'Where is order 7?' }),
    labelledBy('free', [['ana', { ...fail, m: 300 }, { ...note('Wrong VAT'), m: 300 }]]),
    labelledBy('fine', [['ana', { ...pass, m: 400 }]]),
  ];
  const wanted = { class: 'loops', words: '', offset: 0, limit: 10 };

  test('stand behind their class, the newest first, each with who wrote it', () => {
    const { notes, count, all } = classNotes(labelled, wanted);
    expect([count, all]).toEqual([2, 2]);
    expect(notes.map(({ trace, by, note: text, others }) => [trace, by, text, others])).toEqual([['new', 'ben', 'Went in circles', []], ['old', 'ana', 'Third identical search', []]]);
    expect(classNotes(labelled, { ...wanted, class: null }).notes.map(({ trace }) => trace)).toEqual(['free']);
  });

  test('without a class leave out what whoever sorts gave one: decided without', () => {
    const mine = [
      // Somebody else who defers takes nothing back.
      labelledBy('deferred', [['ana', fail, inClass('loops')], ['ben', defer, note('Not sure')]]),
      labelledBy('decided', [['ana', fail, inClass('loops')], ['ben', fail, inClass('old')], ['eva', { kind: 'adjudicate', value: { verdict: 'fail', of: ['ana', 'ben'], class: null } }]]),
      // Sorted into a class by somebody else: Ben gave none.
      labelledBy('sorted', [['ben', fail], ['ana', { kind: 'relabel', value: { of: 'ben', class: { class: 'loops' } } }], ['eva', { kind: 'adjudicate', value: { verdict: 'fail', of: ['ana', 'ben'], class: null } }]]),
    ];
    const notesOf = (by?: string) => classNotes(mine, { ...wanted, class: null, by }).notes.map(({ trace }) => trace);
    expect([notesOf(), notesOf('ana'), notesOf('ben'), notesOf('eva')]).toEqual([['decided', 'sorted'], ['sorted'], ['sorted'], ['decided', 'sorted']]);
    expect([undefined, 'ana', 'ben', 'eva'].map((by) => overview(mine, { by }).unsorted)).toEqual([2, 1, 1, 2]);
  });

  test('are found by words of the note, the title or the reviewer', () => {
    const found = (words: string) => classNotes(labelled, { ...wanted, words }).notes.map(({ trace }) => trace);
    expect([found('IDENTICAL'), found('order 7'), found('ben circles'), found('nothing')]).toEqual([['old'], ['new'], ['new'], []]);
    expect(classNotes(labelled, { ...wanted, limit: 1, offset: 1 })).toMatchObject({ notes: [{ trace: 'old' }], count: 2 });
  });
});

describe('saturation', () => {
  const seen = (id: string, minute: number, name: string | null) => labelledBy(id, [['ana', { ...fail, m: minute }, ...(name === null ? [] : [{ ...inClass(name), m: minute }])]]);
  test('counts what came after the last new class', () => {
    expect(saturationOf([seen('1', 1, 'a'), seen('2', 2, 'b'), seen('3', 3, 'a'), seen('4', 4, 'b'), seen('5', 5, null)])).toEqual({ n: 4, since: 2, last: { class: 'b', at: '2026-02-03T00:02:00.000Z' }, unsorted: 1 });
  });
  test('of notes that were sorted at once nothing counts where a class was new', () => {
    expect(saturationOf([seen('1', 1, 'a'), seen('2', 2, 'b'), seen('3', 2, 'b'), seen('4', 2, 'a')])).toMatchObject({ n: 4, since: 0 });
    expect(saturationOf([])).toEqual({ n: 0, since: 0, last: null, unsorted: 0 });
  });
  test('is said so that whoever sees it first knows what it means', () => {
    const words = (since: number, unsorted = 0) => saturationWords({ n: 46, since, last: null, unsorted });
    expect([words(0), words(1), words(2, 3), words(21)]).toEqual([
      'The last failure brought a new class (46 in a class)', 'The last failure brought no new class; 20 mean about complete (46 in a class)',
      'The last 2 failures brought no new class; 20 mean about complete (46 in a class, 3 without one not counted)', 'About complete: the last 21 failures brought no new class (46 in a class)',
    ]);
  });
});
