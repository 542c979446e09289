import { expect, test } from 'vitest';
import { Complaint } from '../../src/engine/targets/processGroup.ts';
import { complaint } from '../../src/engine/targets/sentences.ts';

const said = (...chunks: readonly string[]): string => {
  const kept = new Complaint();
  for (const chunk of chunks) kept.add(Buffer.from(chunk));
  return complaint(kept.text);
};

test('what a program said last is told', () => {
  expect(said('')).toBe(' It printed nothing on stderr.');
  expect(said('warming up\n', 'TypeError: x is not a function\n')).toBe(' It said: warming up / TypeError: x is not a function');
});

test('of one endless word nothing is shown, as it may be half of a key, and not that nothing was printed', () => {
  expect(said('x'.repeat(20_000))).toBe(' It said: one line without a space, longer than 16 kB');
  expect(said(`${'x'.repeat(20_000)} refused`)).toBe(' It said: refused');
});
