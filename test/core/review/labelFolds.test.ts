import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LabelEvent } from '../../../src/core/model/label.ts';
import { createLabelFolds } from '../../../src/core/review/labelFolds.ts';
import { foldLabels } from '../../../src/core/review/labels.ts';

const base = { by: fc.constantFrom('ana', 'jonas'), minute: fc.integer({ min: 0, max: 20 }), trace: fc.constantFrom('tr_1', 'tr_2', 'run-7') };
const event = fc.oneof(
  fc.record({ ...base, body: fc.constantFrom('pass', 'fail', null).map((value) => ({ kind: 'verdict', value })) }),
  fc.record({ ...base, body: fc.constantFrom('a', 'b', '').map((value) => ({ kind: 'note', value })) }),
  fc.record({ ...base, body: fc.integer({ min: 0, max: 11 }).map((n) => ({ kind: 'undo', undoes: `id${n}` })) }),
  fc.record({ ...base, body: fc.constant({ kind: 'relabel', value: { of: 'ana', class: { class: 'tool_selection' } } }) }),
);
/** Some ids stand twice, in other wordings. */
const history = fc.array(fc.record({ id: fc.integer({ min: 0, max: 11 }), event }), { maxLength: 20 })
  .map((list) => list.map(({ id, event: { by, minute, trace, body } }) => ({ v: 1, id: `id${id}`, at: `2026-11-20T10:${String(minute).padStart(2, '0')}:00.000Z`, by, trace: { id: trace, sha256: '' }, ...body }) as LabelEvent));

/** As if all were read anew. */
function whole(events: readonly LabelEvent[], idOf: (name: string) => string | undefined) {
  const traces = new Map([...Map.groupBy(events, ({ trace }) => idOf(trace.id) ?? trace.id)].map(([id, ofTrace]) => [id, foldLabels(ofTrace)]));
  return { traces, labels: new Map([...traces].flatMap(([id, { label }]) => (label ? [[id, label] as const] : []))) };
}

test('what is kept up to date event by event is what reading all again would give', () => {
  fc.assert(fc.property(history, fc.array(fc.nat()), fc.boolean(), (events, leave, isKnown) => {
    const folds = createLabelFolds();
    const idOf = (name: string) => (isKnown && name === 'run-7' ? 'tr_2' : undefined);
    let there = [...events];
    for (const each of events) folds.add(each);
    folds.labels();
    folds.rename(idOf);
    for (const number of leave) {
      const gone = there[number % Math.max(1, there.length)];
      if (!gone) break;
      folds.remove(gone);
      there = there.filter((each) => each !== gone);
      folds.traces();
    }
    const expected = whole(there, idOf);
    expect(folds.labels()).toEqual(expected.labels);
    expect(folds.traces()).toEqual(expected.traces);
    expect(new Set(folds.spoken('ana').events.map(({ id }) => id))).toEqual(new Set(there.filter(({ by }) => by === 'ana').map(({ id }) => id)));
  }));
});

test('in whatever order journals are read, and with lines twice, the same comes out, even of an event in two wordings', () => {
  fc.assert(fc.property(history, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (events, random) => {
    const [one, other] = [createLabelFolds(), createLabelFolds()];
    for (const each of events) one.add(each);
    for (const { each } of [...events, ...events.slice(0, 4)].map((each) => ({ each, key: random.next().value })).sort((a, b) => a.key - b.key)) other.add(structuredClone(each));
    expect(other.labels()).toEqual(one.labels());
    expect(other.traces()).toEqual(one.traces());
  }));
});

test('the maps stay the same until something changes, and so do labels of other traces', () => {
  const folds = createLabelFolds();
  const say = (id: string, trace: string): LabelEvent => ({ v: 1, id, at: '2026-11-20T10:00:00.000Z', by: 'ana', trace: { id: trace, sha256: '' }, kind: 'verdict', value: 'fail' });
  folds.add(say('1', 'tr_1'));
  const before = folds.traces();
  expect(folds.traces()).toBe(before);
  folds.add(say('2', 'tr_2'));
  expect(folds.traces()).not.toBe(before);
  expect(before.has('tr_2')).toBe(false);
  expect(folds.traces().get('tr_1')).toBe(before.get('tr_1'));
});
