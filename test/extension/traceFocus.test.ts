import { expect, test } from 'vitest';
import { TraceFocus } from '../../src/extension/services/traceFocus.ts';

const a = { folder: '/w', trace: 'a' };
const b = { folder: '/w', trace: 'b' };

test('what came last is meant: the row selected, or the panel brought to the front', () => {
  const focus = new TraceFocus();
  focus.show(a);
  focus.select(b);
  expect(focus.current).toBe(b);
  focus.show(a);
  expect(focus.current).toBe(a);
});

test('a panel that left the front is not meant, unless another one came', () => {
  const focus = new TraceFocus();
  focus.show(a);
  focus.show(b);
  focus.leave(a);
  expect(focus.current).toBe(b);
  focus.leave(b);
  expect(focus.current).toBeUndefined();
});

test('an empty selection gives way to the panel', () => {
  const focus = new TraceFocus();
  focus.show(a);
  focus.select(b);
  focus.select(undefined);
  expect(focus.current).toBe(a);
});
