import { expect, test } from 'vitest';
import type { LabelEvent } from '../../../src/core/model/label.ts';
import type { LabelEventBody } from '../../../src/core/review/labels.ts';
import { foldLabel } from '../../../src/core/review/labels.ts';
import { lastChange, lastUndoing, spokenBy } from '../../../src/core/review/requests.ts';

let made = 0;
function request(by: string, minute: number, bodies: readonly LabelEventBody[], ...traces: string[]): LabelEvent[] {
  const at = `2026-11-20T10:${String(minute).padStart(2, '0')}:00.000Z`;
  return (traces.length === 0 ? ['tr_1'] : traces).flatMap((id) => bodies.map((body) => ({ v: 1, id: `id${String(++made).padStart(6, '0')}`, at, by, trace: { id, sha256: 'aa' }, ...body }) as LabelEvent));
}
const verdict = (value: 'pass' | 'fail'): LabelEventBody => ({ kind: 'verdict', value });
const undo = (by: string, minute: number, of: readonly LabelEvent[]) => of.flatMap(({ id, trace }) => request(by, minute, [{ kind: 'undo', undoes: id }], trace.id));
const undone = (events: readonly LabelEvent[], by: string, minute: number) => [...events, ...undo(by, minute, lastChange(spokenBy(by, events)))];
const redone = (events: readonly LabelEvent[], by: string, minute: number) => [...events, ...undo(by, minute, lastUndoing(spokenBy(by, events)))];

test('the last change is what one request recorded, and its own reviewer\'s', () => {
  const first = request('ana', 1, [verdict('fail')]);
  const second = request('ana', 2, [{ kind: 'note', value: 'x' }, { kind: 'fix', value: 'y' }]);
  const all = [...first, ...second, ...request('jonas', 3, [verdict('pass')])];
  expect(lastChange(spokenBy('ana', all))).toEqual(second);
  expect(lastChange(spokenBy('ana', undone(all, 'ana', 4)))).toEqual(first);
  expect(lastChange(spokenBy('ana', undone(undone(all, 'ana', 4), 'ana', 5)))).toEqual([]);
  expect(lastChange(spokenBy('ana', all), 'tr_other')).toEqual([]);
});

test('one change of many traces is undone and redone as one', () => {
  const all = request('ana', 1, [verdict('pass')], 'tr_1', 'tr_2', 'tr_3');
  expect(lastChange(spokenBy('ana', all))).toEqual(all);
  expect(lastChange(spokenBy('ana', all), 'tr_2')).toEqual([all[1]]);
  const back = undone(all, 'ana', 2);
  expect(lastUndoing(spokenBy('ana', back)).map((event) => event.trace.id)).toEqual(['tr_1', 'tr_2', 'tr_3']);
  const of = (events: readonly LabelEvent[], trace: string) => foldLabel(events.filter((event) => event.trace.id === trace));
  expect(of(back, 'tr_3')).toBeNull();
  expect(of(redone(back, 'ana', 3), 'tr_3')).toMatchObject({ verdict: 'pass' });
});

test('what was undone is done again one after the other, until something else is said', () => {
  const notes = ['a', 'b', 'c'].flatMap((value, minute) => request('ana', minute, [{ kind: 'note', value }]));
  const noteOf = (events: readonly LabelEvent[]) => foldLabel(events)?.note;
  let events: readonly LabelEvent[] = notes;
  for (const [minute, expected] of [[10, 'b'], [11, 'a'], [12, undefined]] as const) expect(noteOf(events = undone(events, 'ana', minute))).toBe(expected);
  for (const [minute, expected] of [[20, 'a'], [21, 'b']] as const) expect(noteOf(events = redone(events, 'ana', minute))).toBe(expected);
  expect(noteOf(events = undone(events, 'ana', 22))).toBe('a');
  expect(noteOf(events = redone(events, 'ana', 23))).toBe('b');
  expect(noteOf(redone(events, 'ana', 24))).toBe('c');
  expect(lastUndoing(spokenBy('ana', [...events, ...request('ana', 25, [{ kind: 'note', value: 'd' }])]))).toEqual([]);
  expect(lastUndoing(spokenBy('jonas', events))).toEqual([]);
});
