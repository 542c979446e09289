import { expect, test } from 'vitest';
import { emptySpan } from '../../src/core/model/span.ts';
import { exportedIdKey } from '../../src/core/trajectory/sharedIds.ts';
import type { PlacedSpan } from '../../src/store/merge.ts';
import { createSpanJoin } from '../../src/store/merge.ts';

const placed = (name: string, startUs: number | null, id = 'a'): PlacedSpan => ({ span: { ...emptySpan(id, 0, name), startUs }, position: 0 });
const told = (join: ReturnType<typeof createSpanJoin>) => [...join.all()].map(({ span }) => [span.id, span.name, span.attributes[exportedIdKey]]);

function joined(...spans: readonly PlacedSpan[]) {
  const join = createSpanJoin([]);
  for (const span of spans) join.add(span);
  return join;
}

test('accounts of one span are joined, also when a clock has fewer digits', () => {
  expect(told(joined(placed('step', null), placed('step', 5_000_123), placed('step', 5_000_000)))).toEqual([['a', 'step', undefined]]);
});

test('an id that an export gave is never given again', () => {
  expect(told(joined(placed('one', 1), placed('two', 2), placed('literal', 3, 'a#2')))).toEqual([['a', 'one', undefined], ['a#3', 'two', 'a'], ['a#2', 'literal', undefined]]);
});

test('what comes later may take the id, and joining what is stored changes nothing', () => {
  const first = joined(placed('two', 2), placed('three', 3));
  const again = createSpanJoin([...first.all()]);
  expect(told(again)).toEqual(told(first));
  again.add(placed('one', 1));
  expect(told(again)).toEqual([['a', 'one', undefined], ['a#2', 'two', 'a'], ['a#3', 'three', 'a']]);
});

test('a span whose namesake is gone has its id back', () => {
  const [, second] = [...joined(placed('one', 1), placed('two', 2)).all()];
  expect(told(createSpanJoin([second!]))).toEqual([['a', 'two', undefined]]);
});
