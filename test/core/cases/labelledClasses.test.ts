import { expect, test } from 'vitest';
import { eventsIn, labelledClasses } from '../../../src/core/cases/labelledClasses.ts';

const line = (id: number, trace: string, by: string, body: object) => JSON.stringify({ v: 1, id: String(id), at: `2026-02-03T00:00:0${id}.000Z`, by, trace: { id: trace, sha256: '' }, ...body });

test('a class that somebody else gave counts where it was given: sorted into it, or decided', () => {
  const text = [
    line(1, 'tr_a', 'ana', { kind: 'verdict', value: 'fail' }), line(2, 'tr_a', 'ben', { kind: 'relabel', value: { of: 'ana', class: { class: 'loops' } } }),
    line(3, 'tr_b', 'ana', { kind: 'verdict', value: 'pass' }), line(4, 'tr_b', 'ben', { kind: 'adjudicate', value: { verdict: 'fail', of: ['ana'], class: { class: 'tone' } } }),
  ].join('\n');
  const places = labelledClasses(eventsIn('ana.jsonl', text));
  expect([...places.keys()]).toEqual(['loops', 'tone']);
  expect(text.slice(places.get('loops')![0]!.range.start)).toMatch(/^\{"v":1,"id":"2"/);
});
