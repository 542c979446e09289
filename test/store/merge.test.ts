import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptySpan } from '../../src/core/model/span.ts';
import { exportedIdKey } from '../../src/core/trajectory/sharedIds.ts';
import type { PlacedSpan } from '../../src/store/merge.ts';
import { createSpanJoin, orderSpans } from '../../src/store/merge.ts';

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

const event = (name: string) => ({ name, timeUs: null, attributes: {} });
const nameless = (name: string, id = 'a'): PlacedSpan => ({ span: { ...emptySpan(id, 0, ''), events: [event(name)], attributes: { [name]: true } }, position: 0 });

test('what is told of a span by its id alone joins it, whichever comes first, and leaves its kind and place alone', () => {
  const span = placed('step', 5);
  const whole = { ...span, span: { ...span.span, kind: 'llm' as const, synthetic: true, place: { file: 'b', line: 1, offset: 0, length: 9 } } };
  const log = nameless('said');
  const logged = { ...log, span: { ...log.span, startUs: 1, place: { file: 'a', line: 1, offset: 0, length: 9 } } };
  for (const order of [[whole, logged], [logged, whole]]) {
    const [only, ...others] = [...joined(...order).all()];
    expect(others).toEqual([]);
    expect(only!.span).toEqual({ ...whole.span, events: [event('said')], attributes: { said: true } });
  }
});

test('accounts under one id are the same in any order and in any number of imports, nameless ones among different spans too', () => {
  const account = fc.oneof(
    fc.record({ name: fc.constantFrom('one', 'two', 'three'), startUs: fc.constantFrom(5_000_000, 1_000_000, 9_000_000), id: fc.constantFrom('a', 'b') }).map(({ name, startUs, id }) => placed(name, startUs, id)),
    fc.record({ name: fc.constantFrom('said', 'answered'), id: fc.constantFrom('a', 'b') }).map(({ name, id }) => nameless(name, id)),
  );
  fc.assert(fc.property(fc.array(account, { maxLength: 8 }), fc.array(fc.nat(), { maxLength: 8 }), fc.array(fc.boolean(), { maxLength: 8 }), (accounts, order, stops) => {
    const once = orderSpans(joined(...accounts).all());
    const shuffled = accounts.map((each, n) => ({ each, at: order[n] ?? n })).sort((a, b) => a.at - b.at).map(({ each }) => each);
    let join = createSpanJoin([]);
    shuffled.forEach((each, n) => {
      join.add(each);
      if (stops[n] === true) join = createSpanJoin(JSON.parse(JSON.stringify(orderSpans(join.all()))) as PlacedSpan[]);
    });
    expect(orderSpans(join.all()).map(({ span }) => span)).toEqual(once.map(({ span }) => span));
  }), { numRuns: 500 });
});
